"""An outage gives one line a minute with a count; other errors keep their traceback."""

import io
import logging
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from creditportal.logs import EVERY_SECONDS, OutageHandler
from tests.outages import errors
from tests.run import MOST_PROCESSES
from tests.support.logs import outage_handlers


class Clock:
    """A clock that goes on when a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def handler(clock: Clock) -> OutageHandler:
    handler = OutageHandler(io.StringIO(), clock=clock)
    handler.setFormatter(logging.Formatter("{name} {message}", style="{"))
    return handler


@pytest.fixture
def written(handler: OutageHandler) -> Iterator[io.StringIO]:
    """Give the lines of the log, as the console would show it."""
    root = logging.getLogger()
    root.addHandler(handler)
    assert isinstance(handler.stream, io.StringIO)
    yield handler.stream
    root.removeHandler(handler)


def fail(error: Exception, *, logger: str = "django.request", path: str = "/search/") -> None:
    try:
        raise error
    except Exception:
        logging.getLogger(logger).error("Service Unavailable: %s", path, exc_info=True, extra={"status_code": 503})


def test_a_thousand_requests_of_an_outage_are_one_line(written: io.StringIO) -> None:
    for number in range(1000):
        fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN), path=f"/enterprises/{number}/")
    assert written.getvalue().splitlines() == [
        "django.request DATABASE_GONE: Service Unavailable: /enterprises/0/ (OperationalError: made for a test)"
    ]


def test_the_line_of_the_next_minute_counts_those_left_out(written: io.StringIO, clock: Clock) -> None:
    for _ in range(8):
        fail(errors.of_sqlite(sqlite3.SQLITE_FULL))
    clock.now += EVERY_SECONDS
    fail(errors.of_sqlite(sqlite3.SQLITE_FULL))
    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("; 7 more since the last such line")


def test_kinds_of_outage_are_counted_apart(written: io.StringIO) -> None:
    fail(errors.of_sqlite(sqlite3.SQLITE_FULL))
    fail(errors.of_sqlite(sqlite3.SQLITE_BUSY))
    assert len(written.getvalue().splitlines()) == 2


def test_the_last_count_is_written_with_whatever_comes_next(written: io.StringIO, clock: Clock) -> None:
    for _ in range(3):
        fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN))
    clock.now += EVERY_SECONDS
    logging.getLogger("worker").warning("going on")
    assert written.getvalue().splitlines()[1:] == [
        "creditportal.logs DATABASE_GONE: 2 more until it ended",
        "worker going on",
    ]


def test_an_outage_that_comes_back_is_told_at_once(written: io.StringIO, clock: Clock) -> None:
    fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN))
    clock.now += EVERY_SECONDS
    logging.getLogger("worker").warning("going on")
    fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN))
    assert len(written.getvalue().splitlines()) == 3


def test_other_errors_keep_their_traceback(written: io.StringIO) -> None:
    for _ in range(2):
        fail(ValueError("a fault of ours"))
    assert written.getvalue().count("Traceback") == 2


@pytest.mark.parametrize("status", [429, 503])
def test_answers_given_in_numbers_are_one_line(written: io.StringIO, status: int) -> None:
    for number in range(50):
        logging.getLogger("django.request").error("No: /%d/", number, extra={"status_code": status})
    assert written.getvalue().splitlines() == [f"django.request answers {status}: No: /0/"]


def test_answers_of_other_kinds_are_all_written(written: io.StringIO) -> None:
    for number in range(3):
        logging.getLogger("django.request").warning("Not Found: /%d/", number, extra={"status_code": 404})
    assert len(written.getvalue().splitlines()) == 3


def test_warnings_of_the_engines_client_are_one_line(written: io.StringIO) -> None:
    logger = logging.getLogger("elastic_transport.node_pool")
    for number in range(50):
        logger.warning("Node has failed for %d times in a row", number)
    assert len(written.getvalue().splitlines()) == 1


def test_a_line_has_no_second_line_that_could_hold_values(written: io.StringIO) -> None:
    error = errors.of_postgresql("40P01")
    error.args = ("deadlock detected\nDETAIL:  Process 7 holds a name",)
    fail(error)
    assert "DETAIL" not in written.getvalue()


def test_many_threads_write_one_line_and_count_all(written: io.StringIO, clock: Clock) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: fail(errors.of_sqlite(sqlite3.SQLITE_FULL)), range(400)))
    clock.now += EVERY_SECONDS
    fail(errors.of_sqlite(sqlite3.SQLITE_FULL))
    first, last = written.getvalue().splitlines()
    assert "DISK_FULL" in first
    assert "; 399 more since" in last


def test_other_handlers_get_records_as_they_are(written: io.StringIO, caplog: pytest.LogCaptureFixture) -> None:
    fail(errors.of_sqlite(sqlite3.SQLITE_FULL))
    assert caplog.records[-1].getMessage() == "Service Unavailable: /search/"
    assert caplog.records[-1].exc_info
    assert "DISK_FULL" in written.getvalue()


def test_what_is_forgotten_is_not_counted(written: io.StringIO, clock: Clock, handler: OutageHandler) -> None:
    for _ in range(3):
        fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN))
    handler.forget()
    fail(errors.of_sqlite(sqlite3.SQLITE_CANTOPEN))
    clock.now += EVERY_SECONDS
    logging.getLogger("worker").warning("going on")
    first, second, last = written.getvalue().splitlines()
    assert first == second
    assert last == "worker going on"


def test_the_portal_writes_its_log_so() -> None:
    assert len(outage_handlers()) == 1


@pytest.mark.parametrize("turn", range(MOST_PROCESSES + 1))
def test_no_test_finds_the_counts_of_another(turn: int) -> None:
    """Of more turns than processes, two run in one process; the second fails where counts are kept between tests."""
    (console,) = outage_handlers()
    record = logging.makeLogRecord({"name": "test", "msg": "turn %d", "args": (turn,), "group": "turns"})
    assert console.handle(record), "the group is known: a count was left by another test"
