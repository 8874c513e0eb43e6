"""What a credit file costs the database does not grow with what it holds."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import new_enterprise, office, published


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/enterprises/{}/", "/api/v1/enterprises/{}/"])
def test_many_records_cost_no_more_queries_than_one(address: str) -> None:
    keepers, enterprise = office(), new_enterprise()
    counts = []
    with time_machine.travel("2026-05-06T12:00:00+08:00", tick=False):
        for number in range(4):
            published(keepers, enterprise=enterprise, CF_WSH=f"武市监处罚〔2026〕{number}号")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert Client().get(address.format(enterprise.uscc)).status_code == 200
            counts.append(len(queries))
    assert counts[-1] == counts[0], counts
    assert counts[0] <= 11, [query["sql"][:120] for query in queries]
