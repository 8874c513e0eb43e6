"""A case as officers of the authority read it: everything on one page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from enterprises.agencies.models import Officer
from enterprises.cases.desk.proposals import CaseProposal, proposals_of
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import STEP_LABELS, CaseStep
from enterprises.cases.models import Case, CaseParty
from enterprises.cases.pages.view import REVOKED, UNDONE, CaseLetterView, CaseView, case_view, letter_view, letters_of
from enterprises.cases.rules.admission import Standing
from enterprises.cases.rules.clocks import Due, is_overdue
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, STEP_VERBS, CaseState
from enterprises.cases.services.deadlines import due_in
from enterprises.cases.services.letters import waiting_of
from enterprises.cases.subjects.registry import SubjectMissing, subject_of
from enterprises.cases.subjects.types import CaseSubject
from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.refs import RefKind
from enterprises.records.models import Record
from enterprises.shared.workflow.history import HistoryLine, history_of

OTHERS_SHOWN = 10
_LATE = gettext_noop("已超过办理期限")
_CONFIRM_UNDO, _CONFIRM_REVOKE = gettext_noop("待确认撤销信用修复"), gettext_noop("待确认撤销决定")
_WAITING = {CaseStep.CONFIRM: gettext_noop("待复核确认")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingLetter:
    """A letter that is to come; `obstacle` is the sentence why it cannot be issued, empty for nothing."""

    title: str
    obstacle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The case, its party (None once forgotten), what it is about (None if gone), and the rule of its limit.

    `own` is the case as its applicant reads it. `state`, `tags`, `proposals` and `due` are those of officers: they know
    what a second person has to confirm. `label` names what it is about, also when that is over. `law` are the passages
    beside the decision. `desk_path` leads to the thing on the desk, for readers who keep it. `published` is the record
    as anybody reads it.
    """

    own: CaseView
    state: str
    tags: tuple[str, ...]
    proposals: tuple[CaseProposal, ...]
    label: str
    subject: CaseSubject | None
    party: CaseParty | None
    field_label: str
    due: Due | None
    due_label: str
    history: tuple[HistoryLine, ...]
    letters: tuple[CaseLetterView, ...]
    coming: tuple[ComingLetter, ...]
    law: tuple[str, ...]
    others: tuple[Case, ...]
    desk_path: str
    published: tuple[LabelledValue, ...]


def case_page_of(case: Case, *, officer: Officer, on: date) -> CasePage:
    """Return the case as an officer reads it on that day."""
    subject = _subject(case, on=on)
    due = due_in(case)
    desk_path = subject.desk_path if subject and _keeps(officer, subject) else ""
    others = Case.objects.filter(enterprise=case.enterprise_id, agency=case.agency_id).exclude(pk=case.pk)
    return CasePage(
        own=case_view(case, on=on),
        state=CASE_STATE_LABELS[CaseState(case.state)],
        tags=_tags(case, on=on),
        proposals=proposals_of(case, on=on),
        label=_label(case, subject, is_kept=bool(desk_path)),
        subject=subject,
        party=CaseParty.objects.filter(case=case).first(),
        field_label=subject.field_label(case.field_code) if subject else case.field_code,
        due=due,
        due_label=STEP_LABELS[due.step] if due else "",
        history=_history(case),
        letters=tuple(letter_view(each) for each in letters_of(case).prefetch_related("services")),
        coming=_coming(case),
        law=case_kind(case.kind).law,
        others=tuple(others.order_by("-received_at", "-pk")[:OTHERS_SHOWN]),
        desk_path=desk_path,
        published=_published(case, on=on),
    )


def _tags(case: Case, *, on: date) -> tuple[str, ...]:
    """Return what stands beside the state."""
    step = CaseStep(case.due_step) if case.due_step else None
    is_late = step is not CaseStep.PAPERS and is_overdue(due_on=case.due_on, on=on)
    is_mistake = case.undo_ground == Case.UndoGround.MISTAKE
    waits = _WAITING.get(step, "") if step else ""
    if step is CaseStep.UNDO:
        waits = _CONFIRM_REVOKE if is_mistake else _CONFIRM_UNDO
    undone = REVOKED if is_mistake else UNDONE
    marks = {waits: bool(waits), undone: case.undone_at is not None, _LATE: is_late}
    return tuple(label for label, is_on in marks.items() if is_on)


def _label(case: Case, subject: CaseSubject | None, *, is_kept: bool) -> str:
    """Name what a case is about; what is over is named as it was when the case was handed in."""
    if subject is None or subject.standing is Standing.OVER:
        return case.about_label
    return subject.label_for_keepers if is_kept else subject.label


def _published(case: Case, *, on: date) -> tuple[LabelledValue, ...]:
    """Return the fields of a public record as they are published, nothing for what is no record or not public."""
    if case.ref.kind is not RefKind.RECORD:
        return ()
    found = Record.objects.public(on=on).select_related("enterprise", "agency").filter(pk=case.about_id).first()
    return cells_of(kind_of(found.kind), found.field_values(), audience=Audience.PUBLIC) if found else ()


def _keeps(officer: Officer, subject: CaseSubject) -> bool:
    """Return whether the desk opens the thing to an officer: listings to who keeps lists, records to their agency."""
    if subject.ref.kind is RefKind.LISTING:
        return officer.credit_office
    return subject.is_of(officer.agency_id)


def _subject(case: Case, *, on: date) -> CaseSubject | None:
    try:
        return subject_of(case.ref, on=on)
    except SubjectMissing:
        return None


def _coming(case: Case) -> tuple[ComingLetter, ...]:
    return tuple(
        ComingLetter(title=KINDS[LetterCode(event.letter)].title, obstacle=obstacle)
        for event, obstacle in waiting_of(case)
    )


def _history(case: Case) -> tuple[HistoryLine, ...]:
    events = case.events.select_related("actor")
    return history_of(events, label=lambda event: STEP_VERBS.get(event.verb, event.verb))
