"""What stands behind an error that nobody's input has caused: no database, a busy one, no room on the disk.

One reading for pages, API, desk, commands and the log (docs/operations/outages.md).
"""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError

from enterprises.shared.refusals import Refused

logger = logging.getLogger(__name__)


class Outage(Enum):
    """A kind of outage: its sentence in Chinese and in English, and after how many seconds to try again."""

    DATABASE_GONE = ("数据库暂时无法连接，我们正在恢复。", "The database cannot be reached.", 10)
    DATABASE_BUSY = ("数据库正忙，请稍后再试。", "The database is busy.", 5)
    DISK_FULL = (
        "磁盘空间已满，暂时不能写入；已经保存的内容不受影响，请联系系统管理员。",
        "The disk is full: nothing can be written. What was stored is not affected.",
        300,
    )

    def __init__(self, sentence: str, english: str, retry_after: int) -> None:
        self.sentence = sentence
        self.english = english
        self.retry_after = retry_after

    @property
    def code(self) -> str:
        """Return the word by which the API names it."""
        return self.name.lower()


class NotWritten(Refused):
    """Nothing could be written, for a reason that lies with the machine; the same may be sent again."""


# SQLSTATE of PostgreSQL, from its appendix A; class 08 and an error without one are a lost connection.
_GONE_STATES = frozenset({"57P01", "57P02", "57P03", "57P05"})
_BUSY_STATES = frozenset({"40001", "40P01", "53300", "55P03", "57014"})
_FULL_STATE = "53100"
# Primary result codes of SQLite; the shared memory of its log cannot grow on a full disk.
_FULL_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_GONE_CODES = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})
_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})
_PRIMARY = 0xFF


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage behind an error or behind what caused it, None if it is another kind of error."""
    return next((outage for each in _chain(error) if (outage := _outage_of_one(each))), None)


@contextmanager
def refusing_outages() -> Iterator[None]:
    """Turn a full disk and a busy database into a refusal, so that a form comes back with what was typed.

    A database that is gone stays an error: no page of the desk can be made without it.

    :raises NotWritten: with the sentence of the outage.
    """
    try:
        yield
    except Refused:
        raise
    except Exception as error:  # some libraries wrap the error of the disk
        outage = outage_of(error)
        if outage is None or outage is Outage.DATABASE_GONE:
            raise
        logger.warning("Nothing was written", exc_info=True)
        raise NotWritten(outage.sentence) from error


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it, the last one first."""
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _outage_of_one(error: BaseException) -> Outage | None:
    if isinstance(error, OSError) and error.errno in _FULL_NUMBERS:
        return Outage.DISK_FULL
    if isinstance(error, sqlite3.Error):  # of the index; those of the database are wrapped
        return Outage.DISK_FULL if _sqlite_code(error) in _FULL_CODES else None
    if isinstance(error, OperationalError | InterfaceError):
        return _outage_of_database(error)
    return None


def _outage_of_database(error: DatabaseError | InterfaceError) -> Outage | None:
    """Judge an error of Django by that of the driver, which is its cause."""
    driver = error.__cause__
    if isinstance(driver, sqlite3.Error):
        return _outage_of_sqlite(_sqlite_code(driver))
    state = getattr(driver, "sqlstate", None)
    if state == _FULL_STATE:
        return Outage.DISK_FULL
    if state in _BUSY_STATES:
        return Outage.DATABASE_BUSY
    if state is None or state in _GONE_STATES or state.startswith("08"):
        return Outage.DATABASE_GONE
    return None


def _outage_of_sqlite(code: int) -> Outage | None:
    if code in _FULL_CODES:
        return Outage.DISK_FULL
    if code & _PRIMARY in _BUSY_CODES:
        return Outage.DATABASE_BUSY
    return Outage.DATABASE_GONE if code & _PRIMARY in _GONE_CODES else None


def _sqlite_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", None) or 0
