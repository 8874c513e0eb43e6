"""Search over HTTP at 10,000 and 1,000,000 enterprises with two records each, beside its engine requests sent bare."""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

from search.engines.elasticsearch.index import ElasticsearchIndex
from search.names.queries import read_query
from search.port import Query
from tests.bench.figures import PREPARED, Figure, Target, scaled
from tests.bench.search.asking import Connection
from tests.bench.search.classes import CLASSES, Clean
from tests.bench.search.engines import server
from tests.bench.search.enterprises import ON
from tests.bench.search.portal import PREFIX, portal
from tests.bench.search.questions import Question, questions
from tests.bench.search.raw import Recorder, bare

SMALL, LARGE, SMALLEST = 10_000, 1_000_000, 300
EACH = 100  # questions of a class
WARM = 2  # times that all of them are asked before: a fresh server of Java is several times as slow
RECORDS = 2
PROCESSES = 2
HEAP_MB = 2048
VIEWS, FEWEST_VIEWS = 500, 2
CLIENTS, CLIENT_QUESTIONS = 8, 1_500
CLEAN, TYPOS, SUGGEST = "clean", "slips", "suggest"


@dataclass(slots=True)
class Times:
    """Milliseconds of each question, ours and the engine's alone."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Measured:
    """What one size gave."""

    groups: dict[str, Times]
    empty_ms: float  # median of a view that does nothing
    alone: float = 0.0  # questions a second of one client
    together: float = 0.0  # of all clients at once
    p50_together: float = 0.0
    p99_together: float = 0.0


def percentile(values: list[float], percent: int) -> float:
    """Return a percentile."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def measure() -> Iterator[Figure]:
    """Measure both sizes; give the figures of the large one, and how it grew. A small run has one size."""
    few, many = max(SMALLEST, min(SMALL, scaled(SMALL * 10))), max(SMALLEST, scaled(LARGE))
    small = at_size(few, with_clients=few == many)
    large = small if few == many else at_size(many, with_clients=True)
    yield from _against_raw(large)
    for name, group, most in (("clean classes", CLEAN, 2.0), ("slips", TYPOS, 5.0)):
        yield Figure(
            name=f"p95 of {name}, the large register",
            ours=percentile(large.groups[group].ours, 95),
            unit="ms",
            reference=percentile(small.groups[group].ours, 95),
            reference_name="the small one",
            target=Target(ratio_at_most=most),
        )
    yield from _clients(large)


def _against_raw(large: Measured) -> Iterator[Figure]:
    ours = [*large.groups[CLEAN].ours, *large.groups[TYPOS].ours]
    raw = [*large.groups[CLEAN].raw, *large.groups[TYPOS].raw]
    yield Figure(
        name="p95 of /api/v1/search/ over all classes",
        ours=percentile(ours, 95),
        unit="ms",
        reference=percentile(raw, 95),
        reference_name="the same engine requests sent bare",
        target=Target(ratio_at_most=1.5),
    )
    for name, group, percent in (("p50 of clean classes", CLEAN, 50), ("p95 of suggestions", SUGGEST, 95)):
        times = large.groups[group]
        yield Figure(
            name=f"{name}, beyond the engine's own {percentile(times.raw, percent):.3g} ms",
            ours=percentile(times.ours, percent) - percentile(times.raw, percent),
            unit="ms",
            reference=large.empty_ms,
            reference_name="an empty view",
            target=Target(ratio_at_most=5.0),
        )


def _clients(large: Measured) -> Iterator[Figure]:
    yield Figure(
        name=f"{CLIENTS} clients at once",
        ours=large.together,
        unit="searches/s",
        reference=large.alone,
        reference_name="one client",
        target=Target(ratio_at_least=3.0),
    )
    yield Figure(
        name=f"p99 of {CLIENTS} clients",
        ours=large.p99_together,
        unit="ms",
        reference=large.p50_together,
        reference_name="their p50",
        target=Target(ratio_at_most=5.0),
    )


