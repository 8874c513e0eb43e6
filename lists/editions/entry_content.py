"""One line of an edition, as frozen in its snapshot."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent:
    """One line; `is_withdrawn` leaves nothing but its position and the listing's id.

    `region_code` orders the districts (decision 0066); no file shows it.
    """

    listing: int
    position: int
    is_withdrawn: bool = False
    name: str = ""
    uscc: str = ""
    region: str = ""
    region_code: str = ""
    reason: str = ""
    document_number: str = ""
    authority: str = ""
    decided_on: date | None = None
    public_from: date | None = None
    last_public_on: date | None = None
    term_basis: str = ""
    disputed: bool = False
