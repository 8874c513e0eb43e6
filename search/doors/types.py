"""Types of doors: a door is data, and its pages, files, feed and endpoint are derived from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import QuerySet

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.types import Condition, Field, Meaning, RecordKind, Role
from enterprises.records.models import Record
from search.entry_port import EntryKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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
    """One column of the list and of the CSV file; a plain text is the code of a cell that the door adds.

    `holds_labels`: its values are labels of the portal, joined by 、, which pages translate.
    """

    of: Meaning | str
    label: Words
    holds_labels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAdvice:
    """What readers are advised beside an entry for which a condition holds."""

    when: Condition
    title: Words
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDocument:
    """The public document that sets goals for the end of a year; `states_figures` of its own day for some of them."""

    title: Words
    number: str
    issued_on: date
    by_year: int
    states_figures: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal that a public document sets for what is behind a door, and how it is counted today.

    `then` is the figure of the document's day, None where the document gives none. Counted are records whose values
    are among `values`, after `after` where only new ones count, of this year where the goal is a yearly one. `name` is
    the value of the filter that keeps these records.
    """

    name: str
    label: Words
    goal: Words
    document: GoalDocument
    values: Mapping[Role, frozenset[str]]
    then: int | None = None
    after: date | None = None
    yearly: bool = False
    of_enterprises: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What stands beside an entry that its record alone does not show.

    `cells` follow those of the record, `marks` are sentences, `links` are label and address of files.
    """

    cells: tuple[LabelledValue, ...] = ()
    marks: tuple[str, ...] = ()
    links: tuple[tuple[Words, str], ...] = ()


# By id of the record, those without anything left out. Costs a fixed number of queries.
Extras: TypeAlias = Callable[[Sequence[Record], date], Mapping[int, Extra]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Door:
    """A public way into the records of some kinds.

    `title_of` names an entry; a record without a value of `demanded` is not behind the door. `searched` are what the
    text box looks in, besides the enterprise. `further` are the filters that a page folds away. `only` leaves out
    records, `adverse_label` marks adverse ones, "" for no mark. `more` are labels and names of neighbouring pages;
    `beside` gives the addresses of at most so many single pages behind those.
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
    extras: Extras | None = None
    has_batches: bool = False
    notes: tuple[Words, ...] = ()
    goals: tuple[Goal, ...] = ()
    entry_kind: EntryKind | None = None  # of the search page, where it has these records
    link_of: Role | None = None  # the address that an entry leads to
    only: Callable[[QuerySet[Record]], QuerySet[Record]] | None = None
    choices: tuple[DoorChoice, ...] = ()
    adverse_label: Words = ""
    more: tuple[tuple[Words, str], ...] = ()
    beside: Callable[[int], Iterable[str]] | None = None

    def fields(self, meaning: Meaning) -> dict[str, Field]:
        """Return the field of that meaning for each kind that has one, by code of the kind."""
        found = {kind.code: _field(kind, meaning) for kind in self.kinds}
        return {code: field for code, field in found.items() if field is not None}


def _field(kind: RecordKind, meaning: Meaning) -> Field | None:
    try:
        return kind.meaning(meaning)
    except KeyError:
        return None
