"""The letters of a case: issued after each step that has one, once, by a periodic job (docs/rules/cases.md)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import agency_of_user
from enterprises.cases.models import Case, CaseEvent, CaseLetter
from enterprises.cases.services.letter_content import letter_content_of
from enterprises.cases.services.mail_orders import ANSWERS, order_mail_about_letter
from enterprises.documents.letters.access import letters_about
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import LetterStatus, status_of
from enterprises.documents.letters.rounds import LetterQueue, failure_of
from enterprises.documents.letters.services import issue_letter, lack_of


def waiting() -> QuerySet[CaseEvent]:
    """Return the steps without their letter; a case whose personal data is deleted gets none any more.

    A case that no authority has gets none either, for nobody could sign it; rows of before may still name a letter.
    """
    steps = CaseEvent.objects.filter(issued__isnull=True, case__forgotten_at__isnull=True, case__agency__isnull=False)
    return steps.exclude(letter="").select_related("agency", "case__agency", "case__enterprise", "actor").order_by("pk")


def waiting_of(case: Case) -> Iterator[tuple[CaseEvent, str]]:
    """Yield the steps of a case whose letter is to come, each with what is in its way, "" for nothing."""
    for event in waiting().filter(case=case):
        if stands(event):
            yield event, obstacle_of(event) or failure_of(CASE_LETTERS, event.pk)


def titles_to_come(case: Case) -> list[str]:
    """Return the titles of the letters that are to come, as the applicant may know them."""
    return [KINDS[LetterCode(event.letter)].title for event in waiting().filter(case=case) if stands(event)]


def obstacle_of(event: CaseEvent) -> str:
    """Return the sentence why the letter of a step cannot be issued, "" if it can."""
    return lack_of(KINDS[LetterCode(event.letter)], letter_content_of(event))


def stands(event: CaseEvent) -> bool:
    """Return whether a step still holds: the answer of a decision that was undone is not sent."""
    if event.verb not in ANSWERS:
        return True
    case = event.case
    if case.undone_at is not None:
        return False
    return case.effective_at is not None and case.decided_at is not None and event.at >= case.decided_at


def agency_of(event: CaseEvent) -> Agency | None:
    """Return the agency that took a step, whoever has the case now and wherever its officer works now."""
    return event.agency or agency_of_user(event.actor_id) or event.case.agency


@transaction.atomic
def issue_letter_of_step(pk: int, *, at: datetime) -> Letter | None:
    """Issue the letter of one step; return None if another worker does, or if it cannot be issued."""
    event = waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    # The lock was taken after the look: another worker may have issued the letter between them.
    if event is None or CaseLetter.objects.filter(event=event).exists():
        return None
    if not stands(event) or obstacle_of(event):
        return None
    agency = agency_of(event)
    if agency is None:
        return None
    letter = issue_letter(
        kind=LetterCode(event.letter),
        content=letter_content_of(event),
        agency=agency,
        about=event.case.ref,
        actor=None,
        at=at,
        replaces=_answered_before(event, agency=agency),
    )
    CaseLetter.objects.create(event=event, letter=letter)
    order_mail_about_letter(event, letter=letter, at=at)
    return letter


CASE_LETTERS = LetterQueue(name="case step", waiting=waiting, issue=issue_letter_of_step)


def answers_of(case: Case) -> QuerySet[Letter]:
    """Return the answers that decisions of a case sent out, the newest first."""
    letters = Letter.objects.select_related("document", "agency").filter(case_letter__event__case=case)
    return letters.filter(case_letter__event__verb__in=ANSWERS).order_by("-pk")


def _answered_before(event: CaseEvent, *, agency: Agency) -> Letter | None:
    """Return the answer in force of an earlier decision of the case, which a second person undid."""
    if event.verb not in ANSWERS:
        return None
    earlier = letters_about(event.case.ref).filter(case_letter__event__case=event.case, agency=agency)
    answers = earlier.filter(case_letter__event__verb__in=ANSWERS).order_by("-pk")
    return next((each for each in answers if status_of(each.document) is LetterStatus.IN_FORCE), None)
