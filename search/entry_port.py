"""The port to the second index: public records as documents of their own, beside enterprises.

One entry stands for one record. Its version is the revision of its enterprise, so all entries of an enterprise are
replaced when its file changes. The query carries the day; a record that is no longer public leaves a tombstone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from search.names.queries import TypedWords
from search.port import Days, Facets, Index, Stamp, Writer


class EntryKind(StrEnum):
    """What an entry is to people who look for it, in the order of the tabs."""

    PRODUCT = "product"  # a spot check or a recall of a product
    STANDARD = "standard"
    HONOUR = "honour"
    LICENCE = "licence"
    EVALUATION = "evaluation"
    NOTICE = "notice"  # penalties, inspections and all else


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """One filter of entries: equal values, or those that begin so."""

    name: str
    label: str
    label_en: str
    is_prefix: bool = False
    is_facet: bool = True


ENTRY_FILTERS = (
    EntryFilter(name="region", label="行政区", label_en="Region", is_prefix=True),
    EntryFilter(name="year", label="年份", label_en="Year"),
    EntryFilter(name="agency", label="机关", label_en="Agency", is_facet=False),
    EntryFilter(name="result", label="结果", label_en="Result"),
    EntryFilter(name="category", label="类别", label_en="Category"),
    EntryFilter(name="level", label="级别", label_en="Level"),
)
ENTRY_FILTER_NAMES = tuple(each.name for each in ENTRY_FILTERS)
ENTRY_PREFIXES = frozenset(each.name for each in ENTRY_FILTERS if each.is_prefix)
ENTRY_FACETS = tuple(each.name for each in ENTRY_FILTERS if each.is_facet)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """Everything that can be found about one record; without `kind` a tombstone.

    `names` are found by characters, parts, sound and with a typo, `words` by their characters alone. `numbers` are as
    printed. `values` are those of `ENTRY_FILTERS`.
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

    `kind` None counts and finds all kinds; `filters` are pairs of name and value. `is_exact` forgives nothing.
    """

    text: TypedWords
    on: date
    kind: EntryKind | None = None
    filters: tuple[tuple[str, str], ...] = ()
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


def filters_of(chosen: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return filters as a query holds them, those without a value left out.

    :raises TypeError: there is no filter of that name.
    """
    unknown = chosen.keys() - set(ENTRY_FILTER_NAMES)
    if unknown:
        raise TypeError(f"No filter of entries is called {', '.join(sorted(unknown))}.")
    return tuple((name, str(chosen[name])) for name in ENTRY_FILTER_NAMES if chosen.get(name) not in (None, ""))
