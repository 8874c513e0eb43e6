"""What waits for a second person: whole on the case's page, in inbox and mail, and not before the applicant."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters, recount_limits, send_reminders
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.selectors import waiting_for
from enterprises.cases.services.bans import turn_down_undo, undo_repair
from enterprises.cases.services.decisions import decide
from enterprises.cases.services.intake import Receipt
from enterprises.cases.services.letter_preview import NothingToPreview, preview_confirmed
from enterprises.catalogue.kinds.inspection import SPOT_CHECK
from enterprises.documents.letters import printing
from enterprises.documents.render import RenderingFailed
from enterprises.records.models import Record
from tests import make
from tests.cases import make as cases
from tests.cases.make import FALSE, REASON, noon
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _printed(printed: list[str]) -> None:
    """Print nothing."""


@pytest.fixture
def undone(asked: Case, office: Office, day: date) -> Case:
    case = undo_repair(case=asked, by=office.recorder, at=noon(day))
    issue_letters(at=noon(day))
    return case


def desk_page(user: User, case: Case) -> str:
    return text_of(client_of(user).get(reverse("cases-desk:case", args=[case.number])))


def inbox(user: User, due: str = "running") -> str:
    return text_of(client_of(user).get(reverse("cases-desk:inbox"), {"due": due}))


def preview(user: User, case: Case) -> Any:
    return client_of(user).get(reverse("cases-desk:preview", args=[case.number]))


def own_page(client: Client, receipt: Receipt) -> str:
    client.post(reverse("cases:open"), {"number": receipt.number, "code": receipt.code})
    return text_of(client.get(reverse("cases:case", args=[receipt.number])))


def own_answer(client: Client, receipt: Receipt) -> Any:
    return client.get(reverse("api:case", args=[receipt.number]), headers={"Case-Code": receipt.code}).json()


def long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# A decision


def test_the_second_person_reads_all_of_a_decision(proposed: Case, office: Office) -> None:
    page = desk_page(office.recorder, proposed)
    wanted = (
        '<span class="tag">已决定</span>',
        "待复核确认",
        "准予信用修复",
        "已纠正失信行为、履行相关义务",
        REASON,
        office.reviewer.username,
        "确认后，该信息终止公示",
        "公布企业的信用承诺（信用修复型）",
        "预览信用修复决定书",
    )
    assert [each for each in wanted if each not in page] == []
    assert "审查中" not in page


def test_the_state_on_the_page_is_that_of_the_inbox(proposed: Case, office: Office) -> None:
    row = inbox(office.recorder).partition(proposed.number)[2]
    assert "已决定" in row
    assert "复核确认" in row


def test_spot_checks_that_end_with_the_penalty_are_named(receipt: Receipt, office: Office, day: date) -> None:
    enterprise = receipt.cases[0].enterprise
    case = cases.in_review(receipt.cases[0], office, on=day)
    found: dict[str, Any] = {"X_JC_LX": SPOT_CHECK, "X_JC_JGPD": "不合格", "X_JC_BHG": "标识", "X_JC_CP": "涂料"}
    check = make.published(
        office, enterprise=enterprise, kind="inspection", **found, X_JC_PC="A1", X_JC_RQ="2026-03-15"
    )
    Record.objects.filter(pk=check.pk).update(public_until=day + timedelta(days=30))
    linked, over = (
        make.published(
            office, enterprise=enterprise, kind="inspection", **found, X_JC_BH=batch, X_JC_PC="A1", X_JC_RQ="2026-03-16"
        )
        for batch in ("A2", "A3")
    )
    penalty = case.about_id
    Record.objects.filter(pk=linked.pk).update(penalty=penalty, public_until=day + timedelta(days=30))
    Record.objects.filter(pk=over.pk).update(penalty=penalty, public_until=day)
    decide(case=case, outcome="GRANTED", reason=REASON, also=[check], by=office.reviewer, at=noon(day))
    page = desk_page(office.recorder, case)
    named = page.partition("一并终止公示的抽查检查结果：")[2].partition("</li>")[0]
    assert [f"（记录{each.pk}）" in named for each in (check, linked, over)] == [True, True, False]


def test_the_letter_is_shown_as_it_will_go_out(proposed: Case, office: Office, printed: list[str], day: date) -> None:
    answer = preview(office.recorder, proposed)
    assert (answer.status_code, answer["Content-Type"]) == (HTTPStatus.OK, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    (html,) = printed
    for each in ("信用修复决定书", REASON, "终止公示日", long(day), "预览：没有编号和电子签名"):
        assert each in html
    proposed.refresh_from_db()
    assert (proposed.effective_at, proposed.confirmed_by) == (None, None)


def test_a_withdrawal_that_holds_already_is_shown_as_such(record: Record, office: Office, day: date) -> None:
    case = cases.decided(cases.objection(cases.ref(record), on=day).cases[0], office, outcome="UPHELD", on=day)
    page = desk_page(office.recorder, case)
    for each in ("异议成立，撤下", "自决定时起停止公示。退回审查的，恢复公示。", "预览异议答复书"):
        assert each in page
    issue_letters(at=noon(day))
    assert "预览异议答复书" not in desk_page(office.recorder, case)


def test_nothing_is_previewed_where_nothing_waits(granted: Case, office: Office, day: date) -> None:
    assert preview(office.recorder, granted).status_code == HTTPStatus.NOT_FOUND
    with pytest.raises(NothingToPreview):
        preview_confirmed(case=granted, by=office.recorder, at=noon(day))


def test_another_authority_previews_nothing(proposed: Case) -> None:
    other = make.office(9, name="武汉市水务局", domain="OTHER")
    assert preview(other.reviewer, proposed).status_code == HTTPStatus.NOT_FOUND


def test_a_preview_that_cannot_be_laid_out_is_a_sentence(
    proposed: Case, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str, **_: object) -> bytes:
        raise RenderingFailed

    monkeypatch.setattr(printing, "render", fail)
    answer = preview(office.recorder, proposed)
    assert (answer.status_code, "函件无法排版" in text_of(answer)) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)


def test_the_applicant_learns_nothing_of_a_decision_before_it_holds(
    proposed: Case, receipt: Receipt, client: Client
) -> None:
    page, answer = own_page(client, receipt), own_answer(client, receipt)
    for inner in ("准予", "已决定", "复核", REASON):
        assert inner not in page
        assert inner not in str(answer)
    assert "审查中" in page
    assert (answer["state"], answer["state_label"], answer["outcome"]) == ("UNDER_REVIEW", "审查中", "")
    assert proposed.accepted_at is not None
    assert (answer["due_step"], answer["due_on"] > str(proposed.due_on)) == ("DECIDE", True)
    assert "DECIDED" not in str(answer)


# An undoing


def test_an_undoing_that_waits_is_due_with_a_last_day(asked: Case, office: Office, day: date) -> None:
    asked.refresh_from_db()
    assert asked.due_step == "UNDO"
    assert asked.due_on is not None
    assert asked.due_on > day
    case = turn_down_undo(case=asked, reason="凭证经核实为真", by=office.recorder, at=noon(day))
    assert (case.due_step, case.due_on) == ("", None)


def test_an_undoing_that_was_confirmed_is_due_no_more(undone: Case) -> None:
    assert (undone.due_step, undone.due_on) == ("", None)


def test_inbox_home_and_mail_name_an_undoing_to_who_may_confirm_it(asked: Case, office: Office, day: date) -> None:
    for user in (office.recorder, office.reviewer):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")
    assert "确认撤销" in inbox(office.reviewer).partition(asked.number)[2]
    assert asked.number in inbox(office.recorder, due="waiting")
    assert asked.number not in inbox(office.reviewer, due="waiting")
    assert [list(waiting_for(user.officer)) for user in (office.recorder, office.reviewer)] == [[asked], []]
    assert "待我办理的申请（1）" in text_of(client_of(office.recorder).get(reverse("desk:home")))
    assert "没有待我办理的申请" in text_of(client_of(office.reviewer).get(reverse("desk:home")))
    send_reminders(at=noon(working_day(day)))
    assert [each.to for each in mail.outbox] == [[f"{office.recorder.username}@example.com"]]
    assert f"{asked.number}  信用修复  确认撤销  期限" in mail.outbox[0].body


def test_a_decision_waits_for_everybody_but_who_took_it(proposed: Case, office: Office, day: date) -> None:
    for user in (office.recorder, office.reviewer):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")
    assert proposed.officer == office.reviewer
    assert [list(waiting_for(user.officer)) for user in (office.recorder, office.reviewer)] == [[proposed], []]
    send_reminders(at=noon(working_day(day)))
    assert [each.to for each in mail.outbox] == [[f"{office.recorder.username}@example.com"]]


def test_nothing_waits_for_an_officer_without_a_role(proposed: Case, office: Office) -> None:
    reader = make.officer("zhike", agency=office.agency)
    assert list(waiting_for(reader.officer)) == []
    assert "只能查看这件申请" in desk_page(reader, proposed)


def working_day(day: date) -> date:
    """Return the first Monday to Thursday after a day, none of which is a holiday in the tests' year."""
    return next(each for each in (day + timedelta(days=n) for n in range(1, 8)) if each.weekday() == 2)


