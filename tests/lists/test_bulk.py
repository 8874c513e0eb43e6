"""Many listings in one step: by a sheet, or chosen among those that wait (docs/rules/lists-procedure.md)."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase

from enterprises.shared.incoming.kept import KEPT_FOR
from enterprises.shared.incoming.store import sweep
from lists.criteria.definitions import INCENTIVES_33, ORDER_44
from lists.criteria.models import CreditList
from lists.listings.desk import bulk
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.letters import issue_notice
from lists.periodic_jobs import run_list_tasks
from tests.lists.grounds import honoured, record
from tests.lists.make import (
    BLACK,
    DECIDED,
    RED,
    SERVED,
    TODAY,
    WINDOW_END,
    agency,
    decided,
    decider,
    new_enterprise,
    noon,
    notified,
    office,
    proposed,
    the_list,
)
from tests.lists.sheets import PROPOSAL, csv, row_of
from tests.support.clients import client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]
DECISION = (
    "统一社会信用代码",
    "决定文书号",
    "决定日期",
    "期限(月)",
    "期限依据",
    "认定情形",
    "认定理由",
    "异议处理情况",
)
FINDINGS = "性质恶劣、情节严重、社会危害较大"


def send(user: User, step: str, file: SimpleUploadedFile, *, do: str = "take", slug: str = BLACK) -> HttpResponseBase:
    """Have a sheet checked, press a button, and return the page once the worker has done it."""
    client, address = client_of(user), f"/desk/lists/{slug}/sheet/"
    assert client.post(address, {"step": step, "file": file, "do": "check"}).status_code == 302
    run_list_tasks(at=noon(TODAY))
    answer = client.get(address)
    if do != "check":
        answer = client.post(address, {"do": do})
        run_list_tasks(at=noon(TODAY))
    return client.get(address) if do == "take" else answer


@pytest.fixture(autouse=True)
def nothing_is_left(db: None) -> Iterator[None]:
    """Remove what a test has kept: the folder of the run outlives its rows."""
    yield
    sweep(at=noon(TODAY) + 2 * KEPT_FOR)


def decision(listing: Listing, **changes: object) -> tuple[object, ...]:
    row: dict[str, object] = {
        "uscc": listing.enterprise.uscc,
        "number": f"武市监列〔2026〕{listing.pk}号",
        "day": DECIDED,
        "term": 36,
        "basis": ORDER_44,
        "found": FINDINGS,
        "finding": "多次违法",
        "outcome": "无异议",
    }
    return tuple((row | changes).values())


class TestProposals:
    """A-grade taxpayers by the hundred are one sheet."""

    def test_one_sheet_proposes_all(self) -> None:
        enterprises = [new_enterprise() for _ in range(30)]
        for one in enterprises[:15]:
            honoured(one)
        rows = [(one.uscc, one.name, "R-01", "2025年度纳税信用A级", "武税信〔2026〕1号") for one in enterprises]
        answer = send(office(), "propose", csv(PROPOSAL, *rows), slug=RED)
        assert "已办理 30 行，有问题 0 行" in text_of(answer)
        found = Listing.objects.filter(credit_list=the_list(RED), state=ListingState.PROPOSED)
        assert {one.enterprise_id for one in found} == {one.pk for one in enterprises}
        assert {len(one.record_ids) for one in found if one.enterprise_id == enterprises[0].pk} == {1}

    def test_a_check_writes_nothing(self) -> None:
        answer = send(office(), "propose", csv(PROPOSAL, row_of(new_enterprise())), do="check", slug=RED)
        assert "可以办理 1 行，有问题 0 行。" in text_of(answer)
        assert "没有写入任何内容" in text_of(answer)
        assert not Listing.objects.exists()

    def test_refused_rows_are_named_and_the_others_taken(self) -> None:
        good, black, adverse, twice = new_enterprise(), new_enterprise(), new_enterprise(), new_enterprise()
        decided(enterprise=black)
        record(adverse, kind="penalty", details={"CF_CFLB": ["罚款"]})
        rows = [row_of(one) for one in (good, black, adverse, twice, twice)]
        rows += [
            row_of(new_enterprise(), name="别的公司"),
            row_of(new_enterprise(), criterion="R-X1"),
            row_of(new_enterprise(), document=""),
        ]
        page = text_of(send(office(), "propose", csv(PROPOSAL, *rows), slug=RED))
        assert "已办理 2 行，有问题 6 行" in page
        for number, sentence in (
            (3, "在严重失信主体名单中，不能列入"),
            (4, "有公示期内的不利信息，不能列入"),
            (6, "与第5行是同一主体"),
            (7, "单位名称与登记的名称不一致"),
            (8, "列入标准应为本名单现行标准的编号"),
            (9, "须写明依据文书"),
        ):
            assert f"第{number}行" in page
            assert sentence in page
        assert Listing.objects.filter(credit_list=the_list(RED)).count() == 2

    def test_the_workbook_gives_refused_rows_back_but_no_persons(self) -> None:
        rows = [
            row_of(new_enterprise()),
            ("11010519491231002X", "某人", "R-01", "A级", "1号"),
            ("", "某厂", "R-01", "A级", "1号"),
        ]
        answer = send(office(), "propose", csv(PROPOSAL, *rows), do="errors", slug=RED)
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        header, *found = book.active.iter_rows(values_only=True)
        assert header[-2:] == ("错误行号", "错误说明")
        assert [row[-2] for row in found] == ["3", "4"]
        assert found[0][:5] == (None,) * 5
        assert found[1][1] == "某厂"
        assert "居民身份证号码" in found[0][-1]
        assert not Listing.objects.exists()


class TestDecisions:
    """The ordinary service decides each row, so four eyes and the law hold."""

    def test_a_sheet_of_decisions_lists_all_that_were_notified(self) -> None:
        listings = [notified() for _ in range(3)]
        answer = send(decider(), "decide", csv(DECISION, *map(decision, listings)))
        assert "已办理 3 行，有问题 0 行" in text_of(answer)
        listed = Listing.objects.public(on=TODAY).order_by("pk")
        assert [one.document_number for one in listed] == [f"武市监列〔2026〕{one.pk}号" for one in listings]
        assert {(one.authority, one.decided_by, one.term_months) for one in listed} == {(agency(), decider(), 36)}

    def test_who_proposed_decides_nothing(self) -> None:
        listing = notified()
        CreditList.objects.filter(slug=BLACK).update(authority=agency())
        page = text_of(send(office(), "decide", csv(DECISION, decision(listing))))
        assert "须由提出建议以外的另一人办理" in page
        listing.refresh_from_db()
        assert listing.state == ListingState.NOTIFIED

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"day": WINDOW_END - timedelta(days=1)}, "异议期尚未届满"),
            ({"term": 12}, "不得增减"),
            ({"basis": "本市规定"}, "期限依据应从"),
            ({"found": "情节严重"}, "须认定性质恶劣"),
            ({"number": ""}, "须有决定文书号"),
            ({"term": "三年"}, "应为月数"),
            ({"day": "下周"}, "决定日期"),
            ({"outcome": ""}, "请写明异议处理情况"),
        ],
        ids=str,
    )
    def test_a_row_that_the_law_forbids_is_refused_alone(self, changes: dict[str, object], sentence: str) -> None:
        wrong, right = notified(), notified()
        page = text_of(send(decider(), "decide", csv(DECISION, decision(wrong, **changes), decision(right))))
        assert "已办理 1 行，有问题 1 行" in page
        assert sentence in page
        assert [one.pk for one in Listing.objects.public(on=TODAY)] == [right.pk]

    def test_who_waits_for_nothing_is_named(self) -> None:
        rejected = decided()
        page = text_of(send(decider(), "decide", csv(DECISION, decision(rejected))))
        assert "没有待办理的建议" in page


def test_a_sheet_without_its_columns_is_refused_whole() -> None:
    answer = send(
        office(), "decide", csv(("统一社会信用代码", "决定日期"), (new_enterprise().uscc, DECIDED)), do="check"
    )
    assert "没有办成" in text_of(answer)
    assert "期限依据" in text_of(answer)


class TestChosen:
    """Rows chosen on a page take a step with the same values."""

    def test_notices_of_one_day(self) -> None:
        one, other = proposed(on=SERVED), proposed(on=SERVED)
        left = proposed(on=SERVED)
        client = client_of(office())
        assert left.enterprise.name in text_of(client.get(f"/desk/lists/{BLACK}/chosen/notify/"))
        given = {"chosen": [one.pk, other.pk], "served_on": SERVED.isoformat(), "do": "take"}
        assert client.post(f"/desk/lists/{BLACK}/chosen/notify/", given).status_code == 302
        states = dict(Listing.objects.values_list("pk", "state"))
        assert states == {one.pk: "NOTIFIED", other.pk: "NOTIFIED", left.pk: "PROPOSED"}

    def test_decisions_of_one_document(self) -> None:
        red = [notified(slug=RED) for _ in range(2)]
        given = {
            "do": "take",
            "chosen": [one.pk for one in red],
            "document_number": "武信用奖〔2026〕1号",
            "decided_on": DECIDED.isoformat(),
            "authority": agency().pk,
            "term_months": 12,
            "term_basis": INCENTIVES_33,
        }
        answer = client_of(office("second")).post(f"/desk/lists/{RED}/chosen/decide/", given)
        assert answer.status_code == 302
        assert {one.document_number for one in Listing.objects.public(on=TODAY)} == {"武信用奖〔2026〕1号"}

    def test_own_proposals_and_open_windows_are_not_offered(self) -> None:
        listing = notified()
        assert "没有可以办理的主体" in text_of(client_of(office()).get(f"/desk/lists/{BLACK}/chosen/decide/"))
        page = text_of(client_of(decider()).get(f"/desk/lists/{BLACK}/chosen/decide/"))
        assert listing.enterprise.name in page
        Listing.objects.update(objection_until=TODAY + timedelta(days=1))
        assert "没有可以办理的主体" in text_of(client_of(decider()).get(f"/desk/lists/{BLACK}/chosen/decide/"))

    def test_one_whose_notice_the_portal_issues_waits_for_its_service(self) -> None:
        ordered = issue_notice(listing=proposed(on=SERVED), authority=agency(), by=office(), at=noon(SERVED))
        given = {"chosen": [ordered.pk], "served_on": SERVED.isoformat(), "do": "take"}
        answer = client_of(office()).post(f"/desk/lists/{BLACK}/chosen/notify/", given, follow=True)
        assert "请登记它的送达" in text_of(answer)
        assert Listing.objects.get().state == ListingState.PROPOSED

    def test_those_refused_are_named(self) -> None:
        listing = proposed(on=TODAY)
        given = {"chosen": [listing.pk], "served_on": SERVED.isoformat(), "do": "take"}
        answer = client_of(office()).post(f"/desk/lists/{BLACK}/chosen/notify/", given, follow=True)
        assert f"没有办理：{listing.enterprise.uscc}：告知日期不能早于提出建议的日期" in text_of(answer)

    def test_only_the_first_refused_are_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "MOST_REPORTED", 1)
        first, second = proposed(on=TODAY), proposed(on=TODAY)
        given = {"chosen": [first.pk, second.pk], "served_on": SERVED.isoformat(), "do": "take"}
        page = text_of(client_of(office()).post(f"/desk/lists/{BLACK}/chosen/notify/", given, follow=True))
        assert page.count("没有办理：") == 1
        assert "共2个主体没有办理，只列出前1个" in page

    def test_a_check_names_them_too_and_writes_nothing(self) -> None:
        one, late = proposed(on=SERVED), proposed(on=TODAY)
        given = {"chosen": [one.pk, late.pk], "served_on": SERVED.isoformat(), "do": "check"}
        page = text_of(client_of(office()).post(f"/desk/lists/{BLACK}/chosen/notify/", given))
        assert "可以办理 1 个，有问题 1 个。没有写入任何内容" in page
        assert f"{late.enterprise.uscc}：告知日期不能早于提出建议的日期" in page
        assert f'value="{SERVED.isoformat()}"' in page
        assert set(Listing.objects.values_list("state", flat=True)) == {"PROPOSED"}
