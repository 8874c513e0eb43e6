"""The workflow of cases: docs/rules/cases.md."""

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case, CaseEvent
from enterprises.cases.rules.lifecycle import CASE_LIFECYCLE, CaseState
from enterprises.cases.services.mail_orders import order_mail
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow


def _write(case: Case, entry: HistoryEntry) -> None:
    letter = letter_of(case, verb=entry.verb)
    event = CaseEvent.objects.create(case=case, agency=case.agency, letter=letter, **entry.columns)
    order_mail(event)


def letter_of(case: Case, *, verb: str) -> str:
    """Name the letter that a step sends out, empty for none.

    A decision that a second person confirms first is answered when he has. Where no authority has the case, nobody
    could sign: the credit office refuses such a case without a letter, and the applicant reads the reason.
    """
    if case.agency_id is None:
        return ""
    kind = case_kind(case.kind)
    if verb in ("decide", "confirm") and case.outcome:
        answer = kind.outcome(case.outcome).letter.value
        is_answered = case.events.filter(letter=answer, at__gte=case.decided_at).exists()
        return "" if case.effective_at is None or is_answered else answer
    if verb == "revoke":  # the answer is given anew, and revokes the earlier one
        return kind.outcome(case.outcome).letter.value
    letter = kind.letters.get(verb)
    return letter.value if letter else ""


def _announce(case: Case) -> None:
    """Announce nothing: what a case changes in public, its subject announces."""


CASES: Workflow[Case, CaseState] = Workflow(
    model=Case,
    lifecycle=CASE_LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("enterprise", "agency", "officer", "decided_by"),
    longest_reason=CaseEvent._meta.get_field("reason").max_length or 0,
)
