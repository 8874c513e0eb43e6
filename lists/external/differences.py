"""What a new edition of an external list changes, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lists.criteria.models import CreditList
from lists.external.columns import LABELS, ExternalRow
from lists.external.models import ExternalListing

COMPARED = ("name", "document_number", "decided_on", "authority", "reason", "listed_on", "ends_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A row that both editions have with other content; `names` are the fields that differ."""

    before: ExternalListing
    after: ExternalRow
    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the labels of what differs."""
        return tuple(LABELS[name] for name in self.names)

    @property
    def values(self) -> tuple[tuple[str, str, str], ...]:
        """Return label, value before and value after of what differs."""
        pairs = [(LABELS[name], getattr(self.before, name), getattr(self.after, name)) for name in self.names]
        return tuple((label, _shown(before), _shown(after)) for label, before, after in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDifference:
    """The new edition against the newest one of its list, by unified code and document number."""

    entered: tuple[ExternalRow, ...]
    left: tuple[ExternalListing, ...]
    changed: tuple[ChangedRow, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        """Return whether both have the same rows."""
        return not (self.entered or self.left or self.changed)


def difference_of(credit_list: CreditList, rows: Iterable[ExternalRow]) -> EditionDifference:
    """Compare rows of a file, each key once, with what the list holds."""
    held = {_stated(one).key: one for one in ExternalListing.objects.filter(credit_list=credit_list).current()}
    given = {row.key: row for row in rows}
    both = [(held[key], row) for key, row in given.items() if key in held]
    pairs = [(before, after, _changed_fields(before, after)) for before, after in both]
    changed = tuple(ChangedRow(before=before, after=after, names=names) for before, after, names in pairs if names)
    return EditionDifference(
        entered=tuple(row for key, row in given.items() if key not in held),
        left=_missing(held, given),
        changed=changed,
        unchanged=len(both) - len(changed),
    )


def _missing(
    held: Mapping[tuple[str, str], ExternalListing], given: Mapping[tuple[str, str], ExternalRow]
) -> tuple[ExternalListing, ...]:
    return tuple(one for key, one in held.items() if key not in given)


def _stated(one: ExternalListing) -> ExternalRow:
    return ExternalRow(uscc=one.uscc, **{name: getattr(one, name) for name in COMPARED})


def _changed_fields(before: ExternalListing, after: ExternalRow) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))


def _shown(value: Any) -> str:
    return "无" if value in (None, "") else str(value)
