"""The port to search engines: documents, queries, pages.

One document stands for one enterprise. Its version is `Enterprise.revision`. What may be seen on a
day is a range in the document and the query carries the day, so nothing depends on a job.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeAlias

from search.filters import Filters
from search.names.features import MatchedField, NameFeatures
from search.names.queries import QueryText
from search.names.similarity import Similarity

DEEPEST = 10_000  # hits a person can page to, and the bound of totals
WINDOW = 150  # candidates that we rank ourselves, and as many that are merely like the text
# Raised when what a document holds or how text is cut changes: an index of another schema is rebuilt.
SCHEMA = 9


class SearchUnavailable(Exception):
    """The engine does not answer, or has no index of this schema."""


class MatchGroup(StrEnum):
    """The group of a match type, strongest first; the API's `rule`."""

    CODE = "code"
    DOCUMENT_NUMBER = "document_number"
    NAME = "name"
    PREFIX = "prefix"
    PHRASE = "phrase"
    BIGRAMS = "pairs"
    PINYIN = "pinyin"
    INITIALS = "initials"
    SIMILAR_CODE = "similar_code"


class MatchType(StrEnum):
    """Why and how well an enterprise fits, best first: finer than `MatchGroup`; the API's `stage`."""

    CODE = "code"
    EARLIER_CODE = "earlier_code"  # before the one in use
    REGISTER_NUMBER = "register_number"
    DOCUMENT_NUMBER = "document_number"  # of a public record
    LISTING_NUMBER = "listing_number"  # of the decision behind a public listing
    ORGANISATION_CODE = "organisation_code"  # inside the unified code
    CODE_PREFIX = "code_front"
    MISTYPED_CODE = "mistyped_code"  # one character, or two neighbours, apart from a code that is not valid
    SAME_NAME = "same_name"
    VARIANT_NAME = "variant_name"  # the same but for characters that only search folds
    WITHOUT_FORM = "without_form"  # equal region and core
    WITHOUT_REGION = "without_region"  # equal core, in a region that does not contradict
    BRAND = "brand"
    CORE_PREFIX = "core_front"
    NAME_PREFIX = "name_front"
    PHRASE = "phrase"
    BIGRAMS = "pairs"
    PINYIN = "pinyin"
    PINYIN_PREFIX = "pinyin_front"
    SAME_PINYIN = "same_sound"
    WRONG_CHARACTER = "wrong_character"  # this and the next three rank alike
    MISSING_CHARACTER = "missing_character"
    ADDED_CHARACTER = "added_character"
    SWAPPED_CHARACTERS = "swapped_characters"
    SIMILAR = "similar"
    INITIALS = "initials"
    INITIALS_PREFIX = "initials_front"


