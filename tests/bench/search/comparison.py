"""The same questions to our API and to yente, in turns, over the same enterprises."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from creditportal.development.servers import archive
from creditportal.development.servers.elasticsearch import Elasticsearch
from tests.bench.search import asking
from tests.bench.search.classes import CLASSES, Clean
from tests.bench.search.options import Options
from tests.bench.search.peer.fetching import OPENSEARCH, YENTE
from tests.bench.search.peer.running import peer
from tests.bench.search.portal import portal
from tests.bench.search.progress import tell
from tests.bench.search.questions import named
from tests.bench.search.scoring import Ask, Score, answers_of, p50_p95, score
from tests.bench.search.sheets import Sheet, make_sheet

HEAP_MB = 1024
MOST_TIMES_AS_LONG = 1.0
TIMES_AS_QUICK, JUDGED_FROM = 1.5, 100_000  # at indexing, from so many enterprises on
OURS, SEARCH, MATCH = "our API", "yente /search", "yente /match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What each reached; times in milliseconds over all questions, rates in documents a second."""

    size: int
    questions: int  # of a class
    scores: Mapping[str, tuple[Score, ...]]
    p50_ms: Mapping[str, float]
    p95_ms: Mapping[str, float]
    rates: Mapping[str, float]
    engines: Mapping[str, str]

    @property
    def ratio(self) -> float:
        """Return the median time of our API in medians of yente's search."""
        return self.p50_ms[OURS] / self.p50_ms[SEARCH]

    @property
    def rate_ratio(self) -> float:
        """Return how many documents we index while yente indexes one."""
        return self.rates[OURS] / self.rates[SEARCH]

    @property
    def is_met(self) -> bool:
        """Return whether we are fast enough."""
        is_quick = self.size < JUDGED_FROM or self.rate_ratio >= TIMES_AS_QUICK
        return is_quick and self.ratio <= MOST_TIMES_AS_LONG


def compare(options: Options) -> Comparison:
    """Run both and ask.

    :raises PeerMissing: if yente cannot be had.
    """
    kinds = [kind for kind in named(options.kinds) if not _is_suggestion(kind)]
    size = options.peer_size
    sheet = make_sheet(kinds, size=size, count=options.questions, with_claims=False, processes=options.processes)
    with ExitStack() as stack:
        theirs = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-bench-peer-")))
        ours = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-bench-portal-")))
        address, their_rate = stack.enter_context(
            peer(size, cache=archive.cache_folder(), folder=theirs, heap_mb=HEAP_MB)
        )
        engine = stack.enter_context(Elasticsearch(heap_mb=HEAP_MB))
        own, our_rate, database = stack.enter_context(portal(size, folder=ours, search_url=engine.url))
        asks = {
            OURS: asking.of_portal(own, size),
            SEARCH: asking.of_yente(address),
            MATCH: asking.of_matcher(address),
        }
        return _ask(
            asks,
            sheet,
            kinds,
            options,
            rates={OURS: our_rate, SEARCH: their_rate},
            engines={OURS: f"Elasticsearch {archive.VERSION}, {database}", SEARCH: f"OpenSearch {OPENSEARCH}"},
        )


def _is_suggestion(kind: str) -> bool:
    asked = CLASSES[kind]
    return isinstance(asked, Clean) and asked.is_suggestion


def _ask(
    asks: Mapping[str, Ask],
    sheet: Sheet,
    kinds: list[str],
    options: Options,
    *,
    rates: Mapping[str, float],
    engines: Mapping[str, str],
) -> Comparison:
    warm = sheet.questions[:: max(1, len(sheet.questions) // max(options.warm, 1))]
    answers_of(asks, warm)
    scores: dict[str, list[Score]] = {name: [] for name in asks}
    times: dict[str, list[float]] = {name: [] for name in asks}
    for kind in kinds:
        asked, indices = sheet.of(kind)
        for name, answers in answers_of(asks, asked).items():
            scores[name].append(score(asked, answers, indices, sheet.census, size=sheet.size))
            times[name] += answers.times
        tell(f"{kind}: asked")
    return Comparison(
        size=sheet.size,
        questions=options.questions,
        scores={name: tuple(some) for name, some in scores.items()},
        p50_ms={name: p50_p95(some)[0] for name, some in times.items()},
        p95_ms={name: p50_p95(some)[1] for name, some in times.items()},
        rates=rates,
        engines={**engines, MATCH: f"yente {YENTE}, {engines[SEARCH]}"},
    )
