"""Rows of a large city are made by another process: the same rows, a clear end, nobody left behind."""

import os
import signal
from datetime import date
from multiprocessing import active_children

import pytest
from django.db import connection

from creditportal.development.demo.accounts import Staff
from creditportal.development.demo.agencies import AGENCIES
from creditportal.development.demo.rows import Order, chunks
from creditportal.development.demo.writing import BuilderDied, chunks_apart, roomy_database
from enterprises.agencies.domains import regulator_of

STAFF = tuple(
    Staff(
        agency_id=ordinal,
        code=agency.code,
        name=agency.name,
        domain=agency.domain,
        regulator=regulator_of(agency.domain),
        recorder_id=2 * ordinal,
        reviewer_id=2 * ordinal + 1,
    )
    for ordinal, agency in enumerate(AGENCIES, start=1)
)


def order(count: int) -> Order:
    return Order(count=count, seed=1, on=date(2026, 11, 22), staff=STAFF, records_each=1)


def test_the_rows_are_the_same_in_the_same_order() -> None:
    assert list(chunks_apart(order(1_200))) == list(chunks(order(1_200)))
    assert not active_children()


def test_nobody_is_left_when_the_writer_stops() -> None:
    stream = chunks_apart(order(20_000))
    next(stream)
    assert active_children()
    stream.close()
    assert not active_children()


def test_a_killed_builder_is_a_clear_error() -> None:
    stream = chunks_apart(order(20_000))
    next(stream)
    (builder,) = active_children()
    os.kill(builder.pid or 0, signal.SIGKILL)
    with pytest.raises(BuilderDied, match="ended from outside"):
        list(stream)
    assert not active_children()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMA is SQLite's")
@pytest.mark.django_db(transaction=True)
def test_the_cache_and_the_log_are_as_before_afterwards() -> None:
    def pages() -> list[int]:
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cache_size", "wal_autocheckpoint")]

    before = pages()
    with pytest.raises(RuntimeError, match="disk"), roomy_database():
        assert pages() != before
        raise RuntimeError("disk")
    assert pages() == before
