"""The portal's PostgreSQL backend: plans are kept, a dead connection is told without asking, a pooler is respected."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from creditportal.postgresql.base import DatabaseWrapper
from enterprises.register.models import Enterprise
from search.prepared import PreparedQuery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def own() -> Iterator[DatabaseWrapper]:
    """Give a connection of the test's own in place of the usual one."""
    kept = connections["default"]
    made = connections["default"] = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    made.connect()
    assert isinstance(made, DatabaseWrapper)
    yield made
    made.close()
    connections["default"] = kept


def prepared_statements(own: Any) -> list[str]:
    with own.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def by_id() -> PreparedQuery:
    return PreparedQuery(lambda ids: Enterprise.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "name"))


def firms() -> list[int]:
    rows = [Enterprise(id=n, uscc=f"9142{n:014d}", name="甲", folded_name="甲") for n in (1, 70_000, 3_000_000_000)]
    Enterprise.objects.bulk_create(rows)
    return [row.pk for row in rows]


def test_a_statement_is_prepared_once_for_numbers_of_any_width(own: DatabaseWrapper) -> None:
    query, ids = by_id(), firms()
    for number in ids:
        assert query.rows([number]) == [(number, "甲")]
    assert len([text for text in prepared_statements(own) if "enterprises_enterprise" in text]) == 1


def test_nothing_is_prepared_behind_a_pooler(own: DatabaseWrapper) -> None:
    own.close()
    own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], "prepare_threshold": None}
    query, ids = by_id(), firms()
    for _ in range(10):
        assert query.rows(ids[:1]) == [(ids[0], "甲")]
    assert not [text for text in prepared_statements(own) if "enterprises_enterprise" in text]


def test_a_connection_that_the_server_has_ended_is_told_and_replaced(own: Any) -> None:
    assert own.is_usable()
    backend = own.connection.info.backend_pid
    with psycopg.connect(**{**own.get_connection_params(), "cursor_factory": psycopg.Cursor}) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend]).fetchone() == (True,)
    own.health_check_done = False  # as at the beginning of a request
    assert not own.is_usable()
    assert by_id().rows([1]) == []
    assert own.connection.info.backend_pid != backend


def test_a_closed_connection_is_not_usable(own: DatabaseWrapper) -> None:
    own.connection.close()
    assert not own.is_usable()
    assert connection.vendor == "postgresql"
