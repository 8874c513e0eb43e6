"""The workflow of listings: docs/rules/lists-procedure.md."""

from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow
from lists.criteria.colors import Color
from lists.listings.models import Listing, ListingEvent
from lists.listings.rules import LETTERS, LIFECYCLE, ListingState


def _write(listing: Listing, entry: HistoryEntry) -> None:
    ListingEvent.objects.create(listing=listing, letter=_letter_of(listing, verb=entry.verb), **entry.columns)


def _letter_of(listing: Listing, *, verb: str) -> str:
    """Name the letter that a step sends out, empty for none."""
    letter = LETTERS.get(verb) if listing.color == Color.BLACK else None
    return letter.value if letter else ""


def _announce(listing: Listing) -> None:
    touch_credit_files([listing.enterprise_id])


LISTINGS: Workflow[Listing, ListingState] = Workflow(
    model=Listing,
    lifecycle=LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("credit_list", "enterprise", "authority"),
    longest_reason=ListingEvent._meta.get_field("reason").max_length or 0,
)
