"""What anybody may know of a letter whose number or file they hold: never to whom in person it went, never its text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_noop

from enterprises.documents.letters.models import Letter
from enterprises.documents.models import IssuedDocument
from enterprises.shared.clock import day_of


class LetterStatus(StrEnum):
    """Whether a letter is in force."""

    IN_FORCE = "IN_FORCE"
    REPLACED = "REPLACED"
    WITHDRAWN = "WITHDRAWN"


STATUS_LABELS = {
    LetterStatus.IN_FORCE: gettext_noop("有效"),
    LetterStatus.REPLACED: gettext_noop("已被替代"),
    LetterStatus.WITHDRAWN: gettext_noop("已撤回"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLetter:
    """The public facts of a letter; `replaced_by` is the number of the letter in its place.

    `withdrawn_on` is the day since which it is withdrawn.
    """

    reference: str
    title: str
    title_en: str
    agency: str
    issued_on: date
    status: LetterStatus
    replaced_by: str
    withdrawn_on: date | None = None

    @property
    def status_label(self) -> str:
        """The status as pages print it."""
        return STATUS_LABELS[self.status]


def public_letter(document: IssuedDocument) -> PublicLetter | None:
    """Return the public facts of the letter behind a document; None where it is no letter."""
    if document.kind != IssuedDocument.Kind.LETTER:
        return None
    letter = Letter.objects.select_related("agency").get(document=document)
    successor = Letter.objects.filter(document__corrects=document).order_by("-id").first()
    return PublicLetter(
        reference=letter.reference,
        title=letter.letter_kind.title,
        title_en=letter.letter_kind.title_en,
        agency=letter.agency.public_name,
        issued_on=document.issued_on,
        status=status_of(document),
        replaced_by=successor.reference if successor else "",
        withdrawn_on=day_of(document.recalled_at) if document.recalled_at else None,
    )


def status_of(document: IssuedDocument) -> LetterStatus:
    """Return whether the letter of a document is in force."""
    if document.recalled_at is not None:
        return LetterStatus.WITHDRAWN
    is_replaced = document.state == IssuedDocument.State.REPLACED
    return LetterStatus.REPLACED if is_replaced else LetterStatus.IN_FORCE
