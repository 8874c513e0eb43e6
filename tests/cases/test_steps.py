"""Steps of a case: who may take them, what they leave, what they refuse."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.models import Ban, Case, CaseEvent
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.selectors import has_open_objection, inbox_of, repairable_together
from enterprises.cases.services.bans import BanInvalid, ask_undo_repair, turn_down_undo, undo_repair
from enterprises.cases.services.codes import case_by_code
from enterprises.cases.services.decisions import OutcomeInvalid, close, confirm_decision, decide
from enterprises.cases.services.intake import NotAdmitted
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import (
    ForwardRefused,
    NotExtendable,
    PapersNotOverdue,
    accept,
    add_papers,
    extend,
    forward,
    refuse_acceptance,
    take_up,
    want_papers,
)
from enterprises.cases.subjects.records import spot_checks_behind
from enterprises.catalogue.kinds.inspection import SPOT_CHECK
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office
from tests.shields.make import in_force

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def case(record: Record) -> Case:
    return cases.objection(cases.ref(record), on=ON).cases[0]


def verbs_of(case: Case) -> list[str]:
    return list(case.events.values_list("verb", flat=True))


def test_a_case_goes_to_the_authority_of_the_record_with_its_first_day(case: Case, office: Office) -> None:
    assert (case.agency, case.state) == (office.agency, CaseState.RECEIVED)
    assert (case.due_step, case.due_on) == ("ACCEPT", ON + timedelta(days=1))
    assert (case.party.name, verbs_of(case)) == ("王小明", ["hand-in"])


def test_acceptance_begins_the_clock_of_the_decision(case: Case, office: Office) -> None:
    case = accept(case=case, by=office.recorder, at=noon(ON + timedelta(days=1)))
    assert (case.due_step, case.due_on) == ("DECIDE", date(2026, 11, 23))  # Thursday, two working days
    assert case.events.latest("id").letter == "ACCEPTANCE"
    case = take_up(case=case, by=office.reviewer, at=noon(ON + timedelta(days=1)))
    assert (case.state, case.officer) == (CaseState.UNDER_REVIEW, office.reviewer)


def test_papers_pause_the_clock_and_nothing_else_does(case: Case, office: Office, paper: Path) -> None:
    case = accept(case=case, by=office.recorder, at=noon(ON))
    assert case.due_on == date(2026, 11, 20)
    case = want_papers(case=case, papers="处罚决定书原件", by=office.recorder, at=noon(ON))
    assert (case.due_step, case.state) == ("PAPERS", CaseState.PAPERS_WANTED)
    assert list(Case.objects.overdue(on=date(2027, 6, 1))) == []
    with pytest.raises(PapersNotOverdue):
        decide(case=case, outcome="REFUSED", reason="未补正", by=office.reviewer, at=noon(date(2026, 12, 1)))
    case = add_papers(case=case, papers=[GivenPaper(code="evidence", path=paper)], at=noon(date(2026, 11, 23)))
    assert (case.state, case.due_step, case.due_on) == (CaseState.UNDER_REVIEW, "DECIDE", date(2026, 11, 25))
    assert list(Case.objects.overdue(on=date(2026, 11, 26))) == [case]
    case = add_papers(case=case, papers=[GivenPaper(code="evidence", path=paper)], at=noon(date(2026, 11, 24)))
    assert case.due_on == date(2026, 11, 25)
    assert case.papers.count() == 2


def test_papers_that_never_come_end_the_case(case: Case, office: Office) -> None:
    case = want_papers(case=case, papers="授权委托书", by=office.recorder, at=noon(ON))
    assert case.due_on is not None
    with pytest.raises(PapersNotOverdue):
        refuse_acceptance(case=case, reason="逾期", by=office.reviewer, at=noon(case.due_on))
    late = noon(case.due_on + timedelta(days=1))
    case = refuse_acceptance(case=case, reason="逾期未补正", by=office.reviewer, at=late)
    assert (case.state, case.ended_at, case.due_step) == (CaseState.REFUSED, late, "")
    assert not case.pauses.filter(until_on__isnull=True).exists()


def test_the_limit_is_extended_once_in_time_and_with_a_reason(case: Case, office: Office) -> None:
    with pytest.raises(StateChanged):
        extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(ON))
    case = cases.in_review(case, office, on=ON)
    with pytest.raises(ReasonMissing):
        extend(case=case, reason=" ", by=office.reviewer, at=noon(ON))
    with pytest.raises(NotExtendable, match="已过"):
        extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(date(2026, 11, 23)))
    case = extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(date(2026, 11, 20)))
    assert case.due_on == date(2026, 11, 25)
    assert case.events.latest("id").letter == "EXTENDED_TIME"
    with pytest.raises(NotExtendable, match="一次"):
        extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(date(2026, 11, 20)))


def test_where_no_rule_lets_a_limit_be_extended_it_is_not(case: Case, office: Office, settings: object) -> None:
    settings.CASE_PLACE = "shanghai"  # type: ignore[attr-defined]
    case = cases.in_review(case, office, on=ON)
    assert case.due_on == date(2026, 11, 25)
    with pytest.raises(NotExtendable, match="没有规定"):
        extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(ON))


def test_forwarding_keeps_the_clock(case: Case, office: Office) -> None:
    other = make.office(8, name="武汉市应急管理局", domain="WORK_SAFETY")
    case = cases.in_review(case, office, on=ON)
    before = case.due_on
    with pytest.raises(ForwardRefused):
        forward(case=case, agency=office.agency, reason="本机关", by=office.recorder, at=noon(ON))
    case = forward(case=case, agency=other.agency, reason="职责不在本机关", by=office.recorder, at=noon(ON))
    assert (case.agency, case.due_on, case.officer) == (other.agency, before, None)
    with pytest.raises(NotPermitted):
        want_papers(case=case, papers="原件", by=office.recorder, at=noon(ON))
    assert list(inbox_of(other.reviewer.officer)) == [case]
    assert list(inbox_of(office.reviewer.officer)) == []


def test_a_report_about_the_register_waits_for_the_credit_office(enterprise: Enterprise, office: Office) -> None:
    ref = Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk)
    case = cases.report(ref, on=ON, field_code="address").cases[0]
    assert (case.agency, case.due_step, case.due_on) == (None, "PASS_ON", ON + timedelta(days=1))
    credit_office = make.officer("xinyongban", credit_office=True)
    with pytest.raises(NotPermitted):
        forward(case=case, agency=office.agency, reason="登记机关", by=office.recorder, at=noon(ON))
    for step in (accept, partial(want_papers, papers="执照")):
        with pytest.raises(ForwardRefused, match="请先转交"):
            step(case=case, by=credit_office, at=noon(ON))
    assert list(inbox_of(credit_office.officer)) == [case]
    case = forward(case=case, agency=office.agency, reason="登记机关", by=credit_office, at=noon(ON))
    assert (case.due_step, case.due_on) == ("ACCEPT", date(2026, 11, 23))
    case = cases.decided(case, office, outcome="CORRECTED", on=ON)
    assert case.correction is None


def test_only_the_authority_acts_and_whoever_recorded_never_decides(case: Case, office: Office) -> None:
    other = make.office(8, name="武汉市应急管理局", domain="WORK_SAFETY")
    for stranger in (other.recorder, other.reviewer, make.officer("xinyongban", credit_office=True)):
        with pytest.raises(NotPermitted):
            accept(case=case, by=stranger, at=noon(ON))
    with pytest.raises(FourEyes, match="录入过"):
        refuse_acceptance(case=case, reason="无关", by=office.recorder, at=noon(ON))
    case = cases.in_review(case, office, on=ON)
    with pytest.raises(FourEyes, match="录入过"):
        decide(case=case, outcome="REFUSED", reason="无误", by=office.recorder, at=noon(ON))
    with pytest.raises(NotPermitted):
        decide(case=case, outcome="REFUSED", reason="无误", by=other.reviewer, at=noon(ON))


def test_a_decision_needs_a_known_outcome_and_a_reason(case: Case, office: Office) -> None:
    case = cases.in_review(case, office, on=ON)
    with pytest.raises(OutcomeInvalid):
        decide(case=case, outcome="GRANTED", reason="属实", by=office.reviewer, at=noon(ON))
    with pytest.raises(ReasonMissing):
        decide(case=case, outcome="REFUSED", reason="", by=office.reviewer, at=noon(ON))
    with pytest.raises(OutcomeInvalid, match="再次申请"):
        decide(case=case, outcome="REFUSED", reason="无误", by=office.reviewer, at=noon(ON), again_from=ON)
    with pytest.raises(OutcomeInvalid, match="抽查"):
        decide(case=case, outcome="REFUSED", reason="无误", by=office.reviewer, at=noon(ON), also=[Record()])


def test_a_refused_repair_may_set_the_day_of_the_next(record: Record, office: Office, day: date, paper: Path) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    again = day + timedelta(days=30)
    cases.decided(case, office, outcome="REFUSED", on=day, again_from=again)
    with pytest.raises(NotAdmitted, match=f"未获准，最早可于{again}"):
        cases.repair(cases.ref(record), on=again - timedelta(days=1), paper=paper)
    assert cases.repair(cases.ref(record), on=again, paper=paper)


def test_a_step_of_somebody_who_saw_an_older_state_is_refused(case: Case, office: Office) -> None:
    stale = Case.objects.get(pk=case.pk)
    accept(case=case, by=office.recorder, at=noon(ON))
    with pytest.raises(StateChanged):
        accept(case=stale, by=office.recorder, at=noon(ON))
    assert verbs_of(case) == ["hand-in", "accept"]


def test_a_decision_is_confirmed_once(record: Record, office: Office, day: date, paper: Path) -> None:
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    with pytest.raises(AlreadyConfirmed):
        confirm_decision(case=case, by=office.recorder, at=noon(day))
    closed = close(case=case, by=office.recorder, at=noon(day), note="邮寄送达")
    with pytest.raises(StateChanged):
        close(case=closed, by=office.recorder, at=noon(day))


def test_the_letter_of_a_decision_goes_out_when_it_holds(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    letters = dict(CaseEvent.objects.filter(case=case).values_list("verb", "letter"))
    assert (letters["decide"], letters["confirm"]) == ("", "REPAIR_DECISION")


def test_one_entry_repairs_several_things_and_each_authority_decides_its_own(
    record: Record, enterprise: Enterprise, day: date, paper: Path
) -> None:
    samr = make.office(3)
    abnormal = make.published(samr, enterprise=enterprise, kind="abnormal-operation")
    offered = repairable_together(cases.ref(record), kind="repair", on=day)
    assert [(subject.ref, admission.is_open) for subject, admission in offered] == [(cases.ref(abnormal), True)]
    receipt = cases.repair(cases.ref(record), on=day, paper=paper, together=[cases.ref(abnormal)])
    first, second = receipt.cases
    assert (second.together_with, second.agency) == (first, samr.agency)
    assert [case_by_code(number=each.number, code=receipt.code, at=noon(day)) for each in (first, second)] == [
        first,
        second,
    ]
    cases.granted(second, samr, on=day)
    abnormal.refresh_from_db()
    record.refresh_from_db()
    assert (abnormal.state, record.state) == (State.WITHDRAWN, State.PUBLISHED)


def test_a_repaired_penalty_ends_the_spot_check_behind_it(
    record: Record, office: Office, enterprise: Enterprise, day: date, paper: Path
) -> None:
    found: dict[str, Any] = {"X_JC_LX": SPOT_CHECK, "X_JC_JGPD": "不合格", "X_JC_BHG": "标识", "X_JC_CP": "涂料"}
    found |= {"X_JC_PC": "A1", "X_JC_RQ": "2026-03-15"}
    check = make.published(office, enterprise=enterprise, kind="inspection", **found)
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    if not Record.objects.public(on=day).filter(pk=check.pk).exists():
        Record.objects.filter(pk=check.pk).update(public_until=day + timedelta(days=30))
    cases.granted(case, office, on=day, also=[check])
    check.refresh_from_db()
    assert check.state == State.WITHDRAWN


def test_a_spot_check_that_a_shield_hides_is_offered_with_the_repair(
    record: Record, office: Office, enterprise: Enterprise, day: date
) -> None:
    found: dict[str, Any] = {"X_JC_LX": SPOT_CHECK, "X_JC_JGPD": "不合格", "X_JC_BHG": "标识", "X_JC_CP": "涂料"}
    found |= {"X_JC_PC": "A1", "X_JC_RQ": "2026-03-15"}
    check = make.published(office, enterprise=enterprise, kind="inspection", **found)
    Record.objects.filter(pk=check.pk).update(public_until=day + timedelta(days=30))
    in_force(enterprise, at=noon(day), until=day + timedelta(days=30))
    assert not Record.objects.public(on=day).filter(pk=check.pk).exists()
    assert spot_checks_behind(record, on=day) == [check]


def test_false_papers_undo_the_repair_by_two_people_and_ban(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    later = day + timedelta(days=90)
    until = date(later.year + 1, later.month, later.day)
    with pytest.raises(BanInvalid):
        ask_undo_repair(case=case, reason="伪造", banned_until=later, by=office.recorder, at=noon(later))
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(later))
    assert not Ban.objects.in_force(on=later).exists()
    with pytest.raises(FourEyes):
        undo_repair(case=case, by=office.recorder, at=noon(later))
    undo_repair(case=case, by=office.reviewer, at=noon(later))
    record.refresh_from_db()
    assert record.state == State.PUBLISHED
    with pytest.raises(NotAdmitted, match=f"虚假材料.*{until}"):
        cases.repair(cases.ref(record), on=later, paper=paper)
    with pytest.raises(StateChanged):
        undo_repair(case=case, by=office.reviewer, at=noon(later))


def test_a_request_that_is_turned_down_leaves_repair_and_applicant_alone(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.granted(cases.repair(cases.ref(record), on=day, paper=paper).cases[0], office, on=day)
    until = day + timedelta(days=100)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(day))
    turn_down_undo(case=case, reason="证据不足", by=office.reviewer, at=noon(day))
    record.refresh_from_db()
    assert (record.state, Ban.objects.count()) == (State.WITHDRAWN, 0)


def test_an_open_objection_is_known(record: Record, case: Case, office: Office) -> None:
    assert has_open_objection(cases.ref(record))
    cases.decided(case, office, outcome="REFUSED", on=ON)
    assert not has_open_objection(cases.ref(record))
