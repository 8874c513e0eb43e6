"""Refusals of single steps that no other test meets: who, in which state, and within which bounds."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.models import Ban, Case
from enterprises.cases.periodic_jobs import close_lapsed_cases
from enterprises.cases.rules.clocks import BAN_YEARS
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import BanInvalid, ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import OutcomeInvalid, confirm_decision, decide, reconsider
from enterprises.cases.services.following import OVER
from enterprises.cases.services.intake import ApplicationInvalid, NotAdmitted
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept, add_papers, forward, refuse_acceptance, want_papers, withdraw_case
from enterprises.catalogue.kinds.inspection import SPOT_CHECK
from enterprises.records.models import Record
from enterprises.records.services.drafting import submit_record
from enterprises.records.services.publication import publish_record
from enterprises.shared.rules.days import add_months
from enterprises.shared.workflow.refusals import FourEyes, StateChanged
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def case(record: Record) -> Case:
    return cases.objection(cases.ref(record), on=ON).cases[0]


@pytest.fixture
def stranger() -> Office:
    return make.office(8, name="武汉市应急管理局", domain="WORK_SAFETY")


def test_an_officer_of_the_authority_without_a_role_does_nothing(case: Case, office: Office) -> None:
    clerk = make.officer("wujuese", agency=office.agency)
    with pytest.raises(NotPermitted):
        accept(case=case, by=clerk, at=noon(ON))


def test_forwarding_before_acceptance_keeps_its_clock(case: Case, office: Office, stranger: Office) -> None:
    due = case.due_on
    later = noon(ON + timedelta(days=2))
    case = forward(case=case, agency=stranger.agency, reason="职责不在本机关", by=office.recorder, at=later)
    assert (case.due_step, case.due_on) == ("ACCEPT", due)


def test_papers_wanted_before_acceptance_pause_its_clock(case: Case, office: Office, paper: Path) -> None:
    assert case.due_on == date(2026, 11, 19)
    want_papers(case=case, papers="付款凭证", by=office.recorder, at=noon(ON))
    given = [GivenPaper(code="other", path=paper)]
    case = add_papers(case=case, papers=given, at=noon(date(2026, 11, 20)))
    assert (case.due_step, case.due_on) == ("ACCEPT", date(2026, 11, 23))


def test_what_was_accepted_is_decided_and_refused_no_more(case: Case, office: Office) -> None:
    accept(case=case, by=office.recorder, at=noon(ON))
    case = want_papers(case=case, papers="付款凭证", by=office.recorder, at=noon(ON))
    assert case.due_on is not None
    late = noon(case.due_on + timedelta(days=1))
    with pytest.raises(StateChanged, match="已经受理"):
        refuse_acceptance(case=case, reason="逾期未补正", by=office.reviewer, at=late)


def test_what_was_not_accepted_is_refused_and_never_decided(case: Case, office: Office) -> None:
    case = want_papers(case=case, papers="付款凭证", by=office.recorder, at=noon(ON))
    assert case.due_on is not None
    late = noon(case.due_on + timedelta(days=1))
    with pytest.raises(StateChanged, match="尚未受理"):
        decide(case=case, outcome="REFUSED", reason="逾期未补正", by=office.reviewer, at=late)


def test_what_goes_with_an_outcome_fits_it(
    record: Record, office: Office, stranger: Office, day: date, paper: Path
) -> None:
    case = cases.in_review(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    given: dict[str, Any] = {"case": case, "reason": "经核查", "by": office.reviewer, "at": noon(day)}
    with pytest.raises(OutcomeInvalid, match="不予准许时填写"):
        decide(**given, outcome="GRANTED", again_from=day + timedelta(days=30))
    with pytest.raises(OutcomeInvalid, match="只有准予修复"):
        decide(**given, outcome="REFUSED", also=[record])
    of_another = make.published(stranger, enterprise=record.enterprise, kind="abnormal-operation")
    with pytest.raises(OutcomeInvalid, match="本机关"):
        decide(**given, outcome="GRANTED", also=[of_another])
    case.refresh_from_db()
    assert case.state == CaseState.UNDER_REVIEW


def test_who_wrote_the_record_confirms_a_decision_but_never_undoes_it(case: Case, office: Office) -> None:
    case = cases.decided(case, office, outcome="UPHELD", on=ON)
    with pytest.raises(FourEyes):
        reconsider(case=case, reason="证据不足", by=office.recorder, at=noon(ON))
    assert confirm_decision(case=case, by=office.recorder, at=noon(ON)).confirmed_by == office.recorder


def test_another_authority_enters_neither_papers_nor_a_withdrawal(case: Case, stranger: Office, paper: Path) -> None:
    with pytest.raises(NotPermitted):
        withdraw_case(case=case, by=stranger.reviewer, at=noon(ON))
    with pytest.raises(NotPermitted):
        add_papers(case=case, papers=[GivenPaper(code="x", path=paper)], by=stranger.reviewer, at=noon(ON))
    withdraw_case(case=case, at=noon(ON))
    with pytest.raises(StateChanged, match="不能再补充材料"):
        add_papers(case=case, papers=[GivenPaper(code="x", path=paper)], at=noon(ON))
    assert not case.papers.exists()


def test_a_ban_lasts_three_years_at_most(record: Record, office: Office, day: date, paper: Path) -> None:
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    longest = add_months(day, 12 * BAN_YEARS)
    asked: dict[str, Any] = {"case": case, "reason": "证明系伪造", "by": office.recorder, "at": noon(day)}
    with pytest.raises(BanInvalid, match=f"不超过{BAN_YEARS}年"):
        ask_undo_repair(**asked, banned_until=longest + timedelta(days=1))
    ask_undo_repair(**asked, banned_until=longest)
    assert Ban.objects.get().until_on == longest
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    assert Ban.objects.in_force(on=longest - timedelta(days=1)).exists()
    assert not Ban.objects.in_force(on=longest).exists()


def test_false_papers_put_the_spot_check_behind_the_penalty_back_as_well(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    found: dict[str, Any] = {
        "X_JC_LX": SPOT_CHECK,
        "X_JC_JGPD": "不合格",
        "X_JC_BHG": "标识",
        "X_JC_CP": "涂料",
        "X_JC_PC": "A1",
    }
    check = make.published(office, enterprise=record.enterprise, kind="inspection", X_JC_RQ="2026-03-15", **found)
    Record.objects.filter(pk=check.pk).update(public_until=day + timedelta(days=30))
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day, also=[check])
    until = day + timedelta(days=100)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    assert set(Record.objects.public(on=day)) >= {record, check}


def test_what_comes_with_a_repair_is_of_the_enterprise_and_may_be_repaired(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    licence = make.published(office, enterprise=record.enterprise, kind="licence")
    with pytest.raises(NotAdmitted, match="不适用信用修复"):
        cases.repair(cases.ref(record), on=day, paper=paper, together=[cases.ref(licence)])
    of_another = make.published(office, enterprise=make.new_enterprise(2), kind="abnormal-operation")
    with pytest.raises(ApplicationInvalid, match="同一企业"):
        cases.repair(cases.ref(record), on=day, paper=paper, together=[cases.ref(of_another)])
    assert not Case.objects.exists()


def test_a_corrected_record_still_has_one_repair_at_a_time(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    report = cases.report(cases.ref(record), on=day, field_code="CF_WFXW").cases[0]
    first = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    draft = cases.decided(report, office, outcome="CORRECTED", on=day).correction
    assert draft is not None
    submit_record(record=draft, by=office.recorder, at=noon(day), personal_data_confirmed=True)
    version = publish_record(record=draft, by=office.reviewer, at=noon(day), personal_data_confirmed=True)
    first.refresh_from_db()
    assert (first.ref, first.exclusive_key) == (cases.ref(version), f"repair record {version.pk}")
    with pytest.raises(NotAdmitted, match="正在办理"):
        cases.repair(cases.ref(version), on=day, paper=paper)


def test_a_repair_that_waits_for_its_second_person_ends_with_the_record(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    cases.decided(case, office, outcome="GRANTED", on=day)
    assert record.public_until is not None
    close_lapsed_cases(at=noon(record.public_until))
    case.refresh_from_db()
    assert (case.state, case.outcome_reason) == (CaseState.CLOSED, OVER)


def test_a_case_that_lapses_while_papers_are_wanted_waits_no_more(case: Case, record: Record, office: Office) -> None:
    case = want_papers(case=case, papers="付款凭证", by=office.recorder, at=noon(ON))
    assert record.public_until is not None
    close_lapsed_cases(at=noon(record.public_until))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert not case.pauses.filter(until_on__isnull=True).exists()
