"""What follows by itself from the steps of a case: each cause with each thing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import close_lapsed_cases
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.decisions import close, confirm_decision, reconsider
from enterprises.cases.services.steps import refuse_acceptance, withdraw_case
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import edit_draft, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import discard_returned, return_record
from enterprises.shared.workflow.refusals import FourEyes, StateChanged
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office
from tests.services.watch import verbs

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_an_objection_marks_its_record_at_once_and_without_an_officer(record: Record) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    record.refresh_from_db()
    last = record.events.order_by("pk").last()
    assert record.disputed_at == noon(ON)
    assert last is not None
    assert (last.verb, last.actor, case.number in last.reason) == ("dispute", None, True)


def test_a_refused_objection_takes_the_mark_off_with_its_outcome(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    case = cases.decided(case, office, outcome="REFUSED", on=ON)
    record.refresh_from_db()
    last = record.events.order_by("pk").last()
    assert record.disputed_at is None
    assert record.state == State.PUBLISHED
    assert last is not None
    assert case.number in last.reason


def corrected(record: Record, office: Office) -> tuple[Case, Record]:
    """Decide an objection by a correction; return the case and the draft."""
    case = cases.decided(cases.objection(cases.ref(record), on=ON).cases[0], office, outcome="CORRECTED", on=ON)
    assert case.correction is not None
    return case, case.correction


def test_the_mark_stays_until_the_correction_is_published(record: Record, office: Office) -> None:
    case, draft = corrected(record, office)
    record.refresh_from_db()
    assert record.disputed_at == noon(ON)
    close(case=case, by=office.reviewer, at=noon(ON))
    submit_record(record=draft, by=office.recorder, at=noon(ON), personal_data_confirmed=True)
    record.refresh_from_db()
    assert record.disputed_at == noon(ON)
    version = publish_record(record=draft, by=office.reviewer, at=noon(ON), personal_data_confirmed=True)
    version.refresh_from_db()
    assert version.disputed_at is None
    last = version.events.filter(verb="settle-dispute").get()
    assert (last.reason, last.actor) == (f"{case.number}：更正已公示", None)


def test_the_mark_goes_with_the_job_when_the_correction_is_given_up(record: Record, office: Office) -> None:
    case, draft = corrected(record, office)
    submit_record(record=draft, by=office.recorder, at=noon(ON), personal_data_confirmed=True)
    return_record(record=draft, by=office.reviewer, at=noon(ON), reason="原内容无误")
    close_lapsed_cases(at=noon(ON))
    record.refresh_from_db()
    assert record.disputed_at == noon(ON)
    discard_returned(record=draft, by=office.recorder, at=noon(ON), reason="原内容无误")
    close_lapsed_cases(at=noon(ON))
    record.refresh_from_db()
    assert record.disputed_at is None
    assert record.events.filter(verb="settle-dispute").get().reason == f"{case.number}：不予更正"


def test_the_mark_is_left_to_another_objection_that_runs_when_the_correction_is_published(
    record: Record, office: Office
) -> None:
    case, draft = corrected(record, office)
    other = cases.objection(cases.ref(record), on=ON).cases[0]
    submit_record(record=draft, by=office.recorder, at=noon(ON), personal_data_confirmed=True)
    version = publish_record(record=draft, by=office.reviewer, at=noon(ON), personal_data_confirmed=True)
    version.refresh_from_db()
    assert version.disputed_at is not None
    assert (fresh(case).marked, fresh(other).marked) == (False, True)


def test_a_refused_objection_leaves_the_mark_to_a_correction_that_is_not_published(
    record: Record, office: Office
) -> None:
    first = cases.objection(cases.ref(record), on=ON).cases[0]
    case, _ = corrected(record, office)
    cases.decided(first, office, outcome="REFUSED", on=ON)
    record.refresh_from_db()
    assert record.disputed_at is not None
    assert fresh(case).marked


def test_an_upheld_objection_withdraws_at_once_and_a_second_person_confirms(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    case = cases.decided(case, office, outcome="UPHELD", on=ON)
    record.refresh_from_db()
    assert (record.state, record.withdrawn_reason) == (State.WITHDRAWN, WithdrawalReason.OBJECTION_UPHELD)
    assert record.withdrawal_confirmed_by is None
    with pytest.raises(FourEyes):
        confirm_decision(case=case, by=office.reviewer, at=noon(ON))
    with pytest.raises(StateChanged):
        close(case=case, by=office.reviewer, at=noon(ON))
    confirm_decision(case=case, by=office.recorder, at=noon(ON))
    record.refresh_from_db()
    assert record.withdrawal_confirmed_by == office.recorder
    assert close(case=case, by=office.reviewer, at=noon(ON)).state == CaseState.CLOSED


def test_a_second_person_who_disagrees_puts_record_mark_and_case_back(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    case = cases.decided(case, office, outcome="UPHELD", on=ON)
    case = reconsider(case=case, reason="证据不足", by=cases.colleague(office), at=noon(ON))
    record.refresh_from_db()
    assert (record.state, record.disputed_at is not None) == (State.PUBLISHED, True)
    assert (case.state, case.outcome, case.ended_at) == (CaseState.UNDER_REVIEW, "", None)


def test_a_correction_is_a_draft_of_the_recorder_with_the_number_of_the_case(record: Record, office: Office) -> None:
    case = cases.report(cases.ref(record), on=ON, field_code="CF_WFXW").cases[0]
    case = cases.decided(case, office, outcome="CORRECTED", on=ON)
    draft = case.correction
    assert draft is not None
    assert (draft.state, draft.supersedes, draft.recorded_by) == (State.DRAFT, record, office.recorder)
    assert [case.number in event.reason for event in draft.events.all()] == [True]
    again = cases.report(cases.ref(record), on=ON, field_code="CF_SY").cases[0]
    assert cases.decided(again, office, outcome="CORRECTED", on=ON).correction == draft
    edit_draft(record=draft, raw=draft.field_values() | {"CF_WFXW": "违法排污"}, by=office.recorder, at=noon(ON))
    submit_record(record=draft, by=office.recorder, at=noon(ON), personal_data_confirmed=True)
    published = publish_record(record=draft, by=office.reviewer, at=noon(ON), personal_data_confirmed=True)
    assert published.state == State.PUBLISHED


def test_an_open_case_goes_on_about_the_corrected_version(record: Record, office: Office) -> None:
    report = cases.report(cases.ref(record), on=ON, field_code="CF_WFXW").cases[0]
    open_one = cases.objection(cases.ref(record), on=ON).cases[0]
    draft = cases.decided(report, office, outcome="CORRECTED", on=ON).correction
    assert draft is not None
    submit_record(record=draft, by=office.recorder, at=noon(ON), personal_data_confirmed=True)
    version = publish_record(record=draft, by=office.reviewer, at=noon(ON), personal_data_confirmed=True)
    assert fresh(open_one).about_id == version.pk
    assert version.disputed_at is not None
    cases.decided(fresh(open_one), office, outcome="REFUSED", on=ON)
    version.refresh_from_db()
    assert version.disputed_at is None


def test_a_repair_ends_publication_only_when_a_second_person_confirms(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.decided(case, office, outcome="GRANTED", on=day)
    record.refresh_from_db()
    assert (record.state, case.effective_at, case.due_step) == (State.PUBLISHED, None, "CONFIRM")
    with pytest.raises(FourEyes):
        confirm_decision(case=case, by=office.reviewer, at=noon(day))
    case = confirm_decision(case=case, by=office.recorder, at=noon(day))
    record.refresh_from_db()
    assert (record.state, record.withdrawn_reason) == (State.WITHDRAWN, WithdrawalReason.REPAIRED)
    assert (record.withdrawn_by, record.withdrawal_confirmed_by) == (office.reviewer, office.recorder)
    assert (case.effective_at, case.due_step) == (noon(day), "")
    assert verbs(record)[-2:] == ["propose-repair", "repair"]


def test_a_repair_that_the_second_person_refuses_leaves_the_record(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.decided(case, office, outcome="GRANTED", on=day)
    case = reconsider(case=case, reason="材料不全", by=cases.colleague(office), at=noon(day))
    record.refresh_from_db()
    assert (record.state, record.repair_proposed_at) == (State.PUBLISHED, None)
    assert case.state == CaseState.UNDER_REVIEW


def test_a_withdrawn_or_refused_objection_takes_the_mark_off(record: Record, office: Office) -> None:
    first = cases.objection(cases.ref(record), on=ON).cases[0]
    withdraw_case(case=first, at=noon(ON))
    record.refresh_from_db()
    assert record.disputed_at is None
    second = cases.objection(cases.ref(record), on=ON).cases[0]
    record.refresh_from_db()
    assert record.disputed_at is not None
    refuse_acceptance(case=second, reason="与本记录无关", by=office.reviewer, at=noon(ON))
    record.refresh_from_db()
    assert record.disputed_at is None


def test_the_mark_stays_while_another_objection_runs(record: Record, office: Office) -> None:
    first = cases.objection(cases.ref(record), on=ON).cases[0]
    second = cases.objection(cases.ref(record), on=ON).cases[0]
    cases.decided(first, office, outcome="REFUSED", on=ON)
    record.refresh_from_db()
    assert record.disputed_at is not None
    cases.decided(fresh(second), office, outcome="REFUSED", on=ON)
    record.refresh_from_db()
    assert record.disputed_at is None


def test_a_case_whose_record_ends_meanwhile_is_closed_with_that_reason(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    at = noon(ON + timedelta(days=1))
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="复议1号", by=office.reviewer, at=at)
    case = fresh(case)
    assert (case.state, case.ended_at, case.due_step) == (CaseState.CLOSED, at, "")
    assert "不再公示" in case.outcome_reason
