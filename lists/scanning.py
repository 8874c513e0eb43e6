"""What a scan for personal data finds in listings and their history."""

from collections.abc import Iterator

from enterprises.scanning import Sighting, column_findings
from lists.editions.errata import Erratum
from lists.editions.models import Entry
from lists.external.models import ExternalEdition, ExternalListing, ExternalProposal
from lists.listings.models import Listing, ListingEvent, Matter


def list_findings() -> Iterator[Sighting]:
    """Search the columns in which people type about listings; they are masked when they are shown."""
    yield from column_findings(
        Listing, ("reason", "document_number", "term_basis", "objection_outcome", "finding", "ground_document")
    )
    yield from column_findings(ListingEvent, ("reason",))
    yield from column_findings(Matter, ("text",))
    yield from column_findings(Entry, ("name", "reason", "document_number", "authority", "term_basis"))
    yield from column_findings(Erratum, ("text",))
    yield from column_findings(ExternalListing, ("name", "reason", "document_number", "authority"))
    yield from column_findings(ExternalEdition, ("source", "label"))
    yield from column_findings(ExternalProposal, ("source", "label"))
