"""The maker of a failed product: informed, heard without an account, checked, shown beside the finding."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import ImportBatch, MakerNotice, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.bulk_publication import publish_next
from enterprises.records.services.maker_notices import (
    MakerNoticeRefused,
    NoticeCodeWrong,
    accept_comment,
    code_of,
    give_comment,
    inform_by,
    inform_maker,
    notice_by_code,
    refuse_comment,
    state_danger,
)
from enterprises.records.services.personal_data import LooksPersonal
from enterprises.records.services.publication import NotPublishable, publish_record
from enterprises.register.models import Enterprise
from enterprises.scanning import database_findings
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.workflow.refusals import StateChanged
from tests import make
from tests.doors.make import KETTLE, spot_check, table
from tests.make import Office

pytestmark = pytest.mark.django_db
RECORDED = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
INFORMED = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)  # a Thursday: ten working days end on Thursday the 17th
LAST_DAY = datetime(2026, 12, 17, 2, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 12, 18, 2, 0, tzinfo=UTC)
COMMENT = "该批产品已全部召回，接地不良是供应商更换端子所致。"
ADDRESS = "/products/comment/"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def firm() -> Enterprise:
    return make.firm(name="武汉江城月电器有限公司")


@pytest.fixture
def finding(office: Office, firm: Enterprise) -> Record:
    return make.submitted(office, enterprise=firm, kind="inspection", at=RECORDED, **KETTLE)


@pytest.fixture
def notice(finding: Record, office: Office) -> MakerNotice:
    return inform_maker(record=finding, maker="武汉江城月电器有限公司", by=office.recorder, at=INFORMED)


def publish(record: Record, office: Office, *, at: datetime) -> Record:
    return publish_record(record=record, by=office.reviewer, at=at, personal_data_confirmed=True)


def test_a_finding_waits_for_notice_and_ten_working_days(finding: Record, office: Office) -> None:
    assert inform_by(finding) == date(2026, 12, 8)
    with pytest.raises(NotPublishable, match="还没有告知生产企业"):
        publish(finding, office, at=NEXT_DAY)
    inform_maker(record=finding, maker="江城月", by=office.recorder, at=INFORMED)
    with pytest.raises(NotPublishable, match="2026-12-17前（含当日）"):
        publish(finding, office, at=LAST_DAY)
    assert publish(finding, office, at=NEXT_DAY).state == State.PUBLISHED


def test_findings_of_before_the_rule_and_passed_checks_do_not_wait(office: Office, firm: Enterprise) -> None:
    assert spot_check(office, firm).state == State.PUBLISHED
    passed = make.submitted(
        office, enterprise=firm, kind="inspection", at=RECORDED, **KETTLE | {"X_JC_JGPD": "合格", "X_JC_BHG": ""}
    )
    assert publish(passed, office, at=RECORDED).state == State.PUBLISHED
    with pytest.raises(MakerNoticeRefused):
        inform_maker(record=passed, maker="江城月", by=office.recorder, at=RECORDED)


def test_a_batch_waits_like_one_record(finding: Record, office: Office) -> None:
    batch = ImportBatch.objects.create(
        kind="inspection",
        agency=office.agency,
        imported_by=office.recorder,
        file_name="抽检.csv",
        file_sha256="0" * 64,
        created_at=RECORDED,
    )
    Record.objects.filter(pk=finding.pk).update(batch=batch)
    confirmed = {finding.pk}
    waits = publish_next(batch=batch, after_id=0, by=office.reviewer, at=NEXT_DAY, confirmed=confirmed)
    assert waits is not None and [one.reason[:9] for one in waits.refused] == ["还没有告知生产企业"]
    inform_maker(record=finding, maker="江城月", by=office.recorder, at=INFORMED)
    done = publish_next(batch=batch, after_id=0, by=office.reviewer, at=NEXT_DAY, confirmed=confirmed)
    assert done is not None and done.count == 1


def test_danger_does_not_wait_but_needs_another_person(notice: MakerNotice, office: Office, client: Client) -> None:
    both = make.officer("liangyong", agency=office.agency, may_record=True, may_review=True)
    state_danger(notice=notice, reason="外壳带电，有触电危险", by=both, at=INFORMED)
    with pytest.raises(NotPublishable, match="另一人"):
        publish_record(record=notice.record, by=both, at=INFORMED, personal_data_confirmed=True)
    publish(notice.record, office, at=INFORMED)
    with pytest.raises(MakerNoticeRefused):
        state_danger(notice=notice, reason="再写一次", by=both, at=INFORMED)
    with time_machine.travel(INFORMED):
        assert "先行公示" in client.get(f"/products/{notice.record_id}/").content.decode()


def test_a_comment_stands_beside_its_finding_everywhere(notice: MakerNotice, office: Office, client: Client) -> None:
    give_comment(notice=notice, comment=COMMENT, at=INFORMED)
    with pytest.raises(NotPublishable, match="还没有核对"):
        publish(notice.record, office, at=NEXT_DAY)
    with pytest.raises(StateChanged):
        give_comment(notice=notice, comment="第二份", at=INFORMED)
    accept_comment(notice=notice, personal_data_confirmed=False, by=office.recorder, at=INFORMED)
    record = publish(notice.record, office, at=NEXT_DAY)
    with time_machine.travel(NEXT_DAY):
        assert COMMENT in client.get(f"/products/{record.pk}/").content.decode()
        assert COMMENT in client.get(f"/enterprises/{record.enterprise.uscc}/").content.decode()
        assert table(client.get("/products/all.csv"))[0]["生产企业意见"] == COMMENT
        whole = json.loads(client.get("/products/all.json").getvalue())["results"]
        assert whole == client.get("/api/v1/products/").json()["results"]
        assert {"maker_comment": COMMENT}.items() <= {cell["code"]: cell["value"] for cell in whole[0]["cells"]}.items()
        refuse_comment(notice=notice, reason="含有第三人信息", by=office.reviewer, at=NEXT_DAY)
        assert COMMENT not in client.get(f"/products/{record.pk}/").content.decode()


def test_personal_data_in_a_comment_is_looked_at_found_and_masked(notice: MakerNotice, office: Office) -> None:
    give_comment(notice=notice, comment="请联系质检部王工 13871234567", at=INFORMED)
    with pytest.raises(LooksPersonal):
        accept_comment(notice=notice, personal_data_confirmed=False, by=office.recorder, at=INFORMED)
    assert ("makernotice", "comment") in {(one.place, one.field) for one in database_findings()}
    with pytest.raises(NotPermitted):
        stranger = make.officer("waidan", agency=make.agency(2), may_review=True)
        refuse_comment(notice=notice, reason="电话", by=stranger, at=INFORMED)
    refuse_comment(notice=notice, reason="含有电话号码", by=office.recorder, at=INFORMED)
    notice.refresh_from_db()
    again = give_comment(notice=notice, comment=COMMENT, at=INFORMED)
    assert again.comment == COMMENT


def test_the_maker_comments_by_number_and_code(notice: MakerNotice, client: Client) -> None:
    known = {"number": str(notice.record_id), "code": code_of(notice).lower().replace("-", " ")}
    with time_machine.travel(INFORMED):
        wrong = client.post(ADDRESS, known | {"code": "2345-2345-2345-2345"})
        assert wrong.status_code == UNPROCESSABLE and "电热水壶" not in wrong.content.decode()
        unknown = client.post(ADDRESS, known | {"number": "99999"})
        assert unknown.status_code == UNPROCESSABLE and "编号或查询码不正确" in unknown.content.decode()
        opened = client.post(ADDRESS, known)
        assert "电热水壶" in opened.content.decode() and "no-store" in opened["Cache-Control"]
        empty = client.post(ADDRESS, known | {"comment": " "})
        assert empty.status_code == UNPROCESSABLE
        given = client.post(ADDRESS, known | {"comment": COMMENT})
    assert "意见已经收到" in given.content.decode()
    notice.refresh_from_db()
    assert notice.comment == COMMENT and notice.commented_at is not None
    with pytest.raises(NoticeCodeWrong):
        notice_by_code(number="9" * 30, code=known["code"])


def test_the_desk_informs_prints_and_checks(finding: Record, office: Office, client: Client) -> None:
    page = f"/desk/records/{finding.pk}/"
    with time_machine.travel(INFORMED):
        client.force_login(office.recorder)
        assert "2026-12-08" in client.get(page).content.decode()
        assert client.get(f"{page}maker-notice/").status_code == 404
        client.post(f"{page}inform-maker/", {"maker": "武汉江城月电器有限公司"})
        notice = MakerNotice.objects.get()
        printed = client.get(f"{page}maker-notice/").content.decode()
        assert code_of(notice) in printed and "/products/comment/" in printed and "2026-12-17" in printed
        give_comment(notice=notice, comment="请拨打13871234567", at=INFORMED)
        refused = client.post(f"{page}accept-comment/")
        assert refused.status_code == UNPROCESSABLE and "像是个人信息" in refused.content.decode()
        client.post(f"{page}refuse-comment/", {"reason": "含有电话号码"})
        shown = client.post(ADDRESS, {"number": str(finding.pk), "code": code_of(notice)}).content.decode()
    assert "含有电话号码" in shown
