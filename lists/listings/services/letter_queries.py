"""The letters of a listing, and whether they are in force."""

from django.db.models import QuerySet

from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import LetterStatus, status_of
from lists.listings.models import Listing


def letters_of_listing(listing: Listing) -> QuerySet[Letter]:
    """Return the letters that the steps of a listing sent out, the oldest first."""
    letters = Letter.objects.select_related("document", "agency").filter(listing_letter__event__listing=listing)
    return letters.order_by("pk")


def letters_in_force(listing: Listing, code: LetterCode) -> list[Letter]:
    """Return its letters of one kind that were neither withdrawn nor replaced."""
    letters = letters_of_listing(listing).filter(kind=code.value)
    return [letter for letter in letters if status_of(letter.document) is LetterStatus.IN_FORCE]


def notice_is_withdrawn(listing: Listing) -> bool:
    """Return whether its notice was a letter of the portal, and none of them is in force."""
    has_notice = letters_of_listing(listing).filter(kind=LetterCode.LISTING_NOTICE.value).exists()
    return has_notice and not letters_in_force(listing, LetterCode.LISTING_NOTICE)
