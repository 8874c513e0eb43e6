"""Errors as Django gives them, with that of the driver as their cause."""

import sqlite3

import psycopg
from django.db import OperationalError


def of_sqlite(code: int) -> OperationalError:
    """Return the error of SQLite with that result code, as Django wraps it."""
    driver = sqlite3.OperationalError("made for a test")
    driver.sqlite_errorcode = code
    return wrapped(driver)


def of_postgresql(state: str) -> OperationalError:
    """Return the error of PostgreSQL with that SQLSTATE, as Django wraps it."""
    return wrapped(psycopg.errors.lookup(state)("made for a test"))


def wrapped(driver: Exception) -> OperationalError:
    """Return Django's error with that of the driver as its cause."""
    error = OperationalError(*driver.args)
    error.__cause__ = driver
    return error
