"""Tables of the rooms, for Django's registry; code imports a table from its room."""

from lists.criteria.models import CreditList, ListVersion
from lists.editions.errata import Erratum
from lists.editions.file_checks import FileCheck
from lists.editions.models import Edition, Entry, Manifest
from lists.editions.publications import Publication
from lists.external.models import ExternalEdition, ExternalListing, ExternalProposal
from lists.listings.models import Listing, ListingEvent, ListingLetter, ListingPaper, Matter
from lists.listings.tasks import ListTask

__all__ = [
    "CreditList",
    "Edition",
    "Entry",
    "Erratum",
    "ExternalEdition",
    "ExternalListing",
    "ExternalProposal",
    "FileCheck",
    "ListTask",
    "ListVersion",
    "Listing",
    "ListingEvent",
    "ListingLetter",
    "ListingPaper",
    "Manifest",
    "Matter",
    "Publication",
]
