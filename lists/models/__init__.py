"""Tables of the red and black lists."""

from lists.models.credit_list import CreditList
from lists.models.edition import Edition, Entry
from lists.models.listing import Listing, ListingEvent

__all__ = ["CreditList", "Edition", "Entry", "Listing", "ListingEvent"]
