"""Types of doors: a door is data, and its pages, files, feed and endpoint are derived from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TYPE_CHECKING, TypeAlias

from enterprises.catalogue.types import Field, OneOf, RecordColumn, RecordKind, Role
from enterprises.records.models import Record

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a field means, whatever its code in the kind.
Meaning: TypeAlias = Role | RecordColumn
# A text of gettext, evaluated in the reader's language.
Words: TypeAlias = "StrOrPromise"


class Compare(StrEnum):
    """How the value of a filter is compared."""

    CONTAINS = auto()  # the text has it, whatever its case
    EQUAL = auto()  # one of the values that the fields admit
    BATCH = auto()  # folded batch numbers
    NUMBER = auto()  # folded document numbers
    FROM = auto()  # days
    UNTIL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorFilter:
    """One filter of a door; `name` is the parameter in addresses."""

    name: str
    label: Words
    of: Meaning
    compare: Compare = Compare.CONTAINS


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorColumn:
    """One column of the list and of the CSV file."""

    of: Meaning
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAdvice:
    """What readers are told beside an entry for which a condition holds."""

    when: OneOf
    title: Words
    sentences: tuple[Words, ...]


# Sentences beside entries, by id of the record: what the record alone does not show. Costs a fixed number of queries.
Marks: TypeAlias = Callable[[Sequence[Record], date], Mapping[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Door:
    """A public way into the records of some kinds.

    `title_of` names an entry; a record without a value of `demanded` is not behind the door. `searched` are what the
    text box looks in, besides the enterprise. `further` are the filters that a page folds away.
    """

    slug: str
    title: Words
    lead: Words
    empty: Words
    kinds: tuple[RecordKind, ...]
    title_of: Role
    columns: tuple[DoorColumn, ...]
    filters: tuple[DoorFilter, ...]
    searched: tuple[Meaning, ...]
    further: tuple[str, ...] = ()
    demanded: Role | None = None
    advice: tuple[DoorAdvice, ...] = ()
    marks: Marks | None = None
    has_batches: bool = False
    notes: tuple[Words, ...] = ()

    def fields(self, meaning: Meaning) -> dict[str, Field]:
        """Return the field of that meaning for each kind that has one, by code of the kind."""
        found = {kind.code: _field(kind, meaning) for kind in self.kinds}
        return {code: field for code, field in found.items() if field is not None}


def _field(kind: RecordKind, meaning: Meaning) -> Field | None:
    try:
        return kind.role(meaning) if isinstance(meaning, Role) else kind.column(meaning)
    except KeyError:
        return None
