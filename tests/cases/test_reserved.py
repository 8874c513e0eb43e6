"""Steps of a record that belong to its case: refused elsewhere, not offered there, and accepted where done before."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from enterprises.cases.models import Ban, Case
from enterprises.cases.periodic_jobs import close_lapsed_cases, issue_letters
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import ask_undo_repair, turn_down_undo, undo_repair
from enterprises.cases.services.decisions import confirm_decision, reconsider
from enterprises.cases.services.following import OVER
from enterprises.cases.services.steps import withdraw_case
from enterprises.cases.services.workflow import CASES
from enterprises.documents.letters.models import Letter
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import confirm_withdrawal, unmark_disputed, withdraw_record
from enterprises.records.services.repairs import confirm_repair, propose_repair, turn_down_repair
from enterprises.records.services.takebacks import ask_takeback, refuse_withdrawal, take_back, turn_down_takeback
from enterprises.shared import clock
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.reserved import StepReserved
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(day))


@pytest.fixture
def repairs(record: Record, day: date, paper: Path) -> Case:
    """Give a repair that was handed in."""
    return cases.repair(cases.ref(record), on=day, paper=paper).cases[0]


@pytest.fixture
def objects(record: Record, day: date) -> Case:
    """Give an objection that was handed in."""
    return cases.objection(cases.ref(record), on=day).cases[0]


def undo_asked(case: Case, office: Office, *, on: date, **changes: Any) -> Case:
    """Grant a repair and request that it be undone."""
    case = cases.granted(case, office, on=on, **changes)
    until = on + timedelta(days=100)
    return ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(on))


# Refused by every service


_WITH_REASON = {"reason": "另行处理"}
_REPAIR: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "repair": (propose_repair, {"note": "修复决定第1号"}),
    "confirm-repair": (confirm_repair, {}),
    "turn-down-repair": (turn_down_repair, _WITH_REASON),
}
_UNDO: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "ask-takeback": (ask_takeback, _WITH_REASON),
    "take-back": (take_back, {}),
    "turn-down-takeback": (turn_down_takeback, _WITH_REASON),
}
_CONFIRM: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "confirm-withdrawal": (confirm_withdrawal, {}),
    "refuse-withdrawal": (refuse_withdrawal, _WITH_REASON),
    **_UNDO,
}
_OBJECTION: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "settle-dispute": (unmark_disputed, _WITH_REASON),
    "withdraw": (withdraw_record, {"reason": WithdrawalReason.OBJECTION_UPHELD, "note": "异议成立"}),
}


def refused(record: Record, office: Office, step: tuple[Callable[..., Record], dict[str, Any]], *, on: date) -> str:
    """Return the sentence with which a service refuses everybody of the authority; nothing of the record changes."""
    service, given = step
    before = Record.objects.filter(pk=record.pk).values().get()
    sentences = set()
    for by in (office.recorder, office.reviewer):
        with pytest.raises(StepReserved) as refusal:
            service(record=record, by=by, at=noon(on), **given)
        sentences.add(refusal.value.sentence)
    assert Record.objects.filter(pk=record.pk).values().get() == before
    assert len(sentences) == 1
    return sentences.pop()


@pytest.mark.parametrize("step", _REPAIR)
@pytest.mark.parametrize("is_decided", [False, True])
def test_a_repair_belongs_to_the_case_that_requests_it(  # noqa: PLR0917 - pytest names them
    step: str, is_decided: bool, repairs: Case, record: Record, office: Office, day: date
) -> None:
    if is_decided:
        cases.decided(repairs, office, outcome="GRANTED", on=day)
    sentence = refused(record, office, _REPAIR[step], on=day)
    assert sentence == f"这一步属于信用修复申请{repairs.number}，请在该申请中办理。"


@pytest.mark.parametrize("step", _CONFIRM)
def test_a_withdrawal_by_a_case_is_confirmed_and_refused_there(
    step: str, objects: Case, record: Record, office: Office, day: date
) -> None:
    cases.decided(objects, office, outcome="UPHELD", on=day)
    assert objects.number in refused(record, office, _CONFIRM[step], on=day)


@pytest.mark.parametrize("step", _UNDO)
def test_an_undo_belongs_to_the_case_that_requests_it(
    step: str, repairs: Case, record: Record, office: Office, day: date
) -> None:
    undo_asked(repairs, office, on=day)
    assert repairs.number in refused(record, office, _UNDO[step], on=day)


@pytest.mark.parametrize("step", _UNDO)
def test_what_was_repaired_together_is_undone_together(
    step: str, repairs: Case, record: Record, office: Office, day: date
) -> None:
    check = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    undo_asked(repairs, office, on=day, also=[check])
    assert repairs.number in refused(check, office, _UNDO[step], on=day)


@pytest.mark.parametrize("step", _OBJECTION)
def test_an_objection_is_upheld_and_its_mark_taken_off_by_its_case(
    step: str, objects: Case, record: Record, office: Office, day: date
) -> None:
    assert objects.number in refused(record, office, _OBJECTION[step], on=day)


def test_a_case_keeps_nothing_else_and_lets_go_with_its_end(
    objects: Case, repairs: Case, record: Record, office: Office, day: date
) -> None:
    withdraw_case(case=repairs, at=noon(day))
    propose_repair(record=record, note="修复决定第1号", by=office.recorder, at=noon(day))
    turn_down_repair(record=record, reason="材料不全", by=office.reviewer, at=noon(day))
    annulled = WithdrawalReason.ANNULLED
    withdraw_record(record=record, reason=annulled, note="（2027）鄂01行终1号", by=office.reviewer, at=noon(day))
    objects.refresh_from_db()
    assert (objects.state, objects.outcome_reason) == (CaseState.CLOSED, OVER)
    confirm_withdrawal(record=record, by=office.recorder, at=noon(day))
    ask_takeback(record=record, reason="误撤", by=office.recorder, at=noon(day))
    assert take_back(record=record, by=office.reviewer, at=noon(day)).state == State.PUBLISHED


def test_one_case_about_another_record_keeps_nothing(repairs: Case, record: Record, office: Office, day: date) -> None:
    other = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    proposed = propose_repair(record=other, note="修复决定第2号", by=office.recorder, at=noon(day))
    assert proposed.repair_proposed_by == office.recorder


def test_two_objections_keep_each_other_from_nothing(objects: Case, record: Record, office: Office, day: date) -> None:
    second = cases.objection(cases.ref(record), on=day).cases[0]
    cases.decided(objects, office, outcome="UPHELD", on=day)
    record.refresh_from_db()
    second.refresh_from_db()
    assert (record.state, second.state) == (State.WITHDRAWN, CaseState.CLOSED)
    reconsider(case=objects, reason="证据不足", by=cases.colleague(office), at=noon(day))
    record.refresh_from_db()
    assert record.state == State.PUBLISHED


# The page


def page_of(record: Record, office: Office, *, reader: str = "recorder") -> str:
    return text_of(client_of(getattr(office, reader)).get(reverse("desk:record", args=[record.pk])))


def offered(page: str, record: Record, step: str) -> bool:
    return f'action="{reverse("desk:step", args=[record.pk, step])}"' in page


def test_the_page_names_the_case_and_offers_none_of_its_steps(
    repairs: Case, record: Record, office: Office, day: date
) -> None:
    assert not offered(page_of(record, office), record, "repair")
    cases.decided(repairs, office, outcome="GRANTED", on=day)
    page = page_of(record, office)
    assert f'href="{reverse("cases-desk:case", args=[repairs.number])}"' in page
    assert "以下事项请在该申请中办理：确认信用修复并撤下、不予信用修复。" in page
    assert [step for step in _REPAIR if offered(page, record, step)] == []
    assert offered(page, record, "withdraw")
    confirm_decision(case=repairs, by=office.recorder, at=noon(day))
    page = page_of(record, office)
    assert not offered(page, record, "ask-takeback")
    assert "以下事项请在该申请中办理：申请恢复公示。" in page


def test_the_page_leaves_out_the_reason_on_which_an_objection_decides(
    objects: Case, record: Record, office: Office, day: date
) -> None:
    page = page_of(record, office, reader="reviewer")
    assert offered(page, record, "withdraw")
    assert '<option value="ANNULLED">' in page
    assert '<option value="OBJECTION_UPHELD">' not in page
    assert not offered(page, record, "settle-dispute")
    assert "以下事项请在该申请中办理：因异议成立撤下、取消异议标注。" in page
    withdraw_case(case=objects, at=noon(day))
    assert '<option value="OBJECTION_UPHELD">' in page_of(record, office, reader="reviewer")


@pytest.mark.parametrize(
    ("step", "posted"),
    [("confirm-repair", {}), ("turn-down-repair", {"reason": "不同意"}), ("repair", {"note": "修复决定第1号"})],
)
def test_a_step_that_is_posted_all_the_same_comes_back_with_the_case(  # noqa: PLR0917 - pytest names them
    step: str, posted: dict[str, str], repairs: Case, record: Record, office: Office, day: date
) -> None:
    cases.decided(repairs, office, outcome="GRANTED", on=day)
    answer = client_of(office.recorder).post(reverse("desk:step", args=[record.pk, step]), posted)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f"这一步属于信用修复申请{repairs.number}" in text_of(answer)
    record.refresh_from_db()
    assert record.state == State.PUBLISHED


def test_a_withdrawal_that_is_posted_for_an_objection_comes_back_with_the_case(
    objects: Case, record: Record, office: Office
) -> None:
    posted = {"reason": "OBJECTION_UPHELD", "note": "异议成立"}
    answer = client_of(office.reviewer).post(reverse("desk:step", args=[record.pk, "withdraw"]), posted)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f"这一步属于异议申请{objects.number}" in text_of(answer)


# What was done before the steps belonged to the case; `is_of_case` stands for the services as they were


def letters() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def test_a_withdrawal_confirmed_on_the_record_confirms_the_case(
    objects: Case, record: Record, office: Office, day: date
) -> None:
    cases.decided(objects, office, outcome="UPHELD", on=day)
    confirm_withdrawal(record=record, by=office.recorder, at=noon(day), is_of_case=True)
    close_lapsed_cases(at=noon(day))
    objects.refresh_from_db()
    assert (objects.state, objects.confirmed_by, objects.due_step) == (CaseState.DECIDED, office.recorder, "")
    close_lapsed_cases(at=noon(day))
    assert objects.events.filter(verb="confirm").count() == 1


@pytest.mark.parametrize("by_job", [True, False])
def test_a_withdrawal_refused_on_the_record_takes_the_case_back_to_review(
    by_job: bool, objects: Case, record: Record, office: Office, day: date
) -> None:
    cases.decided(objects, office, outcome="UPHELD", on=day)
    refuse_withdrawal(record=record, reason="证据不足", by=office.recorder, at=noon(day), is_of_case=True)
    with pytest.raises(StateChanged):
        confirm_decision(case=objects, by=office.recorder, at=noon(day))
    if by_job:
        close_lapsed_cases(at=noon(day))
    else:
        reconsider(case=objects, reason="证据不足", by=cases.colleague(office), at=noon(day))
    objects.refresh_from_db()
    record.refresh_from_db()
    assert (objects.state, objects.outcome, objects.due_step) == (CaseState.UNDER_REVIEW, "", "DECIDE")
    assert record.disputed_at is not None


def test_a_decision_that_waits_is_left_to_its_second_person(
    objects: Case, record: Record, office: Office, day: date
) -> None:
    cases.decided(objects, office, outcome="UPHELD", on=day)
    close_lapsed_cases(at=noon(day))
    objects.refresh_from_db()
    assert (objects.state, objects.due_step) == (CaseState.DECIDED, "CONFIRM")


@pytest.mark.parametrize("was_closed", [False, True])
def test_a_repair_confirmed_on_the_record_takes_effect_in_the_case_with_its_letter(  # noqa: PLR0917 - pytest names them
    was_closed: bool,
    repairs: Case,
    record: Record,
    office: Office,
    day: date,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    print_nothing(monkeypatch)
    check = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    case = cases.decided(repairs, office, outcome="GRANTED", on=day, also=[check])
    confirm_repair(record=record, by=office.recorder, at=noon(day), is_of_case=True)
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    if was_closed:  # as such a case was left before
        CASES.move(case, verb="lapse", by=None, at=noon(day), reason=OVER, ended_at=noon(day), outcome_reason=OVER)
        Case.objects.filter(pk=case.pk).update(due_step="", due_on=None)
    close_lapsed_cases(at=noon(day))
    case.refresh_from_db()
    check.refresh_from_db()
    assert (case.effective_at, case.confirmed_by, case.due_step) == (noon(day), office.recorder, "")
    assert (case.outcome_reason, check.state) == ("经核查属实", State.WITHDRAWN)
    issue_letters(at=noon(day))
    assert letters() == ["ACCEPTANCE", "REPAIR_DECISION"]
    close_lapsed_cases(at=noon(day))
    assert case.events.filter(verb="confirm").count() == 1


def test_a_case_closed_before_a_later_repair_stays_closed(
    repairs: Case, record: Record, office: Office, day: date
) -> None:
    case = cases.decided(repairs, office, outcome="GRANTED", on=day)
    CASES.move(case, verb="lapse", by=None, at=noon(day), reason=OVER, ended_at=noon(day), outcome_reason=OVER)
    later = day + timedelta(days=5)
    confirm_repair(record=record, by=office.recorder, at=noon(later), is_of_case=True)
    close_lapsed_cases(at=noon(later))
    case.refresh_from_db()
    assert (case.effective_at, case.outcome_reason) == (None, OVER)


def test_a_proposal_on_the_record_gives_way_to_that_of_the_case(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    propose_repair(record=record, note="修复决定第1号", by=office.recorder, at=noon(day))
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.granted(case, office, on=day)  # the same recorder confirms
    record.refresh_from_db()
    assert (record.withdrawn_by, record.withdrawal_confirmed_by) == (office.reviewer, office.recorder)
    last = record.events.order_by("pk").last()
    assert last is not None
    assert case.number in last.reason


@pytest.mark.parametrize("done", ["turned down", "taken back", "asked anew"])
@pytest.mark.parametrize("agrees", [True, False])
def test_an_undo_that_was_settled_on_the_record_sticks_no_more(  # noqa: PLR0917 - pytest names them
    done: str, agrees: bool, repairs: Case, record: Record, office: Office, day: date
) -> None:
    case = undo_asked(repairs, office, on=day)
    if done == "taken back":
        take_back(record=record, by=office.reviewer, at=noon(day), is_of_case=True)
    else:
        turn_down_takeback(record=record, reason="不同意", by=office.reviewer, at=noon(day), is_of_case=True)
    if done == "asked anew":
        ask_takeback(record=record, reason="误撤", by=office.reviewer, at=noon(day), is_of_case=True)
    if agrees:
        undo_repair(case=case, by=office.reviewer, at=noon(day))
    else:
        turn_down_undo(case=case, reason="材料属实", by=office.reviewer, at=noon(day))
    case.refresh_from_db()
    record.refresh_from_db()
    assert (case.undone_at is not None, Ban.objects.exists()) == (agrees, agrees)
    assert (record.state == State.PUBLISHED) == (agrees or done == "taken back")
    assert record.takeback_asked_at is None


def test_a_repair_that_was_taken_back_on_the_record_is_still_undone_with_its_ban(
    repairs: Case, record: Record, office: Office, day: date
) -> None:
    case = cases.granted(repairs, office, on=day)
    ask_takeback(record=record, reason="误撤", by=office.recorder, at=noon(day), is_of_case=True)
    take_back(record=record, by=office.reviewer, at=noon(day), is_of_case=True)
    until = day + timedelta(days=100)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    assert undo_repair(case=case, by=office.reviewer, at=noon(day)).undone_at == noon(day)
    assert Ban.objects.in_force(on=day).exists()


def test_a_check_that_ended_meanwhile_stops_no_confirmation(
    repairs: Case, record: Record, office: Office, day: date
) -> None:
    check = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    case = cases.decided(repairs, office, outcome="GRANTED", on=day, also=[check])
    annulled = WithdrawalReason.ANNULLED
    withdraw_record(record=check, reason=annulled, note="（2027）鄂01行终1号", by=office.reviewer, at=noon(day))
    confirm_decision(case=case, by=office.recorder, at=noon(day))
    record.refresh_from_db()
    check.refresh_from_db()
    assert (record.withdrawn_reason, check.withdrawn_reason) == ("REPAIRED", "ANNULLED")
