"""What comes next in a case, in the words of its applicant.

What waits for a second person is inner: until then a decided case is under review, and an undoing is not begun.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext_noop

from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.deadlines import due_of_step

NO_AGENCY = gettext_noop("承办机关")
# Who has to act next and what he has to do; pages translate it (filter `next_step`).
NEXT_STEPS: Mapping[CaseStep, str] = MappingProxyType(
    {
        CaseStep.PASS_ON: gettext_noop("由信用办转交作出决定的机关"),
        CaseStep.ACCEPT: gettext_noop("由{agency}决定是否受理"),
        CaseStep.PAPERS: gettext_noop("由您补正材料"),
        CaseStep.DECIDE: gettext_noop("由{agency}作出决定"),
        CaseStep.CONFIRM: gettext_noop("由{agency}另一名工作人员复核确认"),
    }
)


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
    """Return who has to act next and what he has to do, in Chinese, "" where nothing is due."""
    step = shown_step_of(case).step
    if not step:
        return ""
    return NEXT_STEPS[CaseStep(step)].format(agency=case.agency.public_name if case.agency else NO_AGENCY)
