"""What comes next in a case, in the words of its applicant.

What waits for a second person is inner: until then a decided case is under review, and an undoing is not begun.
"""

from dataclasses import dataclass
from datetime import date

from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.deadlines import due_of_step


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """What is due to the applicant's eyes; `step` is empty where nothing is."""

    step: str
    last_day: date | None = None
    is_provisional: bool = False


def is_withheld(case: Case) -> bool:
    """Return whether a decision waits for its second person: to the applicant the case is still under review."""
    return case.state == CaseState.DECIDED and case.effective_at is None


def shown_step_of(case: Case) -> ShownStep:
    """Return what is due, as the applicant may know it."""
    if case.due_step == CaseStep.UNDO:
        return ShownStep(step="")
    if not is_withheld(case):
        return ShownStep(step=case.due_step, last_day=case.due_on, is_provisional=case.due_provisional)
    due = due_of_step(case, CaseStep.DECIDE)
    return ShownStep(
        step=CaseStep.DECIDE.value,
        last_day=due.day if due else None,
        is_provisional=bool(due and due.provisional),
    )


def next_step_of(case: Case) -> str:
    """Return who has to act next and what he has to do, "" where nothing is due."""
    step = shown_step_of(case).step
    if not step:
        return ""
    agency = case.agency.public_name if case.agency else "承办机关"
    return {
        CaseStep.PASS_ON: "由信用办转交作出决定的机关",
        CaseStep.ACCEPT: f"由{agency}决定是否受理",
        CaseStep.PAPERS: "由您补正材料",
        CaseStep.DECIDE: f"由{agency}作出决定",
    }[CaseStep(step)]
