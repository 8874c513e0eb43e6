"""A compiled query gives what its queryset gives, whatever the number of values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from enterprises.register.models import Enterprise
from search.fast.compiled import CompiledQuery
from tests.search.make import stored_enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_ways")]
BORN = date(2020, 1, 1)


def rows_of(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    enterprises = Enterprise.objects.public(on=on).filter(pk__in=ids)
    return enterprises.order_by("pk").values_list("pk", "name", "public_from")


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6, 99, 100, 101, 230])
def test_it_gives_the_rows_of_the_queryset(count: int) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(uscc=f"91420100MA{n:08d}", name=f"第{n}家", folded_name=f"第{n}家", public_from=BORN)
        for n in range(240)
    )
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True)[:count])
    compiled = CompiledQuery(rows_of)
    for _ in range(2):
        assert sorted(compiled.rows(ids, BORN)) == list(rows_of(ids, BORN))


def test_arguments_are_not_mixed_up() -> None:
    pk = stored_enterprise(1, "武汉示例有限公司", public_from=BORN).pk
    compiled = CompiledQuery(rows_of)
    assert compiled.rows([pk], date(2019, 12, 31)) == []
    assert compiled.rows([pk], BORN) == [(pk, "武汉示例有限公司", BORN)]
    assert compiled.rows([pk], date(2019, 12, 31)) == []


def test_texts_as_values() -> None:
    stored_enterprise(1, "武汉示例有限公司")
    compiled = CompiledQuery(lambda names: Enterprise.objects.filter(name__in=names).values_list("name"), of_text=True)
    assert compiled.rows(["武汉示例有限公司", "%s'"]) == [("武汉示例有限公司",)]


def test_a_hundred_values_cost_one_query() -> None:
    compiled = CompiledQuery(rows_of)
    with CaptureQueriesContext(connection) as asked:
        compiled.rows(list(range(100)), BORN)
        compiled.rows([], BORN)
    assert len(asked) == 1


def test_a_queryset_without_values() -> None:
    compiled = CompiledQuery(lambda _: Enterprise.objects.order_by("pk").values_list("name"))
    assert compiled.rows_of_all() == []
    stored_enterprise(1, "武汉示例有限公司")
    assert compiled.rows_of_all() == [("武汉示例有限公司",)]


def test_the_queryset_is_made_once_or_each_time(both_ways: bool) -> None:
    made: list[int] = []

    def make(ids: Sequence[int]) -> QuerySet[Any, Any]:
        made.append(len(ids))
        return Enterprise.objects.filter(pk__in=ids).order_by("pk").values_list("pk")

    query = CompiledQuery(make)
    for _ in range(3):
        query.rows([1, 2])
    assert made == ([5] if both_ways else [2, 2, 2])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_statement_is_prepared_once_for_numbers_of_any_width(settings: Settings) -> None:
    settings.FAST_LANES = True
    Enterprise.objects.bulk_create(
        Enterprise(id=n, uscc=f"9142{n:014d}", name="甲", folded_name="甲") for n in (1, 70_000, 3_000_000_000)
    )
    compiled = CompiledQuery(
        lambda ids: Enterprise.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "register_number")
    )
    for _ in range(5):
        for number in (1, 70_000, 3_000_000_000):
            assert compiled.rows([number]) == [(number, "")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [statement for (statement,) in cursor.fetchall() if "register_number" in statement]
    assert len([text for text in prepared if "INSERT" not in text]) == 1
