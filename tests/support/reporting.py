"""Say loudly at the end what could not be run; in continuous integration it is a failure."""

import os
from collections import Counter
from typing import NoReturn

import pytest

MARK = "NOT RUN: "


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
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_sep("!", f"{count} TESTS NOT RUN: {reason}", red=True, bold=True)
