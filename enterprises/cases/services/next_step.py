"""What comes next in a case, in the words of its applicant."""

from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case


def next_step_of(case: Case) -> str:
    """Return who has to act next and what he has to do, "" where nothing is due."""
    if not case.due_step:
        return ""
    agency = case.agency.public_name if case.agency else "承办机关"
    return {
        CaseStep.PASS_ON: "由信用办转交作出决定的机关",
        CaseStep.ACCEPT: f"由{agency}决定是否受理",
        CaseStep.PAPERS: "由您补正材料",
        CaseStep.DECIDE: f"由{agency}作出决定",
        CaseStep.CONFIRM: f"由{agency}另一名工作人员复核确认",
    }[CaseStep(case.due_step)]
