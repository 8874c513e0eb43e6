"""The run: questions and ceilings of each size, then each engine."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from creditportal.setup.say import say
from search.port import Index
from tests.bench.search import census as counting
from tests.bench.search import engines, report
from tests.bench.search.census import Census
from tests.bench.search.classes import plain
from tests.bench.search.options import Options
from tests.bench.search.progress import tell
from tests.bench.search.questions import CLAIMS, Question, homonyms, named, questions
from tests.bench.search.report import Claims, Result
from tests.bench.search.scoring import Score, claims, score, through


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The questions of one size with what was counted about them."""

    size: int
    questions: tuple[Question, ...]
    census: Census
    homonyms: dict[str, list[str]]

    def of(self, kind: str) -> tuple[list[Question], list[int]]:
        """Return the questions of a class and their places in the census."""
        places = [place for place, question in enumerate(self.questions) if question.kind == kind]
        return [self.questions[place] for place in places], places


def run(options: Options) -> int:
    """Measure everything asked for; return 1 if a target is missed."""
    results: list[Result] = []
    with ExitStack() as stack:
        folder = stack.enter_context(_folder(options.keep))
        url = ""
        if engines.ELASTICSEARCH in options.engines:
            url = stack.enter_context(engines.server(folder, heap_mb=options.heap))
        for size in options.sizes:
            sheet = make_sheet(options, size)
            for engine in options.engines:
                results.append(measure(engine, sheet, options, folder=folder, url=url))
                say(report.table(results[-1]))
                report.keep(results, options)
    return 0 if all(result.is_met for result in results) else 1


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="creditportal-bench-search-") as temporary:
        Path(temporary).chmod(0o755)  # Elasticsearch may run as another user
        yield Path(temporary)


def make_sheet(options: Options, size: int) -> Sheet:
    """Make the questions of a size and count their ceilings over all its firms."""
    began = time.perf_counter()
    asked = tuple(
        question for kind in named(options.kinds) for question in questions(kind, size=size, count=options.questions)
    )
    near = {kind: homonyms(kind, size=size, count=options.questions) for kind in CLAIMS} if options.claims else {}
    texts = [text for some in near.values() for text in some]
    census = counting.take(size, asked, texts, processes=options.processes)
    unreal = {
        kind: [text for text in some if plain(text) not in census.existing][: options.questions]
        for kind, some in near.items()
    }
    tell(f"{size:,} firms: {len(asked):,} questions and their ceilings", since=began)
    return Sheet(size=size, questions=asked, census=census, homonyms=unreal)


def measure(engine: str, sheet: Sheet, options: Options, *, folder: Path, url: str) -> Result:
    """Fill an engine, warm it up, ask everything."""
    with engines.filled(
        engine, sheet.size, folder=folder, url=url, processes=options.processes, reuse=options.reuse
    ) as index:
        _warm_up(index, sheet, options.warm)
        began = time.perf_counter()
        scores = [_score(index, sheet, kind) for kind in named(options.kinds)]
        false = tuple(_claims(index, kind, texts) for kind, texts in sheet.homonyms.items())
        tell(f"{engine}, {sheet.size:,} firms: asked", since=began)
        return Result(engine=engine, size=sheet.size, scores=tuple(scores), claims=false)


def _warm_up(index: Index, sheet: Sheet, count: int) -> None:
    """Ask some of the questions beforehand, of all classes."""
    ask = through(index)
    for question in sheet.questions[:: max(1, len(sheet.questions) // max(count, 1))] if count else ():
        ask(question)


def _score(index: Index, sheet: Sheet, kind: str) -> Score:
    asked, places = sheet.of(kind)
    return score(through(index), asked, places, sheet.census, size=sheet.size)


def _claims(index: Index, kind: str, texts: Sequence[str]) -> Claims:
    return Claims(kind=kind, asked=len(texts), false=tuple(claims(index, texts)))
