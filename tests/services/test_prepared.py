"""A prepared query gives what its queryset gives, whatever the number of values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from enterprises.register.models import Enterprise
from search.prepared import PreparedQuery
from tests.search.make import stored_enterprise

pytestmark = pytest.mark.django_db
BORN = date(2020, 1, 1)


def rows_of(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    firms = Enterprise.objects.public(on=on).filter(pk__in=ids)
    return firms.order_by("pk").values_list("pk", "name", "public_from")


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6, 99, 100, 101, 230])
def test_it_gives_the_rows_of_the_queryset(count: int) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(uscc=f"91420100MA{n:08d}", name=f"第{n}家", folded_name=f"第{n}家", public_from=BORN)
        for n in range(240)
    )
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True)[:count])
    prepared = PreparedQuery(rows_of)
    for _ in range(2):
        assert sorted(prepared.rows(ids, BORN)) == list(rows_of(ids, BORN))


def test_arguments_are_not_mixed_up() -> None:
    pk = stored_enterprise(1, "武汉示例有限公司", public_from=BORN).pk
    prepared = PreparedQuery(rows_of)
    assert prepared.rows([pk], date(2019, 12, 31)) == []
    assert prepared.rows([pk], BORN) == [(pk, "武汉示例有限公司", BORN)]
    assert prepared.rows([pk], date(2019, 12, 31)) == []


def test_texts_as_values() -> None:
    stored_enterprise(1, "武汉示例有限公司")
    prepared = PreparedQuery(lambda names: Enterprise.objects.filter(name__in=names).values_list("name"), of_text=True)
    assert prepared.rows(["武汉示例有限公司", "%s'"]) == [("武汉示例有限公司",)]


def test_a_hundred_values_cost_one_query() -> None:
    prepared = PreparedQuery(rows_of)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        prepared.rows(list(range(100)), BORN)
        prepared.rows([], BORN)
    assert len(asked) == 1


def test_a_queryset_without_values() -> None:
    prepared = PreparedQuery(lambda _: Enterprise.objects.order_by("pk").values_list("name"))
    assert prepared.rows_of_all() == []
    stored_enterprise(1, "武汉示例有限公司")
    assert prepared.rows_of_all() == [("武汉示例有限公司",)]