def at_size(size: int, *, with_clients: bool) -> Measured:
    """Fill a portal and ask it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-bench-speed-")))
        engine = stack.enter_context(server(folder, heap_mb=HEAP_MB))
        address, _, _ = stack.enter_context(
            portal(
                size,
                folder=folder,
                search_url=engine,
                records=RECORDS,
                prepared=os.environ.get(PREPARED),
                WEB_PROCESSES=str(scaled(PROCESSES)),
                WEB_THREADS="2",
            )
        )
        groups = _groups(size)
        index = ElasticsearchIndex([engine], prefix=PREFIX)
        times = {name: _ask(address, engine, index, asked) for name, asked in groups.items()}
        measured = Measured(groups=times, empty_ms=_empty_view(address))
        if with_clients:
            _together(measured, address, [question for name in (CLEAN, TYPOS) for question in groups[name]])
        return measured


def _groups(size: int) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {CLEAN: [], TYPOS: [], SUGGEST: []}
    for kind, asked in CLASSES.items():
        group = TYPOS if not isinstance(asked, Clean) else SUGGEST if asked.is_suggestion else CLEAN
        groups[group] += questions(kind, size=size, count=scaled(EACH))
    return groups


def _path(question: Question) -> str:
    asked = question.asked
    view = "suggest" if isinstance(asked, Clean) and asked.is_suggestion else "search"
    return f"/api/v1/{view}/?q={quote(question.text)}"


def _ask(address: str, engine: str, index: ElasticsearchIndex, asked: list[Question]) -> Times:
    """Ask each question of the portal and, in turns, its requests of the engine."""
    recorder, ours, alone, times = Recorder(index), Connection(address), bare(engine), Times()
    for _ in range(WARM):
        for question in asked:
            ours.ask(_path(question))
    for question in asked:
        raw = recorder.requests_of(lambda question=question: _search(index, question))  # type: ignore[misc]
        raw.seconds(alone)  # both find the engine's caches warm
        began = time.perf_counter()
        ours.ask(_path(question))
        times.ours.append((time.perf_counter() - began) * 1000)
        times.raw.append(raw.seconds(alone) * 1000)
    return times


def _search(index: ElasticsearchIndex, question: Question) -> None:
    asked = question.asked
    if isinstance(asked, Clean) and asked.is_suggestion:
        index.suggest(read_query(question.text), limit=10)
    else:
        index.search(Query(text=read_query(question.text), on=ON, facets=True))


def _empty_view(address: str) -> float:
    """Return the median milliseconds of a view that asks nobody."""
    connection, times = Connection(address), []
    for _ in range(max(FEWEST_VIEWS, scaled(VIEWS))):
        began = time.perf_counter()
        connection.ask("/healthz")
        times.append((time.perf_counter() - began) * 1000)
    return percentile(times, 50)


def _together(measured: Measured, address: str, asked: list[Question]) -> None:
    """Let one client ask, then all of them."""
    paths = [_path(question) for question in asked[:: max(1, len(asked) // scaled(CLIENT_QUESTIONS))]]
    measured.alone = len(paths) / sum(_client(address, paths)) * 1000
    turns = [client * len(paths) // CLIENTS for client in range(CLIENTS)]
    shares = [paths[turn:] + paths[:turn] for turn in turns]  # nobody asks the same at the same time
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        times = [ms for some in pool.map(lambda share: _client(address, share), shares) for ms in some]
    measured.together = len(times) / (time.perf_counter() - began)
    measured.p50_together, measured.p99_together = percentile(times, 50), percentile(times, 99)


def _client(address: str, paths: list[str]) -> list[float]:
    connection, times = Connection(address), []
    for path in paths:
        began = time.perf_counter()
        connection.ask(path)
        times.append((time.perf_counter() - began) * 1000)
    return times
