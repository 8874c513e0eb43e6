"""Rows inserted at once."""

import pytest
from django.db import connection, transaction

from enterprises.register.models import Enterprise
from enterprises.shared.bulk import insert_all, refresh_statistics
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
