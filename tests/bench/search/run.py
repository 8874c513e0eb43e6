"""The run: questions and ceilings of each size, then each engine, then yente beside our API."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from creditportal.development.servers.process import ServerFailed
from creditportal.development.setup.say import say, warn
from search.port import Index
from tests.bench.search import comparison, engines, report
from tests.bench.search.comparison import Comparison
from tests.bench.search.options import Options
from tests.bench.search.peer.fetching import PeerMissing
from tests.bench.search.progress import tell
from tests.bench.search.questions import named
from tests.bench.search.report import Claims, Result
from tests.bench.search.scoring import Score, answers_of, claims, score, through
from tests.bench.search.sheets import Sheet, make_sheet


def run(options: Options) -> int:
    """Measure everything asked for; return 1 if a target is missed or a server of ours could not be had."""
    try:
        results = measure_all(options) if options.sizes else []
        compared = compare(options) if options.peer_size else None
    except ServerFailed as failed:
        warn(str(failed))
        return 1
    report.keep(results, compared, options)
    if options.writes_document:
        report.write_document(results, compared, options)
    is_met = all(result.is_met for result in results) and (compared is None or compared.is_met)
    return 0 if is_met else 1


def compare(options: Options) -> Comparison | None:
    """Ask yente the same, if it can be had."""
    try:
        compared = comparison.compare(options)
    except PeerMissing as missing:
        warn(f"yente is left out: {missing}")
        return None
    say(report.compared_table(compared))
    return compared


def measure_all(options: Options) -> list[Result]:
    """Measure every engine at every size; what has been measured is kept at once."""
    results: list[Result] = []
    with ExitStack() as stack:
        folder = stack.enter_context(_folder(options.keep))
        url = ""
        if engines.ELASTICSEARCH in options.engines:
            url = stack.enter_context(engines.server(folder, heap_mb=options.heap))
        for size in options.sizes:
            sheet = make_sheet(
                named(options.kinds),
                size=size,
                count=options.questions,
                with_claims=options.claims,
                processes=options.processes,
            )
            for engine in options.engines:
                results.append(measure(engine, sheet, options, folder=folder, url=url))
                say(report.table(results[-1]))
                report.keep(results, None, options)
    return results


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="creditportal-bench-search-") as temporary:
        Path(temporary).chmod(0o755)  # Elasticsearch may run as another user
        yield Path(temporary)


def measure(engine: str, sheet: Sheet, options: Options, *, folder: Path, url: str) -> Result:
    """Fill an engine, warm it up, ask everything."""
    with engines.filled(
        engine,
        sheet.size,
        folder=folder,
        url=url,
        processes=options.processes,
        reuse=options.reuse,
        keep=options.keep is not None,
    ) as index:
        _warm_up(index, sheet, options.warm)
        began = time.perf_counter()
        scores = [_score(index, sheet, kind) for kind in named(options.kinds)]
        false = tuple(_claims(index, kind, texts) for kind, texts in sheet.homonyms.items())
        tell(f"{engine}, {sheet.size:,} enterprises: asked", since=began)
        return Result(engine=engine, size=sheet.size, scores=tuple(scores), claims=false)


def _warm_up(index: Index, sheet: Sheet, count: int) -> None:
    """Ask some of the questions beforehand, of all classes."""
    ask = through(index)
    for question in sheet.questions[:: max(1, len(sheet.questions) // max(count, 1))] if count else ():
        ask(question)


def _score(index: Index, sheet: Sheet, kind: str) -> Score:
    asked, indices = sheet.of(kind)
    answers = answers_of({"": through(index)}, asked)[""]
    scored = score(asked, answers, indices, sheet.census, size=sheet.size)
    tell(report.line(scored))
    return scored


def _claims(index: Index, kind: str, texts: Sequence[str]) -> Claims:
    return Claims(kind=kind, asked=len(texts), false=tuple(claims(index, texts)))
