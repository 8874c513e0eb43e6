"""Print loudly at the end what could not be run; in continuous integration it is a failure."""

import os
from collections import Counter
from typing import NoReturn

import pytest

MARK = "NOT RUN: "
# A variable by which `tests.run` passes on what it could not start, a line each.
LEFT_OUT = "CREDITPORTAL_TESTS_LEFT_OUT"


def not_run(reason: str) -> NoReturn:
    """Skip a test for want of a server or program, or fail it where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{MARK}{reason}", pytrace=False)
    pytest.skip(f"{MARK}{reason}")


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the tests that were left out, by reason."""
    reasons = Counter(
        reason.partition(MARK)[2]
        for report in terminalreporter.getreports("skipped")
        if MARK in (reason := _reason(report))
    )
    lines = [f"{count} NOT RUN: {reason}" for reason, count in sorted(reasons.items())]
    lines += [f"NOT RUN: {line}" for line in os.environ.get(LEFT_OUT, "").splitlines()]
    for line in lines:
        terminalreporter.write_sep("!", line, red=True, bold=True)
