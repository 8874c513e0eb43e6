"""What the collected tests need of real servers, written down for `tests.run` before it starts any."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Servers to start and the number of tests; `is_everything` where the arguments select no tests of their own."""

    elasticsearch: bool = False
    postgresql: bool = False
    is_everything: bool = False
    tests: int = 0


def needs_of(items: Sequence[pytest.Item], *, is_everything: bool) -> Needs:
    """Return what tests need, by their markers."""
    markers = {marker.name for item in items for marker in item.iter_markers()}
    return Needs(
        elasticsearch="elasticsearch" in markers,
        postgresql="postgresql" in markers,
        is_everything=is_everything,
        tests=len(items),
    )


def read_needs(path: Path) -> Needs:
    """Return what `--write-needs` has written to a file."""
    return Needs(**json.loads(path.read_text()))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which `tests.run` learns which servers to start."""
    parser.addoption("--write-needs", metavar="FILE", type=Path, help="write the needed servers to FILE as JSON")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the needs of what is left after all selections."""
    path: Path | None = session.config.getoption("--write-needs")
    if path is not None:
        needs = needs_of(session.items, is_everything=not _selects(session.config))
        path.write_text(json.dumps(asdict(needs)))


def _selects(config: pytest.Config) -> bool:
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    return named or any(config.getoption(name) for name in ("keyword", "markexpr", "lf"))
