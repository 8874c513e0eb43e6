"""No test depends on how fast the machine is (docs/development.md, "Tests")."""

import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
# What measures: benches, the command that prints what the fast tests took, and this module.
MEASURING = ("bench", "fast.py", "infra/test_waiting.py")
SPEED = re.compile(r"\b(?:thread_time|process_time|perf_counter|wait_for_timeout)\b|press_sequentially\(.*\bdelay=")
LIMIT = re.compile(r"\btimeout=(\d+)|\b[A-Z]+(?:_S|_SECONDS) = (\d+)")
SHORT_S, GENEROUS_S = 5, 120  # a short one is tried again, or is what the test waits out


def problems(text: str) -> Iterator[str]:
    for line in text.splitlines():
        limits = [int(first or second) for first, second in LIMIT.findall(line)]
        if SPEED.search(line) or any(SHORT_S < limit < GENEROUS_S for limit in limits):
            yield line.strip()


def test_tests_wait_generously_and_assert_no_time() -> None:
    found = [
        f"{path.relative_to(TESTS)}: {line}"
        for path in sorted(TESTS.rglob("*.py"))
        if not str(path.relative_to(TESTS)).startswith(MEASURING)
        for line in problems(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_depends_on_speed_is_found() -> None:
    text = """
    box.press_sequentially("jl", delay=10)
    assert thread_time() < 10
    START_S = 60
    node.answer("/_cluster/health?timeout=30s")
    urlopen(url, timeout=5)
    PATIENCE_SECONDS = 180.0
    """
    assert len(list(problems(text))) == 4
