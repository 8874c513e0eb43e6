"""The scorecard as a table and as JSON."""

import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from creditportal.development.servers import archive
from tests.bench.search.comparison import (
    JUDGED_FROM,
    MOST_TIMES_AS_LONG,
    OURS,
    SEARCH,
    TIMES_AS_QUICK,
    Comparison,
)
from tests.bench.search.options import Options
from tests.bench.search.scoring import Score
from tests.bench.search.targets import FALSE_CLAIMS

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs/benchmarks/search.md"
TEXT = Path(__file__).with_name("document.md")
RESULTS = Path(os.environ.get("BENCH_RESULTS") or ROOT / "bench-results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """False claims of one kind: each the typed text and the enterprise it was taken for."""

    kind: str
    asked: int
    false: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> float:
        """Return how many of the texts were wrongly taken for an enterprise."""
        return 100 * len(self.false) / max(self.asked, 1)

    @property
    def is_met(self) -> bool:
        """Return whether they are few enough."""
        return self.percent <= FALSE_CLAIMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one engine reached at one size."""

    engine: str
    size: int
    scores: tuple[Score, ...]
    claims: tuple[Claims, ...]

    @property
    def is_met(self) -> bool:
        """Return whether every target is reached."""
        return all(score.is_met for score in self.scores) and all(claims.is_met for claims in self.claims)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _row(score: Score) -> str:
    cells = (
        score.kind,
        _percent(score.recall_1),
        _percent(score.recall_5),
        _percent(score.ceiling_1),
        _percent(score.ceiling_5),
        "" if score.target_5 is None else f">= {score.target_5:.1f}",
        "" if score.target_5 is None else "met" if score.is_met else "MISSED",
        f"{score.p50_ms:.1f}",
        f"{score.p95_ms:.1f}",
    )
    return "| " + " | ".join(cells) + " |"


def line(score: Score) -> str:
    """Return one line about a class, for who waits."""
    verdict = "" if score.is_met else f", MISSED {score.target_5:.1f}"
    return f"  {score.kind}: @1 {score.recall_1:.1f}, @5 {score.recall_5:.1f}{verdict}, p50 {score.p50_ms:.1f} ms"


def table(result: Result) -> str:
    """Return the scorecard of an engine at a size in Markdown."""
    lines = [
        f"### {result.engine}, {result.size:,} enterprises",
        "",
        "| class | recall @1 % | @5 % | ceiling @1 | @5 | target @5 | | p50 ms | p95 ms |",
        "|---|---|---|---|---|---|---|---|---|",
        *map(_row, result.scores),
    ]
    if result.claims:
        lines += ["", f"| names that do not exist | wrongly taken for an enterprise, % (target <= {FALSE_CLAIMS}) | |"]
        lines.append("|---|---|---|")
        lines += [
            f"| {c.kind} ({c.asked}) | {c.percent:.1f} | {'met' if c.is_met else 'MISSED'} |" for c in result.claims
        ]
    return "\n".join(lines) + "\n"


def compared_table(compared: Comparison) -> str:
    """Return the comparison with yente in Markdown."""
    names = tuple(compared.scores)
    heads = "".join(f" {name} @1 | @5 | p50 ms | p95 ms |" for name in names)
    lines = [
        f"### Beside yente, {compared.size:,} enterprises",
        "",
        f"| class |{heads}",
        "|---|" + "---|" * 4 * len(names),
    ]
    for scores in zip(*(compared.scores[name] for name in names), strict=True):
        cells = (f" {s.recall_1:.1f} | {s.recall_5:.1f} | {s.p50_ms:.1f} | {s.p95_ms:.1f} |" for s in scores)
        lines.append(f"| {scores[0].kind} |" + "".join(cells))
    overall = (f" | | {compared.p50_ms[name]:.1f} | {compared.p95_ms[name]:.1f} |" for name in names)
    lines += ["| all |" + "".join(overall), ""]
    verdict = "met" if compared.ratio <= MOST_TIMES_AS_LONG else "MISSED"
    lines.append(
        f"Median of {OURS} / median of {SEARCH}: {compared.ratio:.2f}, target <= {MOST_TIMES_AS_LONG}: {verdict}. "
    )
    each = ", ".join(f"{name} {rate:,.0f}" for name, rate in compared.rates.items())
    wanted = f"target >= {TIMES_AS_QUICK} from {JUDGED_FROM:,} enterprises on"
    lines.append(
        f"Documents indexed a second, from the start of the command: {each}; ratio {compared.rate_ratio:.2f}, {wanted}."
    )
    return "\n".join(lines) + "\n"


def keep(results: Sequence[Result], compared: Comparison | None, options: Options) -> None:
    """Write bench-results/search.json and search.md; failed questions are in the former."""
    RESULTS.mkdir(exist_ok=True)
    kept = {
        "bench": "search",
        "command": options.command,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "questions": options.questions,
        "results": [{**asdict(result), "is_met": result.is_met} for result in results],
        "compared": asdict(compared) if compared else None,
    }
    (RESULTS / "search.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    (RESULTS / "search.md").write_text(_tables(results, compared))


def _tables(results: Sequence[Result], compared: Comparison | None) -> str:
    return "\n".join([*map(table, results), *([compared_table(compared)] if compared else [])])


def write_document(results: Sequence[Result], compared: Comparison | None, options: Options) -> None:
    """Write docs/benchmarks/search.md."""
    document = TEXT.read_text().format(
        command=options.command,
        questions=options.questions,
        machine=_machine(),
        engines=_engines(compared),
        tables=_tables(results, compared),
    )
    DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
    DOCUMENT.write_text(document)


def _engines(compared: Comparison | None) -> str:
    """Return the versions of what was asked."""
    peers = [f"{name}: {text}" for name, text in compared.engines.items()] if compared else []
    return "; ".join([f"Elasticsearch {archive.VERSION}, SQLite {sqlite3.sqlite_version}", *peers])


def _machine() -> str:
    """Return what the figures were measured on."""
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if "model name" in line), "?")
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0)
    return f"{os.cpu_count()} processors ({model}), {memory} GB, Linux, Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
