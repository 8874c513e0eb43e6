"""The embedded engine: b-tree tables for exact keys, FTS5 over pre-cut bigrams, in a file of its own."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from search.engines.sqlite import store as tables
from search.engines.sqlite.completion import Completion
from search.engines.sqlite.entries import SqliteEntries, SqliteEntryWriter
from search.engines.sqlite.queries import BROAD, BuildQueries
from search.engines.sqlite.stamps import count_of, stamps_of, version_sum_of
from search.engines.sqlite.store import Store, statement
from search.engines.staged import DayScope, Proposal, StagedIndex, bounded
from search.entry_port import EngineWriter
from search.matching.completion import CompletionPlan
from search.matching.plan import Plan
from search.matching.ranking import Candidate
from search.port import WINDOW, Document, EngineState, Facets, Prepare, SortKey, Stamp

_CHUNK = 1000


class SqliteIndex(StagedIndex):
    """Answers from one SQLite file; safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)
        self.entries = SqliteEntries(self._store)

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of older versions."""
        with self._store.writing() as (connection, build):
            for document in documents:
                tables.put(connection, build, document)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        with self._store.writing() as (connection, build):
            for number in ids:
                query = statement("SELECT features FROM docs_@ WHERE id = ?", build)
                for (features,) in connection.execute(query, (number,)).fetchall():
                    tables.take_out(connection, build, number, features)

    def refresh(self) -> None:
        """Do nothing: what is committed is found."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id."""
        return stamps_of(self._store, "docs_@")

    def version_sum(self) -> int:
        """Return the sum of the versions of all documents."""
        return version_sum_of(self._store, "docs_@")

    @contextmanager
    def rebuild(self) -> Iterator[EngineWriter]:
        """Fill the next set of tables and point to it at the end."""
        build = self._new_build()
        writer = _SqliteWriter(self._store, build)
        try:
            yield writer
            writer.swap()
        except BaseException:
            if not writer.is_swapped:
                self._drop(build)
            raise
        self._drop_others(build)

    def _new_build(self) -> int:
        with self._store.writing(any_schema=True) as (connection, _):
            held = tables.builds(connection)
            live = int(connection.execute("SELECT value FROM state WHERE name = 'current'").fetchone()[0])
            for left in held:
                if left != live:  # by a rebuild that was killed
                    tables.drop_build(connection, left)
            build = max([*held, live]) + 1
            tables.create_build(connection, build)
        return build

    def _drop_others(self, build: int) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            for old in tables.builds(connection):
                if old != build:
                    tables.drop_build(connection, old)

    def _drop(self, build: int) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            tables.drop_build(connection, build)

    def state(self) -> EngineState:
        """Return the state of the current build and the size of the file."""
        with self._store.reading() as (_, build):
            name = f"build {build}"
        return EngineState(
            engine="SQLite",
            index=name,
            documents=count_of(self._store, "docs_@"),
            entries=self.entries.count(),
            size_bytes=self._store.path.stat().st_size,
        )

    def propose(self, plan: Plan, scope: DayScope) -> Proposal:
        """Answer the key query and the exact query."""
        with self._store.reading() as (connection, build):
            queries = BuildQueries(connection, build, scope)
            count = queries.count(plan)
            total, is_exact = bounded(count)
            return Proposal(
                by_key=queries.by_key(plan),
                exact=queries.exact(plan, broad=count > BROAD, offset=0, limit=WINDOW),
                total=total,
                total_is_exact=is_exact,
            )

    def tail(
        self,
        plan: Plan,
        scope: DayScope,
        *,
        exclude_ids: Collection[int],
        offset: int,
        limit: int,
        after: SortKey = (),
    ) -> list[Candidate]:
        """Return a later slice of the exact answer; its sort key is a number where the answer goes by number."""
        with self._store.reading() as (connection, build):
            queries = BuildQueries(connection, build, scope)
            broad = len(after) == 1 if after else queries.count(plan) > BROAD
            return queries.exact(plan, broad=broad, exclude_ids=exclude_ids, offset=offset, limit=limit, after=after)

    def fuzzy(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fuzzy query."""
        with self._store.reading() as (connection, build):
            return BuildQueries(connection, build, scope).fuzzy(plan)

    def fallback(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fallback query."""
        with self._store.reading() as (connection, build):
            return BuildQueries(connection, build, scope).fallback(plan)

    def facets(self, plan: Plan | None, scope: DayScope) -> Facets:
        """Count values."""
        with self._store.reading() as (connection, build):
            return BuildQueries(connection, build, scope).facets(plan)

    def browse(self, scope: DayScope, *, offset: int, limit: int, after: SortKey = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code."""
        with self._store.reading() as (connection, build):
            return BuildQueries(connection, build, scope).all(offset=offset, limit=limit, after=after)

    def with_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return those with a key that begins so."""
        with self._store.reading() as (connection, build):
            return Completion(connection, build).of(plan.prefixes)

    def with_fuzzy_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return those that sound so, or begin so but for one edit."""
        with self._store.reading() as (connection, build):
            queries = Completion(connection, build)
            return queries.of(
                [*plan.fuzzy_prefixes, *(prefix for text in plan.edited for prefix in queries.edits_of(text))]
            )


class _SqliteWriter:
    def __init__(self, store: Store, build: int) -> None:
        self._store = store
        self._build = build
        self.entries = SqliteEntryWriter(store, build)
        self._is_complete = False
        self.is_swapped = False
        self.name = f"build {build}"

    @property
    def prepare(self) -> Prepare:
        """Return what makes documents ready to be written."""
        return tables.rows_of

    def write(self, documents: Iterable[Document]) -> None:
        waiting = iter(documents)  # of any length: a chunk at a time
        while chunk := list(islice(waiting, _CHUNK)):
            self.write_prepared(tables.rows_of(chunk))

    def write_prepared(self, prepared: tables.DocumentRows) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            tables.insert(connection, self._build, prepared)

    def complete(self) -> None:
        if self._is_complete:
            return
        with self._store.writing(any_schema=True) as (connection, _):
            tables.finish(connection, self._build)
        self._is_complete = True

    def swap(self) -> None:
        if self.is_swapped:
            return
        self.complete()
        with self._store.writing(any_schema=True) as (connection, _):
            tables.point_to(connection, self._build)
        self.is_swapped = True
