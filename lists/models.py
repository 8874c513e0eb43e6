"""Tables of the rooms, for Django's registry; code imports a table from its room."""

from lists.criteria.models import CreditList, ListVersion
from lists.editions.models import Edition, Entry, Manifest
from lists.editions.publications import Publication
from lists.external.models import ExternalEdition, ExternalListing
from lists.listings.models import Listing, ListingEvent, ListingLetter, Matter
from lists.listings.tasks import ListTask

__all__ = [
    "CreditList",
    "Edition",
    "Entry",
    "ExternalEdition",
    "ExternalListing",
    "ListTask",
    "ListVersion",
    "Listing",
    "ListingEvent",
    "ListingLetter",
    "Manifest",
    "Matter",
    "Publication",
]
