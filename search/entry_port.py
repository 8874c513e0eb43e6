"""The port to the second index: public records as documents of their own, beside enterprises.

One entry stands for one record. Its version is the revision of its enterprise, so all entries of an enterprise are
replaced when its file changes. The query carries the day; a record that is no longer public leaves a tombstone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from enterprises.catalogue.types import Role
from enterprises.register.shapes import AGENCY, DESCRIPTIONS, REGION, YEAR_OF_DECISION, Shape
from search.filters import Filter, FilterKind, Filters
from search.names.queries import TypedWords
from search.port import Days, Facets, Index, Stamp, Writer

WORDING = Shape(pattern=re.compile(r".{1,200}", re.DOTALL), sentence="最多200个字。")


class EntryKind(StrEnum):
    """What an entry is to people who look for it, in the order of the tabs."""

    PRODUCT = "product"  # a spot check or a recall of a product
    STANDARD = "standard"
    HONOUR = "honour"
    LICENCE = "licence"
    EVALUATION = "evaluation"
    NOTICE = "notice"  # penalties, inspections and all else


class FiledRecord(NamedTuple):
    """What filters take of a record and of the enterprise of the code in use."""

    region: str
    agency: str  # code
    decided_on: date | None
    text_of: Callable[..., str]  # the first public text among the fields of these roles, "" without one


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter(Filter):
    """One filter of entries: `value` fills the document and confirms a hit, "" = none."""

    value: Callable[[FiledRecord], str]


ENTRY_FILTERS = (
    EntryFilter(
        name="region",
        label="行政区",
        label_en="Region",
        description=DESCRIPTIONS["region"],
        kind=FilterKind.PREFIX,
        field="region",
        shape=REGION,
        reference="regions",
        value=lambda record: record.region,
    ),
    EntryFilter(
        name="year",
        label="年份",
        label_en="Year",
        description="作出年份",
        kind=FilterKind.TERM,
        field="year",
        shape=YEAR_OF_DECISION,
        value=lambda record: str(record.decided_on.year) if record.decided_on else "",
    ),
    EntryFilter(
        name="agency",
        label="机关",
        label_en="Agency",
        description="作出机关的统一社会信用代码",
        kind=FilterKind.TERM,
        field="agency",
        shape=AGENCY,
        reference="agencies",
        to_value=str.upper,
        is_facet=False,
        value=lambda record: record.agency,
    ),
    EntryFilter(
        name="result",
        label="结果",
        label_en="Result",
        description="结果",
        kind=FilterKind.TERM,
        field="result",
        shape=WORDING,
        value=lambda record: record.text_of(Role.RESULT),
    ),
    EntryFilter(
        name="category",
        label="类别",
        label_en="Category",
        description="类别",
        kind=FilterKind.TERM,
        field="category",
        shape=WORDING,
        value=lambda record: record.text_of(
            Role.HONOUR_CATEGORY, Role.STANDARD_TYPE, Role.LICENCE_CATEGORY, Role.EVALUATION_TYPE
        ),
    ),
    EntryFilter(
        name="level",
        label="级别",
        label_en="Level",
        description="级别",
        kind=FilterKind.TERM,
        field="level",
        shape=WORDING,
        value=lambda record: record.text_of(Role.HONOUR_LEVEL),
    ),
)
ENTRY_FIELDS = tuple(each.field for each in ENTRY_FILTERS)
ENTRY_FACETS = tuple(each for each in ENTRY_FILTERS if each.is_facet)


class EntryFilters(Filters):
    """The filters of entries in force, by name."""

    __slots__ = ()
    table = {each.name: each for each in ENTRY_FILTERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """Everything that can be found about one record; without `kind` a tombstone.

    `names` are found by characters, parts, sound and with a typo, `words` by their characters alone. `numbers` are as
    printed. `values` are those of the fields of `ENTRY_FILTERS`.
    """

    id: int
    version: int
    enterprise: int = 0  # of the code in use
    kind: EntryKind | None = None
    days: Days | None = None
    decided_on: date | None = None
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""  # of all of the above but the version


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryQuery:
    """One query on one day. Without `text` the entries of `kind` are browsed, the latest first.

    `kind` None counts and finds all kinds. `is_exact` forgives nothing.
    """

    text: TypedWords
    on: date
    kind: EntryKind | None = None
    filters: EntryFilters = field(default_factory=EntryFilters)
    offset: int = 0
    limit: int = 20
    facets: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntries:
    """One page of ids, best first; totals never exceed `search.port.DEEPEST`.

    `kinds` counts what fits text and filters by kind, whichever was requested; those without any are left out.
    """

    ids: tuple[int, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    kinds: Mapping[EntryKind, int] = field(default_factory=dict)
    facets: Facets = field(default_factory=dict)


class EntryWriter(Protocol):
    """Fills the entries of a new index."""

    def write(self, entries: Sequence[SearchEntry]) -> None:
        """Add entries; each once."""
        ...


class EntryIndex(Protocol):
    """The second index of an engine. Every verb raises `SearchUnavailable` when the engine does not answer."""

    def replace(self, entries: Iterable[SearchEntry]) -> None:
        """Put entries in place of those of the same id; one with an older version is ignored."""
        ...

    def remove(self, ids: Sequence[int]) -> None:
        """Forget entries whose record no longer exists."""
        ...

    def search(self, query: EntryQuery) -> FoundEntries:
        """Answer one query."""
        ...

    def stamps(self) -> Iterator[Stamp]:
        """Yield what the index holds, by rising id."""
        ...

    def version_sum(self) -> int:
        """Return the sum of the versions of all entries."""
        ...

    def count(self) -> int:
        """Return how many entries it holds, tombstones included."""
        ...

    def refresh(self) -> None:
        """Make everything written findable."""
        ...


class EngineWriter(Writer, Protocol):
    """Fills a new index of both kinds of documents."""

    @property
    def entries(self) -> EntryWriter:
        """Return what fills the entries; `complete` and `swap` of the writer hold for both."""
        ...


class Engine(Index, Protocol):
    """A search engine with both of its indexes."""

    @property
    def entries(self) -> EntryIndex:
        """Return the index of entries."""
        ...

    def rebuild(self) -> AbstractContextManager[EngineWriter]:
        """Fill new indexes of both kinds, like `Index.rebuild`."""
        ...
