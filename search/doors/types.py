"""Types of doors: a door is data, and its pages, files, feed and endpoint are derived from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import QuerySet

from enterprises.catalogue.cells import LabelledValue
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
class DoorChoice:
    """A filter of one value among `choices`, pairs of value and label as of the day of reading."""

    name: str
    label: Words
    choices: Callable[[date], Sequence[tuple[str, Words]]]
    keep: Callable[[QuerySet[Record], str], QuerySet[Record]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorColumn:
    """One column of the list and of the CSV file; a plain text is the code of a cell that the door adds."""

    of: Meaning | str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAdvice:
    """What readers are told beside an entry for which a condition holds."""

    when: OneOf
    title: Words
    sentences: tuple[Words, ...]


# Sentences beside entries, by id of the record: what the record alone does not show. Costs a fixed number of queries.
Marks: TypeAlias = Callable[[Sequence[Record], date], Mapping[int, tuple[str, ...]]]


# Cells that follow those of each record, by its id. Costs a fixed number of queries.
Beside: TypeAlias = Callable[[Sequence[Record], date], Mapping[int, tuple[LabelledValue, ...]]]
# Files that belong to entries, as label and address, by id of the record.
Links: TypeAlias = Callable[[Sequence[Record]], Mapping[int, tuple[tuple[Words, str], ...]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Door:
    """A public way into the records of some kinds.

    `title_of` names an entry; a record without a value of `demanded` is not behind the door. `searched` are what the
    text box looks in, besides the enterprise. `further` are the filters that a page folds away. `only` leaves out
    records, `adverse_label` marks adverse ones, "" for no mark. `more` are labels and names of neighbouring pages.
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
    only: Callable[[QuerySet[Record]], QuerySet[Record]] | None = None
    choices: tuple[DoorChoice, ...] = ()
    beside: Beside | None = None
    links: Links | None = None
    adverse_label: Words = ""
    has_batches: bool = False
    notes: tuple[Words, ...] = ()
    more: tuple[tuple[Words, str], ...] = ()

    def fields(self, meaning: Meaning) -> dict[str, Field]:
        """Return the field of that meaning for each kind that has one, by code of the kind."""
        found = {kind.code: _field(kind, meaning) for kind in self.kinds}
        return {code: field for code, field in found.items() if field is not None}


def _field(kind: RecordKind, meaning: Meaning) -> Field | None:
    try:
        return kind.role(meaning) if isinstance(meaning, Role) else kind.column(meaning)
    except KeyError:
        return None
