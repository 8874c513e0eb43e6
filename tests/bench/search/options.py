"""Options of the command."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ENGINES = ("sqlite", "elasticsearch")
SIZES = (100_000, 1_000_000)
QUESTIONS = 500
PEER_SIZE = 20_000
WARM = 4000  # a fresh server of Java is several times as slow
LARGE_HEAP_FROM = 300_000  # enterprises
HEAP_MB, LARGE_HEAP_MB = 1024, 2048
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to measure, and how."""

    sizes: tuple[int, ...] = SIZES
    engines: tuple[str, ...] = ENGINES
    kinds: tuple[str, ...] = ()  # beginnings of the names of classes; none = all
    questions: int = QUESTIONS
    warm: int = WARM
    claims: bool = True
    keep: Path | None = None
    reuse: bool = False
    processes: int = 2
    heap_mb: int = 0
    peer_size: int = 0  # enterprises over which yente is asked too; 0 = it is left out
    writes_document: bool = False
    command: str = "make bench-search"

    @property
    def heap(self) -> int:
        """Return the heap of an Elasticsearch of our own."""
        return self.heap_mb or (LARGE_HEAP_MB if max(self.sizes, default=0) >= LARGE_HEAP_FROM else HEAP_MB)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _classes(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in _list(text))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench-search ARGS='...'", description="The scorecard of search.")
    parser.add_argument(
        "--sizes", type=_sizes, default=SIZES, help="numbers of enterprises, parted by commas; --sizes= for none"
    )
    parser.add_argument("--engines", type=_list, default=ENGINES, help="sqlite, elasticsearch or both")
    parser.add_argument("--classes", type=_classes, default=(), help="how their names begin: 'exact;wrong, full'")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="of each class")
    parser.add_argument("--warm", type=int, default=WARM, help="questions asked before measuring")
    parser.add_argument("--no-claims", action="store_true", help="leave out false claims of the very enterprise")
    parser.add_argument("--keep", type=Path, help="folder in which filled engines stay for the next run")
    parser.add_argument("--reuse", action="store_true", help="take kept engines whatever has changed since")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that make documents")
    parser.add_argument("--heap", type=int, default=0, help="MB for Elasticsearch")
    parser.add_argument("--peer", action="store_true", help="ask yente the same, over its own number of enterprises")
    parser.add_argument("--peer-size", type=int, default=PEER_SIZE, help="how many these are")
    parser.add_argument("--write-document", action="store_true", help="write docs/benchmarks/search.md")
    return parser


def _command(arguments: Sequence[str]) -> str:
    given = " ".join(f'"{argument}"' if {" ", ";"} & {*argument} else argument for argument in arguments)
    return f"make bench-search ARGS='{given}'" if given else "make bench-search"


def read(arguments: Sequence[str]) -> Options:
    """Read the command line; a wrong one ends the program with a sentence.

    Without arguments everything is measured, yente too, and the document is written.
    """
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.engines) - set(ENGINES):
        parser.error(f"no engine {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    return Options(
        sizes=parsed.sizes,
        engines=parsed.engines,
        kinds=parsed.classes,
        questions=parsed.questions,
        warm=parsed.warm,
        claims=not parsed.no_claims,
        keep=parsed.keep.absolute() if parsed.keep else None,
        reuse=parsed.reuse,
        processes=parsed.processes,
        heap_mb=parsed.heap,
        peer_size=parsed.peer_size if parsed.peer or not arguments else 0,
        writes_document=parsed.write_document or not arguments,
        command=_command(arguments),
    )
