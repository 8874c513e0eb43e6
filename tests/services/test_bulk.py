"""Rows inserted at once."""

import pytest
from django.db import connection, transaction

from enterprises.register.models import Enterprise
from enterprises.shared.bulk import insert_all, refresh_statistics, seldom_checkpoints
from tests.search.make import AT


@pytest.mark.postgresql
@pytest.mark.django_db
def test_statistics_know_rows_that_came_at_once() -> None:
    def known() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'enterprises_enterprise'")
            return float(cursor.fetchone()[0])

    refresh_statistics()  # what an earlier test's rows left behind is not undone with them
    before = known()
    names = [f"第{n}家" for n in range(500)]
    with transaction.atomic():
        insert_all(
            [
                Enterprise(uscc=f"91420100MA{n:08d}", name=name, folded_name=name, created_at=AT)
                for n, name in enumerate(names)
            ]
        )
    refresh_statistics()
    assert known() == before + 500


def checkpoint_after() -> int:
    """Return the pages of the log after which SQLite makes a checkpoint; 0 where there is none."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_checkpoints_are_seldom_only_while_a_command_writes() -> None:
    usual = checkpoint_after()
    with pytest.raises(ZeroDivisionError), seldom_checkpoints():
        assert checkpoint_after() > 10 * usual or connection.vendor != "sqlite"
        raise ZeroDivisionError
    with seldom_checkpoints():
        Enterprise.objects.create(uscc="91420100MA00000001", name="一家", folded_name="一家")
    assert checkpoint_after() == usual


@pytest.mark.django_db
def test_checkpoints_stay_as_they_are_inside_a_transaction() -> None:
    usual = checkpoint_after()
    with seldom_checkpoints():
        assert checkpoint_after() == usual