def test_a_request_from_before_gets_its_last_day_by_the_job(asked: Case, day: date) -> None:
    due_on = Case.objects.get().due_on
    Case.objects.update(due_step="UNDO", due_on=None, due_provisional=True)  # as the migration leaves it
    recount_limits(at=noon(day))
    asked.refresh_from_db()
    assert asked.due_on == due_on


def test_the_second_person_reads_all_of_an_undoing(asked: Case, office: Office, until: date) -> None:
    page = desk_page(office.recorder, asked)
    wanted = (
        "待确认撤销信用修复",
        "撤销信用修复（待另一人确认）",
        FALSE,
        "提交虚假材料的规定",
        f"{until}之前不受理该企业的信用修复申请",
        "相关信息恢复公示",
        "已公布的信用承诺标注为“未履行”",
        "预览撤销",
    )
    assert [each for each in wanted if each not in page] == []


def test_the_letter_of_an_undoing_is_shown_as_it_will_go_out(
    asked: Case, office: Office, until: date, printed: list[str]
) -> None:
    printed.clear()
    assert preview(office.recorder, asked).status_code == HTTPStatus.OK
    (html,) = printed
    for each in (FALSE, f"{long(until)}之前，不受理", "恢复公示", "预览：没有编号和电子签名"):
        assert each in html
    asked.refresh_from_db()
    assert asked.undone_at is None