THE_ENTERPRISE = frozenset({MatchType.CODE, MatchType.EARLIER_CODE, MatchType.REGISTER_NUMBER, MatchType.SAME_NAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A half-open range of Shanghai days; no end = open."""

    starts: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether `day` lies in the range."""
        return self.starts <= day and (self.ends is None or day < self.ends)


Marks = Mapping[str, tuple[Days, ...]]


class EnterpriseFeatures(NamedTuple):
    """What ranking needs of an enterprise; engines keep it beside the document."""

    uscc: str
    register_number: str
    ended: bool  # cancelled or revoked
    names: tuple[NameFeatures, ...]  # the current name first
    earlier_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that can be found about one enterprise; without `public_from` a tombstone."""

    id: int
    version: int
    public_from: date | None = None
    features: EnterpriseFeatures | None = None
    values: Mapping[str, str | int] = field(default_factory=dict)  # field of `search.filters` -> as registered
    marks: Mapping[str, Marks] = field(default_factory=dict)  # field -> value -> the days on which it holds
    digest: str = ""  # of all of the above but the version

    @property
    def names(self) -> tuple[NameFeatures, ...]:
        """Return the names by which it is found; none in a tombstone."""
        return self.features.names if self.features else ()


def marks_of(values: Iterable[tuple[str, Days]]) -> Marks:
    """Return for each value the days on which it holds."""
    groups: dict[str, list[Days]] = {}
    for value, days in values:
        groups.setdefault(value, []).append(days)
    return {value: _joined(ranges) for value, ranges in groups.items()}


def _joined(ranges: list[Days]) -> tuple[Days, ...]:
    """Return the fewest ranges that hold the same days: an enterprise of many records is shown on few stretches."""
    if len(ranges) == 1:
        return tuple(ranges)
    first, *others = sorted(ranges, key=lambda days: days.starts)
    joined = [first]
    for days in others:
        last = joined[-1]
        if last.ends is not None and last.ends < days.starts:
            joined.append(days)
        elif last.ends is not None and (days.ends is None or last.ends < days.ends):
            joined[-1] = Days(starts=last.starts, ends=days.ends)
    return tuple(joined)


SortKey = tuple[float | int | str, ...]  # where a hit stands in an engine's own order


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Cursor (search_after) into the unranked tail: every page costs the same."""

    after: SortKey
    exclude_ids: tuple[int, ...]  # ids that came earlier, out of that order
    total: int
    total_is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query on one day. Empty `text` with filters browses by code. `cursor` goes before `offset`."""

    text: QueryText
    on: date
    filters: Filters = field(default_factory=Filters)
    offset: int = 0
    limit: int = 20
    cursor: Cursor | None = None
    facets: bool = False


class Match(NamedTuple):
    """Why an enterprise fits, on which of its texts, and how well (greater is better)."""

    group: MatchGroup
    type: MatchType
    field: MatchedField
    text: str
    score: float
    name: NameFeatures | None = None  # that text taken apart, where it is at hand
    similarity: Similarity | None = None  # where the names were compared

    @property
    def is_the_enterprise(self) -> bool:
        """Return whether it is the enterprise that was requested; else it is similar."""
        return self.type in THE_ENTERPRISE

    @property
    def rule(self) -> MatchGroup:
        """Return the group under the API's key."""
        return self.group

    @property
    def stage(self) -> MatchType:
        """Return the match type under the API's key."""
        return self.type

    @property
    def is_the_firm(self) -> bool:
        """Return `is_the_enterprise` under the API's key."""
        return self.is_the_enterprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found enterprise; `match` is None when browsing."""

    id: int
    match: Match | None
    names: tuple[str, ...]  # its names as indexed, the current one first


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    value: str
    count: int


Facets = dict[str, tuple[FacetCount, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of hits; `total` never exceeds `DEEPEST`. Facets count at most that many enterprises.

    `next_cursor` is where the next page begins, None at the end and among the hits that we rank.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    next_cursor: Cursor | None = None
    facets: Facets = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Which version of a document an index holds."""

    id: int
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """What an operator wants to know of the index that answers."""

    engine: str
    index: str  # its name
    documents: int
    size_bytes: int
    entries: int = 0  # documents of records, tombstones included
    problem: str = ""  # sentences about what has to be put right; empty = nothing


Prepare: TypeAlias = Callable[[list[Document]], Any]


class Writer(Protocol):
    """Fills a new index."""

    @property
    def name(self) -> str:
        """Return the name of the new index."""
        ...

    def write(self, documents: Iterable[Document]) -> None:
        """Add documents; each enterprise once."""
        ...

    @property
    def prepare(self) -> Prepare:
        """Return the function that makes documents ready for `write_prepared`; another process may call it."""
        ...

    def write_prepared(self, prepared: Any) -> None:
        """Add documents that `prepare` has made ready."""
        ...

    def complete(self) -> None:
        """Wait until everything is written and the index is ready to answer; may take minutes."""
        ...

    def swap(self) -> None:
        """Let the new index answer in place of the old; quick once it is complete."""
        ...


class Index(Protocol):
    """A search engine. Every verb raises `SearchUnavailable` when the engine does not answer."""

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of those of the same id; one with an older version is ignored."""
        ...

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents whose enterprise no longer exists."""
        ...

    def search(self, query: Query) -> Page:
        """Answer one query."""
        ...

    def suggest(self, query: QueryText, *, limit: int) -> tuple[int, ...]:
        """Return ids of enterprises whose name, pinyin or initials begin with the text, best first."""
        ...

    def rebuild(self) -> AbstractContextManager[Writer]:
        """Fill a new index that replaces the old by `swap()` or on a clean exit, and is dropped on another.

        What killed rebuilds have left is removed; never have two under way at once.
        """
        ...

    def state(self) -> EngineState:
        """Return the state of the index in use."""
        ...

    def refresh(self) -> None:
        """Make everything written findable."""
        ...

    def stamps(self) -> Iterator[Stamp]:
        """Yield what the index holds, by rising id."""
        ...

    def version_sum(self) -> int:
        """Return the sum of the versions of all documents."""
        ...
