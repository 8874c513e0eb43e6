"""A case as its applicant reads it: no officer is named, and inner steps stay inside."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import STEP_LABELS, CaseKind, CaseStep
from enterprises.cases.models import Case, CaseEvent
from enterprises.cases.rules.clocks import is_overdue
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, STEP_VERBS, UNDECIDED, CaseState
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import STATUS_LABELS, LetterStatus, status_of
from enterprises.shared.attachments.types import JPEG, PDF, PNG
from enterprises.shared.workflow.history import HistoryLine

# Steps whose reason is written for the applicant.
_REASONS = frozenset({"refuse", "want-papers", "want-more-papers", "extend", "withdraw", "lapse"})
# Steps between officers, which an answer follows.
_INNER = frozenset({"reconsider", "ban", "ask-undo", "turn-down-undo", "carry", "take-up"})
OTHER_PAPER = gettext_noop("其他材料")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A paper that was handed in; `size` in kilobytes, rounded up."""

    pk: int
    label: str
    size: int
    at: datetime
    media_type: str

    @property
    def is_picture(self) -> bool:
        """Whether a page shows it as a picture."""
        return self.media_type in (JPEG, PNG)

    @property
    def is_pdf(self) -> bool:
        """Whether a page shows it in a frame."""
        return self.media_type == PDF


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLetterView:
    """A letter of the case; `status` is empty while it is in force."""

    letter: Letter
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What the page of one's own case shows; `outcome` is empty until it has taken effect."""

    case: Case
    kind: CaseKind
    state: str
    ground: str
    agency: str
    due_label: str
    is_overdue: bool
    outcome: str
    outcome_reason: str
    steps: tuple[HistoryLine, ...]
    papers: tuple[PaperView, ...]
    letters: tuple[CaseLetterView, ...]
    companions: tuple[str, ...]
    is_undecided: bool

    @property
    def owes_papers(self) -> bool:
        """Whether the applicant is to hand in papers."""
        return self.case.due_step == CaseStep.PAPERS


def case_view(case: Case, *, on: date) -> CaseView:
    """Return the case as its applicant reads it on that day."""
    kind = case_kind(case.kind)
    is_known = case.effective_at is not None
    return CaseView(
        case=case,
        kind=kind,
        state=_state(case),
        ground=next((each.label for each in kind.grounds if each.code == case.ground), ""),
        agency=case.agency.public_name if case.agency else "",
        due_label=STEP_LABELS[CaseStep(case.due_step)] if case.due_step else "",
        is_overdue=bool(case.due_step) and is_overdue(due_on=case.due_on, on=on),
        outcome=kind.outcome(case.outcome).label if is_known and case.outcome else "",
        outcome_reason=case.outcome_reason if is_known or case.state == CaseState.REFUSED else "",
        steps=tuple(_step(each) for each in case.events.all() if _is_shown(each, is_known=is_known)),
        papers=_papers(case, kind),
        letters=tuple(_letter(each) for each in letters_of(case)),
        companions=_companions(case),
        is_undecided=case.state in UNDECIDED,
    )


def letters_of(case: Case) -> QuerySet[Letter]:
    """Return the letters that the steps of a case sent out, the oldest first."""
    letters = Letter.objects.select_related("document", "agency").filter(case_letter__event__case=case)
    return letters.order_by("pk")


def _letter(letter: Letter) -> CaseLetterView:
    status = status_of(letter.document)
    return CaseLetterView(letter=letter, status="" if status is LetterStatus.IN_FORCE else STATUS_LABELS[status])


def _state(case: Case) -> str:
    """Return the state; a decision that waits for its second person is still under review."""
    is_open = case.state == CaseState.DECIDED and case.effective_at is None
    return CASE_STATE_LABELS[CaseState.UNDER_REVIEW if is_open else CaseState(case.state)]


def _is_shown(event: CaseEvent, *, is_known: bool) -> bool:
    return event.verb not in _INNER and (is_known or event.verb not in ("decide", "confirm"))


def _step(event: CaseEvent) -> HistoryLine:
    reason = event.reason if event.verb in _REASONS else ""
    return HistoryLine(at=event.at, text=STEP_VERBS.get(event.verb, event.verb), reason=reason)


def _papers(case: Case, kind: CaseKind) -> tuple[PaperView, ...]:
    labels = {paper.code: paper.label for paper in kind.papers}
    return tuple(
        PaperView(
            pk=each.pk,
            label=labels.get(each.code, OTHER_PAPER),
            size=-(-each.attachment.size // 1024),
            at=each.handed_in_at,
            media_type=each.attachment.media_type,
        )
        for each in case.papers.select_related("attachment")
    )


def _companions(case: Case) -> tuple[str, ...]:
    """Return the numbers of the other cases of the same entry; one code opens them all."""
    first = case.together_with_id or case.pk
    others = Case.objects.filter(together_with=first).exclude(pk=case.pk).order_by("pk")
    numbers = list(others.values_list("number", flat=True))
    if case.together_with is not None:
        numbers.insert(0, case.together_with.number)
    return tuple(numbers)
