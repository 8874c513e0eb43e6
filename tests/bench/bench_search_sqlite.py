"""Searches of SQLite over 100,000 enterprises, with their facets, beside the same statements sent bare."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from search.engines.sqlite.index import SqliteIndex
from search.names.queries import read_query
from search.port import Query
from tests.bench.figures import Figure, Target, scaled
from tests.bench.search.classes import CLASSES, Clean
from tests.bench.search.engines import fill
from tests.bench.search.enterprises import ON
from tests.bench.search.questions import Question, questions

ENTERPRISES, EACH, FEWEST = 100_000, 100, 3
CLEAN, TYPOS = "clean classes", "slips"
MOST_MS = {CLEAN: 10.0, TYPOS: 40.0}  # at p95


def measure() -> Iterator[Figure]:
    """Fill an index and ask every class but suggestions."""
    size = scaled(ENTERPRISES)
    with TemporaryDirectory(prefix="creditportal-bench-sqlite-") as folder:
        path = Path(folder) / "search.sqlite3"
        index = SqliteIndex(path)
        fill(index, size, processes=os.cpu_count() or 1)
        for group, asked in _groups(size).items():
            ours, bare = _times(index, path, asked)
            yield Figure(
                name=f"p95 of {group}, {size:,} enterprises",
                ours=_p95(ours),
                unit="ms",
                reference=_p95(bare),
                reference_name="the same SQL alone",
                target=Target(at_most=MOST_MS[group]),
            )


def _groups(size: int) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {CLEAN: [], TYPOS: []}
    for kind, asked in CLASSES.items():
        if isinstance(asked, Clean) and asked.is_suggestion:
            continue
        group = CLEAN if isinstance(asked, Clean) else TYPOS
        groups[group] += questions(kind, size=size, count=max(FEWEST, scaled(EACH)))
    return groups


def _times(index: SqliteIndex, path: Path, asked: list[Question]) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each question: through the engine, and of its statements on another connection."""
    ours: list[float] = []
    bare: list[float] = []
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-32000")
    for question in asked[::7]:  # warm
        index.search(Query(text=read_query(question.text), on=ON, facets=True))
    for question in asked:
        query = Query(text=read_query(question.text), on=ON, facets=True)
        with _noted(index) as statements:
            index.search(query)
        ours.append(_ms(lambda query=query: index.search(query)))  # type: ignore[misc]
        bare.append(_ms(lambda statements=statements: _send(connection, statements)))  # type: ignore[misc]
    connection.close()
    return ours, bare


@contextmanager
def _noted(index: SqliteIndex) -> Iterator[list[str]]:
    """Note the statements that this thread sends meanwhile, with their values."""
    noted: list[str] = []
    with index._store.reading() as (connection, _):
        kept = connection
    kept.set_trace_callback(noted.append)
    try:
        yield noted
    finally:
        kept.set_trace_callback(None)
        noted[:] = [text for text in noted if text.startswith(("SELECT", "WITH"))]  # without the queries of FTS5 itself


def _send(connection: sqlite3.Connection, statements: list[str]) -> None:
    for text in statements:
        connection.execute(text).fetchall()


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p95(values: list[float]) -> float:
    return quantiles(values, n=100, method="inclusive")[94]
