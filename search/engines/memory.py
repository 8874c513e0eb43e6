"""The engine of tests: everything in this process, by going through all documents."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from search.engines.staged import EXACT_LIMIT, SUGGEST_POOL, Proposal, Scope, StagedIndex, bounded
from search.engines.texts import document_keys
from search.industries import industry_path
from search.matching.completion import Wish
from search.matching.counting import Facts, counted, facts_of
from search.matching.plan import Plan
from search.matching.ranking import Candidate
from search.names.edit_distance import begins_nearly
from search.names.edits import gaps_in
from search.names.features import characters_in, pairs_in
from search.port import PENALTY, WINDOW, After, Document, EngineState, Facets, Prepare, Stamp, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    document: Document
    keys: frozenset[str]
    gaps: frozenset[int]
    pairs: frozenset[str]
    singles: frozenset[str]
    facts: Facts

    @property
    def candidate(self) -> Candidate:
        assert self.document.card
        return Candidate(id=self.document.id, card=self.document.card, facts=self.facts)

    @property
    def order(self) -> tuple[int, str]:
        assert self.document.card
        return len(self.document.names[0].squashed), self.document.card.uscc


def _entry(document: Document) -> _Entry:
    return _Entry(
        document=document,
        keys=frozenset(document_keys(document)),
        gaps=frozenset(gaps_in(document.names)),
        pairs=frozenset(pairs_in(document.names)),
        singles=frozenset(characters_in(document.names)),
        facts=facts_of(document),
    )


class MemoryIndex(StagedIndex):
    """Holds the documents in a dictionary; thread-safe."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: dict[int, _Entry] = {}

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of older versions."""
        with self._lock:
            for document in documents:
                _put(self._entries, document)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        with self._lock:
            for number in ids:
                self._entries.pop(number, None)

    def refresh(self) -> None:
        """Do nothing: what is written is found."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id."""
        with self._lock:
            held = sorted(self._entries.items())
        for number, entry in held:
            yield Stamp(id=number, version=entry.document.version, digest=entry.document.digest)

    def version_sum(self) -> int:
        """Return the sum of the versions of all documents."""
        with self._lock:
            return sum(entry.document.version for entry in self._entries.values())

    @contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """Fill a new dictionary and take it over at the end."""
        writer = _MemoryWriter(self._take_over)
        yield writer
        writer.swap()

    def _take_over(self, entries: dict[int, _Entry]) -> None:
        with self._lock:
            self._entries = entries

    def state(self) -> EngineState:
        """Count the documents."""
        with self._lock:
            return EngineState(engine="memory", index="memory", documents=len(self._entries), size_bytes=0)

    def propose(self, plan: Plan, scope: Scope) -> Proposal:
        """Answer the exact and the tight question."""
        fitting = self._tight(plan, scope)
        total, is_exact = bounded(len(fitting))
        return Proposal(
            exact=[entry.candidate for entry in self._exact(plan, scope)],
            tight=[entry.candidate for entry in fitting[:WINDOW]],
            total=total,
            total_is_exact=is_exact,
        )

    def tail(
        self, plan: Plan, scope: Scope, *, without: Collection[int], offset: int, limit: int, after: After = ()
    ) -> list[Candidate]:
        """Return a later slice of the tight answer."""
        rest = [e for e in self._tight(plan, scope) if e.document.id not in without and (not after or e.order > after)]
        return [entry.candidate._replace(place=entry.order) for entry in rest[offset : offset + limit]]

    def near(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Return what has a near key, or would have with one character left out."""

        def weight(entry: _Entry) -> int:
            keys = (plan.near_keys[key] for key in entry.keys.intersection(plan.near_keys))
            gaps = (plan.gaps[gap] for gap in entry.gaps.intersection(plan.gaps))
            return max((*keys, *gaps), default=1 if _begins(entry, plan.near_fronts) else 0)

        return self._heaviest(weight, scope)

    def widen(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Return what shares most of the characters or a pair."""

        def likeness(entry: _Entry) -> float:
            singles = len(entry.singles.intersection(plan.singles)) / (len(plan.singles) or 1)
            pairs = len(entry.pairs.intersection(plan.pairs)) / (len(plan.pairs) or 1)
            return singles + pairs if singles >= 0.5 or pairs else 0  # noqa: PLR2004

        return self._heaviest(likeness, scope)

    def _heaviest(self, weight: Callable[[_Entry], float], scope: Scope) -> list[Candidate]:
        scored = [(weight(entry), entry) for entry in self._in_scope(scope)]
        best = sorted(((-score, entry.order, entry) for score, entry in scored if score), key=lambda row: row[:2])
        return [entry.candidate for _, _, entry in best[:WINDOW]]

    def facets(self, plan: Plan | None, scope: Scope) -> Facets:
        """Count values."""
        held = self._in_scope(scope) if plan is None else self._tight(plan, scope)
        return counted((entry.facts for entry in held), on=scope.on)

    def browse(self, scope: Scope, *, offset: int, limit: int, after: After = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code."""
        held = sorted(self._in_scope(scope), key=lambda entry: entry.order[1])
        held = [entry for entry in held if not after or entry.order[1:] > after]
        return [entry.candidate for entry in held[offset : offset + limit]], len(held)

    def beginning(self, wish: Wish) -> list[Candidate]:
        """Return those with a key that begins so."""
        return self._pool(lambda entry: _begins(entry, wish.fronts))

    def beginning_nearly(self, wish: Wish) -> list[Candidate]:
        """Return those that sound so, or begin so but for one slip."""
        return self._pool(
            lambda entry: (
                _begins(entry, wish.near_fronts)
                or any(key[:3] == text[:3] and begins_nearly(key, text) for key in entry.keys for text in wish.slipped)
            )
        )

    def _pool(self, fits: Callable[[_Entry], bool]) -> list[Candidate]:
        with self._lock:
            held = [entry for entry in self._entries.values() if fits(entry)]
        return [entry.candidate for entry in sorted(held, key=lambda entry: entry.order)[:SUGGEST_POOL]]

    def _in_scope(self, scope: Scope) -> list[_Entry]:
        with self._lock:
            return [entry for entry in self._entries.values() if _is_in(entry.document, scope)]

    def _exact(self, plan: Plan, scope: Scope) -> list[_Entry]:
        def weight(entry: _Entry) -> int:
            return max((plan.keys[key] for key in entry.keys.intersection(plan.keys)), default=0)

        found = [(weight(entry), entry) for entry in self._in_scope(scope)]
        return [
            entry for score, entry in sorted(found, key=lambda row: (-row[0], row[1].order[1]))[:EXACT_LIMIT] if score
        ]

    def _tight(self, plan: Plan, scope: Scope) -> list[_Entry]:
        found = [entry for entry in self._in_scope(scope) if _is_tight(entry, plan)]
        return sorted(found, key=lambda entry: entry.order)


class _MemoryWriter:
    name = "memory"

    def __init__(self, take_over: Callable[[dict[int, _Entry]], None]) -> None:
        self._entries: dict[int, _Entry] = {}
        self._take_over = take_over

    @property
    def prepare(self) -> Prepare:
        """Return what makes documents ready to be written."""
        return list

    def write(self, documents: Iterable[Document]) -> None:
        for document in documents:
            _put(self._entries, document)

    def write_prepared(self, prepared: list[Document]) -> None:
        self.write(prepared)

    def complete(self) -> None:
        """Do nothing: what is written is there."""

    def swap(self) -> None:
        self._take_over(self._entries)


def _put(entries: dict[int, _Entry], document: Document) -> None:
    held = entries.get(document.id)
    if held is None or held.document.version <= document.version:
        entries[document.id] = _entry(document)


def _begins(entry: _Entry, fronts: tuple[str, ...]) -> bool:
    return bool(fronts) and any(key.startswith(fronts) for key in entry.keys)


def _is_tight(entry: _Entry, plan: Plan) -> bool:
    if entry.keys.intersection(plan.keys) or _begins(entry, plan.fronts):
        return True
    return (
        bool(plan.required)
        and entry.pairs.issuperset(plan.required_pairs)
        and entry.singles.issuperset(plan.required_singles)
    )


def _is_in(document: Document, scope: Scope) -> bool:
    wanted = scope.filters
    if document.card is None or document.public_from is None or scope.on < document.public_from:
        return False
    return (
        (wanted.region is None or document.region.startswith(wanted.region))
        and (wanted.industry is None or wanted.industry in industry_path(document.industry))
        and (wanted.status is None or document.status == wanted.status)
        and (wanted.has_penalty is None or _has_penalty(document, scope) is wanted.has_penalty)
        and (wanted.kind is None or wanted.kind in _kinds(document, scope))
        and (wanted.agency is None or any(days.holds(scope.on) for days in document.agencies.get(wanted.agency, ())))
        and (wanted.list is None or wanted.list in _slugs(document, scope))
        and (wanted.year is None or document.year == wanted.year)
    )


def _has_penalty(document: Document, scope: Scope) -> bool:
    return PENALTY in _kinds(document, scope)


def _kinds(document: Document, scope: Scope) -> set[str]:
    return {entry.kind for entry in document.records if entry.days.holds(scope.on)}


def _slugs(document: Document, scope: Scope) -> set[str]:
    return {entry.slug for entry in document.lists if entry.days.holds(scope.on)}