def test_the_applicant_learns_nothing_of_an_undoing_before_it_holds(
    asked: Case, receipt: Receipt, client: Client, until: date
) -> None:
    page, answer = own_page(client, receipt), own_answer(client, receipt)
    for inner in ("撤销信用修复", FALSE, str(until), "UNDO"):
        assert inner not in page
        assert inner not in str(answer)
    assert (answer["outcome"], answer["due_step"], answer["due_on"]) == ("准予信用修复", "", None)
    assert (answer["undone_on"], answer["again_from"]) == (None, None)


# A repair that was undone


def test_the_applicant_reads_that_the_repair_was_undone_why_and_until_when(
    undone: Case, receipt: Receipt, client: Client, day: date, until: date
) -> None:
    page, answer = own_page(client, receipt), own_answer(client, receipt)
    head = page.partition("<dl")[0]
    assert "撤销信用修复" in head
    assert FALSE in head
    assert "准予" not in head
    assert "不受理信用修复申请" in page
    assert "已撤回" in page
    assert (answer["outcome"], answer["outcome_reason"]) == ("已撤销信用修复", FALSE)
    assert (answer["undone_on"], answer["again_from"]) == (str(day), str(until))
    assert [each["status"] for each in answer["letters"]] == ["", "已撤回", ""]
    assert [each["reason"] for each in answer["steps"] if each["text"] == "撤销信用修复"] == [FALSE]


def test_the_desk_reads_it_too(undone: Case, office: Office, until: date) -> None:
    page = desk_page(office.reviewer, undone)
    for each in ("已撤销信用修复", FALSE, f"{until}之前不受理", '<span class="tag">已撤回</span>'):
        assert each in page
    assert "待另一人确认" not in page
    assert "该信息终止公示" not in page


# Who may not, and why


@pytest.mark.parametrize(
    ("state", "who", "sentence"),
    [
        ("receipt", "recorder", "您录入过这条信息，不得作出决定"),
        ("proposed", "recorder", "可以确认这个决定，不得将其退回审查"),
        ("proposed", "reviewer", "这个决定由您作出，须由另一人复核确认"),
        ("asked", "reviewer", "撤销由您提出，须由另一人确认"),
    ],
)
def test_the_page_says_why_a_step_is_not_offered(
    request: pytest.FixtureRequest, office: Office, state: str, who: str, sentence: str
) -> None:
    found = request.getfixturevalue(state)
    case = found.cases[0] if isinstance(found, Receipt) else found
    assert sentence in desk_page(getattr(office, who), case)
    other = office.reviewer if who == "recorder" else office.recorder
    assert sentence not in desk_page(other, case)


def test_the_number_of_a_repaired_record_stays_on_the_page(record: Record, granted: Case, office: Office) -> None:
    record.refresh_from_db()
    assert f"行政处罚 {record.document_number}" in desk_page(office.reviewer, granted)


def test_a_source_is_marked_as_unconfirmed_once(proposed: Case, receipt: Receipt, office: Office) -> None:
    Case.objects.update(state=CaseState.RECEIVED, outcome="", decided_at=None, decided_by=None)
    page = desk_page(office.reviewer, receipt.cases[0])
    assert page.partition("期限</dt>")[2].partition("</dd>")[0].count("待核实") == 1
