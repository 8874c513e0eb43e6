"""What a draft changes against the last edition, by name and with why, for the officers who decide on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lists.editions.changes import COLUMN_LABELS, LEAVING_LABELS, changes_between
from lists.editions.files.content import as_written
from lists.editions.models import Edition, Entry
from lists.editions.queries import edition_before, entries_of, leaving_classes
from lists.editions.restorations import restorations
from lists.listings.models import Listing, ListingEvent

# No draft has a number yet: every published edition comes before it.
_LAST = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """An entry that comes, goes, changes or is back, and why."""

    listing_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChanges:
    """A draft against the last edition, of number `since`; None if it is the first."""

    since: int | None
    entered: tuple[DraftLine, ...] = ()
    left: tuple[DraftLine, ...] = ()
    changed: tuple[DraftLine, ...] = ()
    restored: tuple[DraftLine, ...] = ()

    @property
    def is_same(self) -> bool:
        """Return whether the last edition has the same content."""
        return self.since is not None and not (self.entered or self.left or self.changed or self.restored)


def draft_changes(edition: Edition, *, on: date) -> DraftChanges:
    """Compare a draft with the last edition of its list; a first edition has no changes."""
    before = edition_before(edition.credit_list, number=_LAST)
    if before is None or before.number is None:
        return DraftChanges(since=None)
    entries = {entry.position: entry for entry in entries_of(edition)}
    earlier = {entry.position: entry for entry in entries_of(before)}
    changes = changes_between(
        as_written(earlier.values()),
        as_written(entries.values()),
        since=before.number,
        classes=leaving_classes(before=before, after=edition, on=on),
        restorations=restorations(before=before, after=edition),
    )
    gone = [(earlier[one.position_before], one.reason_class) for one in changes.left]
    return DraftChanges(
        since=changes.since,
        entered=tuple(_line(entries[one], why=_why_entered(entries[one].listing)) for one in changes.entered),
        left=_left(gone),
        changed=tuple(
            _line(entries[one.position], why="、".join(COLUMN_LABELS[column] for column in one.columns))
            for one in changes.changed
        ),
        restored=tuple(
            _line(entries[one.position], why=f"{one.restored_on}恢复列入，{one.basis}") for one in changes.restored
        ),
    )


def _line(entry: Entry, *, why: str) -> DraftLine:
    return DraftLine(listing_id=entry.listing_id, name=entry.name, why=why)


def _why_entered(listing: Listing) -> str:
    number = f"（{listing.document_number}）" if listing.document_number else ""
    return f"{listing.criterion} {listing.reason}{number}，{listing.decided_on}决定"


def _left(gone: Sequence[tuple[Entry, str]]) -> tuple[DraftLine, ...]:
    """Name who left, with the class of reason and, after a removal, the last step's own words."""
    removals = ListingEvent.objects.filter(
        listing__in=[entry.listing_id for entry, _ in gone], verb__in=["remove", "lose-grounds"]
    )
    notes = dict(removals.order_by("pk").values_list("listing_id", "reason"))
    return tuple(
        _line(entry, why="：".join(filter(None, (LEAVING_LABELS[why], _note(notes.get(entry.listing_id, ""))))))
        for entry, why in gone
    )


def _note(reason: str) -> str:
    """Return the words of a removal without the code of its class in front."""
    return reason.partition(": ")[2]
