"""The letters on a listing's page: status, services, and the form for one more service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.forms import Form

from enterprises.agencies.permissions import officer_of
from enterprises.documents.letters.access import letters_for
from enterprises.documents.letters.forms import LetterServiceForm
from enterprises.documents.letters.models import Letter, LetterService
from enterprises.documents.letters.public import STATUS_LABELS, LetterStatus, status_of
from lists.listings.models import Listing
from lists.listings.services.letter_queries import letters_of_listing


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter as the page shows it; `is_ours`: the officer may read it, `form`: may record its service."""

    letter: Letter
    status: str  # "" in force
    services: tuple[LetterService, ...]
    is_ours: bool
    form: Form | None


def service_form(letter: int, data: Any = None, files: Any = None) -> LetterServiceForm:
    """Make the form of one letter; its fields have ids of their own, since a page holds several."""
    return LetterServiceForm(data, files, auto_id=f"letter{letter}_%s")


def letter_lines(listing: Listing, *, by: User, forms: Mapping[int, Form]) -> list[LetterLine]:
    """Return the letters of a listing, the oldest first; `forms` are those that came back, by letter."""
    own = letters_for(officer_of(by)).filter(listing_letter__event__listing=listing)
    readable = set(own.values_list("pk", flat=True))
    lines = []
    for letter in letters_of_listing(listing).prefetch_related("services"):
        status = status_of(letter.document)
        is_ours = letter.pk in readable
        services = tuple(letter.services.all())
        may_serve = is_ours and status is LetterStatus.IN_FORCE and not services
        lines.append(
            LetterLine(
                letter=letter,
                status="" if status is LetterStatus.IN_FORCE else STATUS_LABELS[status],
                services=services,
                is_ours=is_ours,
                form=forms.get(letter.pk) or (service_form(letter.pk) if may_serve else None),
            )
        )
    return lines
