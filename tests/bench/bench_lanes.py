"""What each fast lane (`search.fast`) saves of a search over HTTP, on Elasticsearch and PostgreSQL.

A portal with all lanes and one without each stand side by side. They answer the same questions in turn, so that
noise of the machine hits all of them. A lane that saves under a tenth of the median misses its target.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from pkgutil import iter_modules
from statistics import median
from typing import Any
from urllib.parse import quote

from search import fast
from tests.bench.figures import PREPARED, Figure, Target, scaled
from tests.bench.search.asking import Connection
from tests.bench.search.classes import CLASSES, Clean
from tests.bench.search.engines import server
from tests.bench.search.portal import filled_portal, serving
from tests.bench.search.progress import tell
from tests.bench.search.questions import questions

SIZE, FEWEST = 100_000, 300
RECORDS = 2
HEAP_MB = 2048
EACH = 6  # questions of a class
WARM = 3  # times that all of them are asked before
ROUNDS = 10
ALL, NONE = "all lanes", "any lane"
SERVER = (sys.executable, "-m", "tests.bench.lane_server")

Milliseconds = dict[str, float]  # by portal


def measure() -> Iterator[Figure]:
    """Measure each lane alone, then all together."""
    rounds = _rounds(max(FEWEST, scaled(SIZE)))
    for name in rounds[0]:
        if name != ALL:
            ratios = [times[ALL] / times[name] for times in rounds]
            without = median(times[name] for times in rounds)
            yield Figure(
                name=f"median of a request, {len(ratios)} paired rounds from {min(ratios):.2f} to {max(ratios):.2f}",
                ours=median(ratios) * without,
                unit="ms",
                reference=without,
                reference_name=f"without {name}",
                target=Target(ratio_at_most=0.9),
            )


def _rounds(size: int) -> list[Milliseconds]:
    """Return the median of each portal in each round."""
    paths = [path for kind in CLASSES for path in _paths(kind, size)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-bench-lanes-")))
        engine = stack.enter_context(server(folder, heap_mb=HEAP_MB))
        filled = stack.enter_context(
            filled_portal(size, folder=folder, search_url=engine, records=RECORDS, prepared=os.environ.get(PREPARED))
        )
        portals: dict[str, Connection] = {}
        for name, without in _portals().items():
            address = serving(filled, [*SERVER, *without], log=f"{name}.log", WEB_PROCESSES="1", WEB_THREADS="2")
            portals[name] = Connection(stack.enter_context(address))
        _require_same_answers(portals, paths)
        for turn in range(scaled(WARM)):
            _ask(portals, paths, turn)
        tell("lanes: warm")
        return [_ask(portals, paths, turn) for turn in range(scaled(ROUNDS))]


def _portals() -> dict[str, list[str]]:
    """Return the lanes that each portal goes without; a small run measures but one of them alone."""
    lanes = sorted(module.name for module in iter_modules(fast.__path__))
    return {ALL: [], **{name: [name] for name in lanes[: scaled(len(lanes))]}, NONE: lanes}


def _paths(kind: str, size: int) -> list[str]:
    asked = CLASSES[kind]
    view = "suggest" if isinstance(asked, Clean) and asked.is_suggestion else "search"
    return [f"/api/v1/{view}/?q={quote(question.text)}" for question in questions(kind, size=size, count=scaled(EACH))]


def _require_same_answers(portals: dict[str, Connection], paths: list[str]) -> None:
    for path in paths:
        answers = [_content(connection, path) for connection in portals.values()]
        assert all(answer == answers[0] for answer in answers), path


def _content(connection: Connection, path: str) -> dict[str, Any]:
    """Return an answer without the addresses that name the portal's port."""
    content: dict[str, Any] = json.loads(connection.fetch(path))
    return {key: value for key, value in content.items() if key not in {"next", "hint"}}


def _ask(portals: dict[str, Connection], paths: list[str], turn: int) -> Milliseconds:
    """Ask each question of all portals, another one first each time; return the median of each."""
    times: dict[str, list[float]] = {name: [] for name in portals}
    names = list(portals)
    for number, path in enumerate(paths, start=turn):
        first = number % len(names)
        order = names[first:] + names[:first]
        for name in order if number // len(names) % 2 else reversed(order):
            began = time.perf_counter()
            portals[name].fetch(path)
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: median(some) for name, some in times.items()}
