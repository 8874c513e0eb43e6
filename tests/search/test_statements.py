"""The queries of a search page look enterprises up; none of them goes through a whole table."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from search import hydration as facts
from search.filters import Filters
from tests.search.make import TODAY

pytestmark = pytest.mark.django_db
QUERIES: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "enterprises, former names and lists": lambda: facts._rows([1, 2], TODAY, Filters()),
    "document numbers": lambda: facts._bearer_rows(["示罚20251号"], TODAY),
}
LARGE = ("enterprises_enterprise", "enterprises_record", "enterprises_formername", "lists_listing")


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables on purpose")
def test_no_query_scans_a_large_table(name: str) -> None:
    sql, parameters = QUERIES[name]().query.get_compiler(connection.alias).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        steps = [row[3] for row in cursor.fetchall()]
    assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in LARGE], steps
    if name == "document numbers":
        for index in ("record_document_number", "listing_document_number"):
            assert [step for step in steps if f"INDEX {index} (" in step], steps
    narrow = [step for step in steps if "INDEX" in step]
    assert narrow
    assert not [step for step in narrow if "(kind=?" in step or "(state=?" in step], steps  # half the register each
