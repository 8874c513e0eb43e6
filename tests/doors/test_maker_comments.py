"""The maker of a failed product: informed, heard without an account, checked, shown beside the finding."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules import maker_comments
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.maker_comments import COMMENT_RULES, comment_rule
from enterprises.records.services import batch_notices
from enterprises.records.services.batch_notices import BatchMakers, inform_makers, makers_of
from enterprises.records.services.bulk_publication import publish_next
from enterprises.records.services.drafting import draft_new_version, edit_draft, submit_record
from enterprises.records.services.maker_notices import (
    MakerNoticeRefused,
    NoticeCodeWrong,
    accept_comment,
    code_of,
    give_comment,
    inform_by,
    inform_maker,
    notice_by_code,
    open_version,
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
RECORDED = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
INFORMED = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)  # a Wednesday: ten working days end on Wednesday the 20th
LAST_DAY = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
NEXT_DAY = datetime(2027, 1, 21, 2, 0, tzinfo=UTC)
COMMENT = "该批产品已全部召回，接地不良是供应商更换端子所致。"
ADDRESS = "/products/comment/"


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise(name="武汉江城月电器有限公司")


@pytest.fixture
def finding(office: Office, enterprise: Enterprise) -> Record:
    return make.submitted(office, enterprise=enterprise, kind="inspection", at=RECORDED, **KETTLE)


@pytest.fixture
def notice(finding: Record, office: Office) -> MakerNotice:
    return inform_maker(record=finding, maker="武汉江城月电器有限公司", by=office.recorder, at=INFORMED)


def publish(record: Record, office: Office, *, at: datetime) -> Record:
    return publish_record(record=record, by=office.reviewer, at=at, personal_data_confirmed=True)


def test_a_finding_waits_for_notice_and_ten_working_days(finding: Record, office: Office) -> None:
    assert inform_by(finding.created_at) == date(2027, 1, 11)
    with pytest.raises(NotPublishable, match="还没有告知生产企业"):
        publish(finding, office, at=NEXT_DAY)
    inform_maker(record=finding, maker="江城月", by=office.recorder, at=INFORMED)
    with pytest.raises(NotPublishable, match="2027-01-20前（含当日）"):
        publish(finding, office, at=LAST_DAY)
    assert publish(finding, office, at=NEXT_DAY).state == State.PUBLISHED


def test_findings_of_before_the_rule_and_passed_checks_do_not_wait(office: Office, enterprise: Enterprise) -> None:
    assert spot_check(office, enterprise).state == State.PUBLISHED
    passed = make.submitted(
        office, enterprise=enterprise, kind="inspection", at=RECORDED, **KETTLE | {"X_JC_JGPD": "合格", "X_JC_BHG": ""}
    )
    assert publish(passed, office, at=RECORDED).state == State.PUBLISHED
    with pytest.raises(MakerNoticeRefused):
        inform_maker(record=passed, maker="江城月", by=office.recorder, at=RECORDED)


def test_the_rule_begins_with_the_year() -> None:
    assert comment_rule(recorded_on=date(2026, 12, 31)) is None
    assert comment_rule(recorded_on=date(2027, 1, 1)) is not None


def test_the_rule_of_the_recording_sets_the_clock_of_a_later_notice(
    finding: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = replace(COMMENT_RULES[0], in_force_from=INFORMED.date(), comment_within=3)
    monkeypatch.setattr(maker_comments, "COMMENT_RULES", (*COMMENT_RULES, later))
    assert inform_makers(batch=batch_of(office, finding), expected=1, by=office.recorder, at=INFORMED) == 1
    assert MakerNotice.objects.get().comment_until == LAST_DAY.date()
    one = waiting(office, finding.enterprise, 1)
    assert inform_maker(record=one, maker="江城月", by=office.recorder, at=INFORMED).comment_until == LAST_DAY.date()


def test_a_published_finding_waits_for_nobody(notice: MakerNotice, office: Office, client: Client) -> None:
    client.force_login(office.recorder)
    page = f"/desk/records/{notice.record_id}/"
    assert "次日起可以公示" in client.get(page).content.decode()
    publish(notice.record, office, at=NEXT_DAY)
    assert "次日起可以公示" not in client.get(page).content.decode()


def batch_of(office: Office, *records: Record) -> ImportBatch:
    """Put waiting records into one batch."""
    batch = ImportBatch.objects.create(
        kind="inspection",
        agency=office.agency,
        imported_by=office.recorder,
        file_name="抽检.csv",
        file_sha256="0" * 64,
        created_at=RECORDED,
    )
    Record.objects.filter(pk__in=[each.pk for each in records]).update(batch=batch)
    return batch


def test_a_batch_waits_like_one_record(finding: Record, office: Office) -> None:
    batch = batch_of(office, finding)
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
        assert "2027-01-11" in client.get(page).content.decode()
        assert client.get(f"{page}maker-notice/").status_code == 404
        client.post(f"{page}inform-maker/", {"maker": "武汉江城月电器有限公司"})
        notice = MakerNotice.objects.get()
        printed = client.get(f"{page}maker-notice/").content.decode()
        assert code_of(notice) in printed and "/products/comment/" in printed and "2027年1月20日" in printed
        give_comment(notice=notice, comment="请拨打13871234567", at=INFORMED)
        refused = client.post(f"{page}accept-comment/")
        assert refused.status_code == UNPROCESSABLE and "像是个人信息" in refused.content.decode()
        client.post(f"{page}refuse-comment/", {"reason": "含有电话号码"})
        shown = client.post(ADDRESS, {"number": str(finding.pk), "code": code_of(notice)}).content.decode()
    assert "含有电话号码" in shown


def printed(client: Client, notice: MakerNotice) -> str:
    """Return the words of a notice, as a reader without markup has them."""
    page = client.get(f"/desk/records/{notice.record_id}/maker-notice/").content.decode()
    sheet = page[page.index('<section class="stack print-sheet') : page.index("</main>")]
    return "".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", sheet, flags=re.DOTALL).split())


def test_the_notice_states_what_is_found_until_when_and_what_it_does_not_replace(
    notice: MakerNotice, office: Office, client: Client
) -> None:
    with time_machine.travel(INFORMED):
        client.force_login(office.recorder)
        letter = printed(client, notice)
        agency, number = office.agency.name, f"编号{notice.record_id}查询码{code_of(notice)}"
        assert letter.startswith(f"{agency}产品抽查不合格告知书武汉江城月电器有限公司：标称由你单位生产的下列产品")
        assert letter.endswith(f"{agency}（印章）2027年1月6日")
        for words in ("意见期至2027年1月20日（含当日）", "产品名称电热水壶", "不合格项目或发现的问题接地措施", number):
            assert words in letter
        assert "可以在公示前提出意见" in letter and "期满没有收到意见的，抽查结果依法公示" in letter
        assert "不影响你单位依法申请复检、提出异议、申请行政复议或者提起行政诉讼" in letter
        assert "数据来源" not in letter and "检查机关" not in letter
        state_danger(notice=notice, reason="外壳带电，有触电危险", by=office.recorder, at=INFORMED)
        urgent = printed(client, notice)
        assert "先行公示，不等意见期届满" in urgent and "外壳带电" not in urgent and "期满没有" not in urgent
    publish(notice.record, office, at=INFORMED)
    with time_machine.travel(NEXT_DAY):
        client.force_login(office.recorder)
        public = printed(client, notice)
        assert "抽查结果已经在" in public and "公示前" not in public and "先行公示" not in public


def waiting(office: Office, enterprise: Enterprise, number: int, **changes: str) -> Record:
    raw = KETTLE | {"X_JC_BH": f"抽检〔2027〕{number}号"} | changes
    return make.submitted(office, enterprise=enterprise, kind="inspection", at=RECORDED, **raw)


def test_one_step_informs_the_makers_of_a_batch(
    finding: Record, office: Office, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_notices, "CHUNK", 2)
    unnamed = waiting(office, enterprise, 1, X_JC_SCQY="/")
    last = waiting(office, enterprise, 2, X_JC_SCQY="湖北远安电器厂")
    passed = waiting(office, enterprise, 3, X_JC_JGPD="合格", X_JC_BHG="")
    returned = waiting(office, enterprise, 4)
    Record.objects.filter(pk=returned.pk).update(state=State.RETURNED)
    known = waiting(office, enterprise, 5)
    batch = batch_of(office, finding, unnamed, last, passed, returned, known)
    inform_maker(record=known, maker="江城月", by=office.recorder, at=RECORDED)
    stranger = make.officer("waidan", agency=make.agency(2), may_record=True)
    with pytest.raises(NotPermitted):
        inform_makers(batch=batch, expected=3, by=stranger, at=INFORMED)
    with pytest.raises(MakerNoticeRefused, match="已变为3条"):
        inform_makers(batch=batch, expected=4, by=office.recorder, at=INFORMED)
    assert inform_makers(batch=batch, expected=3, by=office.recorder, at=INFORMED) == 3
    notices = MakerNotice.objects.filter(informed_at=INFORMED)
    assert [(each.record, each.maker) for each in notices] == [
        (finding, KETTLE["X_JC_SCQY"]),
        (unnamed, enterprise.name),
        (last, "湖北远安电器厂"),
    ]
    assert notice_by_code(number=str(last.pk), code=code_of(notices[2])).comment_until == LAST_DAY.date()
    event = last.events.get(verb="inform-maker")
    assert (event.actor, event.before, event.reason) == (office.recorder, State.SUBMITTED, "湖北远安电器厂")
    assert makers_of(batch, on=INFORMED.date()) == BatchMakers(uninformed=0, informed=4)
    with pytest.raises(MakerNoticeRefused, match="没有待告知"):
        inform_makers(batch=batch, expected=0, by=office.recorder, at=INFORMED)


def test_a_corrected_check_is_not_informed_anew(notice: MakerNotice, office: Office, enterprise: Enterprise) -> None:
    again = waiting(office, enterprise, 1)
    Record.objects.filter(pk=notice.record_id).update(state=State.SUPERSEDED)
    Record.objects.filter(pk=again.pk).update(natural_key=notice.record.natural_key)
    assert makers_of(batch_of(office, again), on=INFORMED.date()) == BatchMakers(uninformed=0, informed=0)


def corrected(notice: MakerNotice, office: Office) -> Record:
    """Put another version of the same check, with another item that failed, in the place of the one informed of."""
    again = waiting(office, notice.record.enterprise, 1, X_JC_BHG="接地措施、标志")
    Record.objects.filter(pk=notice.record_id).update(state=State.SUPERSEDED)
    Record.objects.filter(pk=again.pk).update(natural_key=notice.record.natural_key)
    again.refresh_from_db()
    return again


def test_the_maker_of_a_corrected_check_comments_on_the_new_version(
    notice: MakerNotice, office: Office, client: Client
) -> None:
    again = corrected(notice, office)
    known = {"number": str(notice.record_id), "code": code_of(notice)}
    with time_machine.travel(INFORMED):
        assert "接地措施、标志" in client.post(ADDRESS, known).content.decode()
        assert "意见已经收到" in client.post(ADDRESS, known | {"comment": COMMENT}).content.decode()
    with pytest.raises(MakerNoticeRefused, match="已经告知过"):
        inform_maker(record=again, maker="江城月", by=office.recorder, at=INFORMED)
    with pytest.raises(NotPublishable, match="还没有核对"):
        publish(again, office, at=NEXT_DAY)


def test_a_correction_of_the_number_keeps_notice_comment_and_code(
    notice: MakerNotice, office: Office, client: Client
) -> None:
    finding = notice.record
    give_comment(notice=notice, comment=COMMENT, at=INFORMED)
    accept_comment(notice=notice, personal_data_confirmed=False, by=office.reviewer, at=INFORMED)
    publish(finding, office, at=NEXT_DAY)
    finding.refresh_from_db()
    for number in ("更正1号", "更正2号"):
        version = draft_new_version(record=finding, by=office.recorder, at=NEXT_DAY)
        edit_draft(record=version, raw=KETTLE | {"X_JC_BH": number}, by=office.recorder, at=NEXT_DAY)
        submit_record(record=version, by=office.recorder, at=NEXT_DAY, personal_data_confirmed=True)
        version.refresh_from_db()
        assert version.natural_key != finding.natural_key
        batch = batch_of(office, version)
        assert makers_of(batch, on=NEXT_DAY.date()) == BatchMakers(uninformed=0, informed=0)
        finding = publish(version, office, at=NEXT_DAY)
        with time_machine.travel(NEXT_DAY):
            for address in (f"/products/{finding.pk}/", f"/enterprises/{finding.enterprise.uscc}/"):
                assert COMMENT in client.get(address).content.decode()
    assert open_version(notice, on=NEXT_DAY.date()) == finding
    with pytest.raises(MakerNoticeRefused, match="已经告知过"):
        inform_maker(record=finding, maker="江城月", by=office.recorder, at=NEXT_DAY)


def test_danger_of_a_corrected_check_lets_its_new_version_be_published(notice: MakerNotice, office: Office) -> None:
    again = corrected(notice, office)
    state_danger(notice=notice, reason="外壳带电，有触电危险", by=office.recorder, at=INFORMED)
    assert publish(again, office, at=INFORMED).state == State.PUBLISHED


def test_a_check_that_is_public_in_no_version_is_not_commented(notice: MakerNotice, office: Office) -> None:
    Record.objects.filter(pk=corrected(notice, office).pk).update(state=State.RETURNED)
    with pytest.raises(MakerNoticeRefused, match="不再公示"):
        give_comment(notice=notice, comment=COMMENT, at=INFORMED)
    with pytest.raises(MakerNoticeRefused):
        state_danger(notice=notice, reason="外壳带电", by=office.recorder, at=INFORMED)


def test_the_desk_informs_a_batch_and_prints_its_notices(finding: Record, office: Office, client: Client) -> None:
    batch = batch_of(office, finding)
    page = f"/desk/batches/{batch.pk}/"
    with time_machine.travel(INFORMED):
        client.force_login(office.recorder)
        shown = client.get(page).content.decode()
        assert "1 条不合格产品抽查结果还没有告知" in shown and "2027-01-11" in shown
        client.post(f"{page}inform-makers/", {"expected": "1"})
        client.post(f"{page}inform-makers/", {"expected": "9" * 30, "checked": "1"})
        assert not MakerNotice.objects.exists()
        done = client.post(f"{page}inform-makers/", {"expected": "1", "checked": "1"}, follow=True)
        printed = done.content.decode()
        notice = MakerNotice.objects.get()
        assert code_of(notice) in printed and "2027年1月20日" in printed and "/products/comment/" in printed
        assert "打印已告知的 1 份告知书" in client.get(page).content.decode()
        MakerNotice.objects.update(code_digest="0" * 64)
        renewed = client.get(f"{page}maker-notices/").content.decode()
    assert code_of(notice) not in renewed and f"记录 {finding.pk}" in renewed
