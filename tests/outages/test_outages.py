"""Which outage stands behind an error."""

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from enterprises.shared.outages import NotWritten, Outage, outage_of, refusing_outages
from enterprises.shared.refusals import Refused
from tests.outages import errors


def open_database(path: Path) -> BaseDatabaseWrapper:
    """Open a file as the portal opens its own, but wait for nobody."""
    options = {"timeout": 0, "transaction_mode": "IMMEDIATE"}
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}})
    connection: BaseDatabaseWrapper = handler["default"]
    connection.inc_thread_sharing()
    return connection


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[BaseDatabaseWrapper]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection = open_database(tmp_path / "small.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE rows (content TEXT)")
        yield connection
        connection.close()


def failure_of(database: BaseDatabaseWrapper, statement: str) -> BaseException:
    with pytest.raises(OperationalError) as caught, database.cursor() as cursor:
        cursor.execute(statement)
    return caught.value


def test_a_database_that_cannot_grow_is_a_full_disk(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 2")
    error = failure_of(database, "INSERT INTO rows VALUES (hex(zeroblob(100000)))")
    assert outage_of(error) is Outage.DISK_FULL


def test_a_locked_database_is_busy(database: BaseDatabaseWrapper, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "small.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    error = failure_of(database, "INSERT INTO rows VALUES ('x')")
    other.close()
    assert outage_of(error) is Outage.DATABASE_BUSY


def test_a_file_that_cannot_be_opened_is_a_database_that_is_gone(
    tmp_path: Path, django_db_blocker: pytest.FixtureRequest
) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        error = failure_of(open_database(tmp_path / "no-folder" / "x.sqlite3"), "SELECT 1")
    assert outage_of(error) is Outage.DATABASE_GONE


def test_a_wrong_statement_is_no_outage(database: BaseDatabaseWrapper) -> None:
    assert outage_of(failure_of(database, "SELECT nothing FROM nowhere")) is None


@pytest.mark.parametrize(
    ("state", "outage"),
    [
        ("53100", Outage.DISK_FULL),
        ("55P03", Outage.DATABASE_BUSY),
        ("40P01", Outage.DATABASE_BUSY),
        ("40001", Outage.DATABASE_BUSY),
        ("53300", Outage.DATABASE_BUSY),
        ("57014", Outage.DATABASE_BUSY),
        ("57P01", Outage.DATABASE_GONE),
        ("57P03", Outage.DATABASE_GONE),
        ("08006", Outage.DATABASE_GONE),
        ("42P01", None),
    ],
)
def test_postgresql_names_its_state(state: str, outage: Outage | None) -> None:
    assert outage_of(errors.of_postgresql(state)) is outage


def test_a_lost_connection_has_no_state() -> None:
    assert outage_of(errors.wrapped(psycopg.OperationalError("Connection refused"))) is Outage.DATABASE_GONE
    assert outage_of(InterfaceError("connection already closed")) is Outage.DATABASE_GONE


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE])
def test_the_index_may_fill_the_disk_too(code: int) -> None:
    """Errors of the index are not wrapped by Django; only a full disk is more than a search that fails."""
    driver = sqlite3.OperationalError("made for a test")
    driver.sqlite_errorcode = code
    assert outage_of(driver) is Outage.DISK_FULL
    driver.sqlite_errorcode = sqlite3.SQLITE_BUSY
    assert outage_of(driver) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_found_behind_other_errors(number: int) -> None:
    error = RuntimeError("could not be printed")
    error.__context__ = OSError(number, "no room")
    assert outage_of(error) is Outage.DISK_FULL
    error.__suppress_context__ = True
    assert outage_of(error) is None


@pytest.mark.parametrize(
    "error", [None, ValueError("x"), ConnectionRefusedError(errno.ECONNREFUSED, "x"), IntegrityError("x")]
)
def test_other_errors_are_no_outage(error: BaseException | None) -> None:
    assert outage_of(error) is None


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert outage_of(first) is None


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY])
def test_a_form_is_refused_with_the_sentence(code: int) -> None:
    error = errors.of_sqlite(code)
    with pytest.raises(NotWritten) as caught, refusing_outages():
        raise error
    assert caught.value.sentence == (outage_of(error) or Outage.DATABASE_GONE).sentence


@pytest.mark.parametrize(
    "error", [errors.of_sqlite(sqlite3.SQLITE_CANTOPEN), ValueError("x"), Refused("ours"), KeyError("x")]
)
def test_whatever_else_goes_on_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, refusing_outages():
        raise error
    assert caught.value is error
