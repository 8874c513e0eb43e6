"""Two editions of a list side by side, as far as their entries may be named today."""

from dataclasses import dataclass
from datetime import date

from lists.editions.changes import COLUMN_LABELS, LEAVING_LABELS, Changes, Restoration, changes_between
from lists.editions.entry_content import EntryContent
from lists.editions.files.content import entry_content, taken_off
from lists.editions.models import Edition
from lists.editions.queries import entries_of, leaving_classes
from lists.editions.restorations import restorations
from lists.listings.models import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftLine:
    """Who left: the position in the earlier edition and the reason in Chinese."""

    position: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """An entry that both editions name, with the columns in which they differ: label, earlier and later text."""

    entry: EntryContent
    differences: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredLine:
    """An entry that is back, with the day and basis."""

    entry: EntryContent
    restoration: Restoration


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the later edition changed; `entries` are all of its entries, those no longer public taken off."""

    changes: Changes
    entries: tuple[EntryContent, ...]
    entered: tuple[EntryContent, ...]
    left: tuple[LeftLine, ...]
    changed: tuple[ChangedLine, ...]
    restored: tuple[RestoredLine, ...]


def compare(*, before: Edition, after: Edition, on: date) -> Comparison:
    """Compare two published editions of a list.

    Nobody who left is named, nor who is no longer public on that day.
    """
    earlier, later = _frozen(before, on=on), _frozen(after, on=on)
    classes = leaving_classes(before=before, after=after, on=on)
    back = restorations(before=before, after=after)
    changes = changes_between(earlier, later, since=before.number or 0, classes=classes, restorations=back)
    old, new = ({entry.position: entry for entry in entries} for entries in (earlier, later))
    return Comparison(
        changes=changes,
        entries=tuple(later),
        entered=tuple(new[position] for position in changes.entered),
        left=tuple(
            LeftLine(position=one.position_before, label=LEAVING_LABELS[one.reason_class]) for one in changes.left
        ),
        changed=tuple(
            ChangedLine(
                entry=new[one.position],
                differences=tuple(
                    (COLUMN_LABELS[name], getattr(old[one.position_before], name), getattr(new[one.position], name))
                    for name in one.columns
                ),
            )
            for one in changes.changed
        ),
        restored=tuple(
            RestoredLine(
                entry=new[one.position],
                restoration=Restoration(on=one.restored_on, basis=one.basis),
            )
            for one in changes.restored
        ),
    )


def _frozen(edition: Edition, *, on: date) -> list[EntryContent]:
    """Return the entries as published, those that are no longer public taken off."""
    entries = list(entries_of(edition))
    named = Listing.objects.public(on=on).filter(entries__edition=edition)
    public = set(named.order_by().values_list("pk", flat=True))
    return [
        entry_content(entry, disputed=entry.disputed)
        if entry.listing_id in public
        else taken_off(listing=entry.listing_id, position=entry.position)
        for entry in entries
    ]
