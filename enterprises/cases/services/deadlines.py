"""What is due in a case, and until when: computed from its dates, kept in its columns."""

from collections.abc import Iterable
from datetime import date, datetime

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case
from enterprises.cases.rules.clocks import Due, Pause, clock_of, due_of
from enterprises.cases.rules.lifecycle import IN_REVIEW, CaseState
from enterprises.cases.services.effects import awaits_confirmation, undo_waits
from enterprises.cases.services.places import case_place
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.rules.workdays import Calendar


def step_of(case: Case) -> CaseStep | None:
    """Return what is due in a case as it stands, None for nothing."""
    if undo_waits(case):
        return CaseStep.UNDO
    if case.state == CaseState.RECEIVED:
        return CaseStep.PASS_ON if case.agency_id is None else CaseStep.ACCEPT
    if case.state == CaseState.PAPERS_WANTED:
        return CaseStep.PAPERS
    if case.state in IN_REVIEW:
        return CaseStep.DECIDE
    return CaseStep.CONFIRM if awaits_confirmation(case) else None


def due_in(case: Case, *, calendar: Calendar | None = None) -> Due | None:
    """Return the last day of what is due, None where the kind sets no limit."""
    step = step_of(case)
    return due_of_step(case, step, calendar=calendar) if step else None


def due_of_step(case: Case, step: CaseStep, *, calendar: Calendar | None = None) -> Due | None:
    """Return the last day of a step that has begun, None where it has not or the kind sets no limit."""
    started_at = _started_at(case, step)
    if started_at is None:
        return None
    is_paused = step in (CaseStep.ACCEPT, CaseStep.DECIDE)
    pauses = [Pause(from_on=each.from_on, until_on=each.until_on) for each in case.pauses.all()] if is_paused else []
    return limit_of(
        case,
        step,
        started_on=day_of(started_at),
        calendar=calendar,
        pauses=pauses,
        is_extended=case.extended_at is not None and step is CaseStep.DECIDE,
    )


def limit_of(
    case: Case,
    step: CaseStep,
    *,
    started_on: date,
    calendar: Calendar | None = None,
    pauses: Iterable[Pause] = (),
    is_extended: bool = False,
) -> Due | None:
    """Return the last day of a step begun on that day, None where the kind sets no limit."""
    regulator = case.agency.governing_regulator if case.agency else None
    clock = clock_of(case_kind(case.kind), step, regulator=regulator, place=case_place(), on=started_on)
    if clock is None:
        return None
    days = calendar or working_calendar()
    return due_of(clock, started_on=started_on, calendar=days, pauses=pauses, is_extended=is_extended)


def _started_at(case: Case, step: CaseStep) -> datetime | None:
    """Return when the clock of a step began: forwarding does not begin it anew."""
    if step is CaseStep.PAPERS:
        event = case.events.filter(verb__in=("want-papers", "want-more-papers")).order_by("pk").last()
        return event.at if event else None
    return {
        CaseStep.DECIDE: case.accepted_at,
        CaseStep.CONFIRM: case.decided_at,
        CaseStep.UNDO: case.undo_asked_at,
    }.get(step, case.received_at)


def set_due(case: Case, *, calendar: Calendar | None = None) -> None:
    """Bring the columns of what is due up to date; call at the end of each step."""
    step, due = step_of(case), due_in(case, calendar=calendar)
    case.due_step = step.value if step else ""
    case.due_on, case.due_provisional = (due.day, due.provisional) if due else (None, False)
    case.save(update_fields=["due_step", "due_on", "due_provisional"])
