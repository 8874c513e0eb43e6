"""A case as officers of the authority read it: everything on one page."""

from dataclasses import dataclass
from datetime import date

from enterprises.agencies.models import Officer
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case, CaseParty
from enterprises.cases.pages.view import CaseView, case_view, letters_of
from enterprises.cases.rules.clocks import Due
from enterprises.cases.rules.lifecycle import STEP_VERBS
from enterprises.cases.services.deadlines import due_in
from enterprises.cases.services.letters import waiting_of
from enterprises.cases.subjects.registry import SubjectMissing, subject_of
from enterprises.cases.subjects.types import CaseSubject
from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import RefKind
from enterprises.records.models import Record
from enterprises.shared.workflow.history import HistoryLine, history_of

OTHERS_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingLetter:
    """A letter that is to come; `obstacle` is the sentence why it cannot be issued, empty for nothing."""

    title: str
    obstacle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The case, its party (None once forgotten), what it is about (None if gone), and the rule of its limit.

    `law` are the passages beside the decision. `desk_path` leads to the thing on the desk, for readers who keep it.
    `published` is the record as anybody reads it.
    """

    own: CaseView
    subject: CaseSubject | None
    party: CaseParty | None
    field_label: str
    due: Due | None
    history: tuple[HistoryLine, ...]
    letters: tuple[Letter, ...]
    coming: tuple[ComingLetter, ...]
    law: tuple[str, ...]
    others: tuple[Case, ...]
    desk_path: str
    published: tuple[LabelledValue, ...]


def case_page_of(case: Case, *, officer: Officer, on: date) -> CasePage:
    """Return the case as an officer reads it on that day."""
    subject = _subject(case, on=on)
    others = Case.objects.filter(enterprise=case.enterprise_id, agency=case.agency_id).exclude(pk=case.pk)
    return CasePage(
        own=case_view(case, on=on),
        subject=subject,
        party=CaseParty.objects.filter(case=case).first(),
        field_label=subject.field_label(case.field_code) if subject else case.field_code,
        due=due_in(case),
        history=_history(case),
        letters=tuple(letters_of(case).prefetch_related("services")),
        coming=_coming(case),
        law=case_kind(case.kind).law,
        others=tuple(others.order_by("-received_at", "-pk")[:OTHERS_SHOWN]),
        desk_path=subject.desk_path if subject and _keeps(officer, subject) else "",
        published=_published(case, on=on),
    )


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
