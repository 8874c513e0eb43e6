"""A case as its applicant reads it: no officer is named, and inner steps stay inside.

What a second person has still to confirm is no part of it: neither a decision that holds only then, nor an undoing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseKind, CaseStep
from enterprises.cases.models import Case, CaseEvent
from enterprises.cases.rules.clocks import is_late
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, STEP_VERBS, UNDECIDED, CaseState
from enterprises.cases.selectors import companions_of
from enterprises.cases.services.effects import Undoing, undoing_of
from enterprises.cases.services.letters import titles_to_come
from enterprises.cases.services.next_step import is_withheld, shown_step_of
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import STATUS_LABELS, LetterStatus, status_of
from enterprises.shared.attachments.types import JPEG, PDF, PNG
from enterprises.shared.clock import day_of
from enterprises.shared.workflow.history import HistoryLine

# Steps whose reason is written for the applicant.
_REASONS = frozenset({"refuse", "want-papers", "want-more-papers", "extend", "withdraw", "lapse"})
# Steps between officers, which an answer follows.
_INNER = frozenset(
    {"reconsider", "ban", "ask-undo", "turn-down-undo", "ask-revoke", "turn-down-revoke", "carry", "take-up"}
)
OTHER_PAPER = gettext_noop("其他材料")
REVOKED, UNDONE = gettext_noop("已撤销决定"), gettext_noop("已撤销信用修复")


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
    """What the page of one's own case shows; `outcome` is empty until it has taken effect.

    `due_step` is empty where nothing is due. The outcome of a decision that was undone is that it was; `undone_on` is
    the day, `is_resumed` whether the thing is public again by that. `letters_to_come` are the
    titles of letters that are to come. `again_from` is the first day on which one may apply again, None where no
    decision sets one.
    """

    case: Case
    kind: CaseKind
    state: CaseState
    ground: str
    agency: str
    due_step: str
    due_on: date | None
    due_provisional: bool
    is_overdue: bool
    outcome: str
    outcome_reason: str
    steps: tuple[HistoryLine, ...]
    papers: tuple[PaperView, ...]
    letters: tuple[CaseLetterView, ...]
    companions: tuple[str, ...]
    is_undecided: bool
    undone_on: date | None
    is_resumed: bool
    letters_to_come: tuple[str, ...]
    again_from: date | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return CASE_STATE_LABELS[self.state]

    @property
    def owes_papers(self) -> bool:
        """Whether the applicant is to hand in papers."""
        return self.due_step == CaseStep.PAPERS


def case_view(case: Case, *, on: date) -> CaseView:
    """Return the case as its applicant reads it on that day."""
    kind = case_kind(case.kind)
    is_known = case.effective_at is not None
    due = shown_step_of(case)
    undoing = undoing_of(case) if case.undone_at is not None else None
    outcome = kind.outcome(case.outcome).label if is_known and case.outcome else ""
    reason = case.outcome_reason if is_known or case.state == CaseState.REFUSED else ""
    return CaseView(
        case=case,
        kind=kind,
        state=CaseState.UNDER_REVIEW if is_withheld(case) else CaseState(case.state),
        ground=next((each.label for each in kind.grounds if each.code == case.ground), ""),
        agency=case.agency.public_name if case.agency else "",
        due_step=due.step,
        due_on=due.last_day,
        due_provisional=due.is_provisional,
        is_overdue=is_late(step=due.step, due_on=due.last_day, on=on),
        outcome=undone_label(undoing) if undoing else outcome,
        outcome_reason=undoing.reason if undoing else reason,
        steps=tuple(_step(each, undoing) for each in case.events.all() if _is_shown(each, is_known=is_known)),
        papers=_papers(case, kind),
        letters=tuple(letter_view(each) for each in letters_of(case)),
        companions=tuple(each.number for each in companions_of(case)),
        is_undecided=case.state in UNDECIDED,
        undone_on=day_of(undoing.undone_at) if undoing and undoing.undone_at else None,
        is_resumed=undoing is not None and owner_of(case.ref.kind).was_published(pk=case.about_id),
        letters_to_come=tuple(titles_to_come(case)),
        again_from=undoing.banned_until if undoing else case.again_from if is_known else None,
    )


def undone_label(undoing: Undoing) -> str:
    """Return what an undone decision is headed."""
    return UNDONE if undoing.is_by_deceit else REVOKED


def letters_of(case: Case) -> QuerySet[Letter]:
    """Return the letters that the steps of a case sent out, the oldest first."""
    letters = Letter.objects.select_related("document", "agency").filter(case_letter__event__case=case)
    return letters.order_by("pk")


def letter_view(letter: Letter) -> CaseLetterView:
    """Return a letter with what became of it."""
    status = status_of(letter.document)
    return CaseLetterView(letter=letter, status="" if status is LetterStatus.IN_FORCE else STATUS_LABELS[status])


def _is_shown(event: CaseEvent, *, is_known: bool) -> bool:
    return event.verb not in _INNER and (is_known or event.verb not in ("decide", "confirm"))


def _step(event: CaseEvent, undoing: Undoing | None) -> HistoryLine:
    reason = event.reason if event.verb in _REASONS else ""
    if undoing is not None and event.verb in ("undo", "revoke"):
        reason = undoing.reason
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
