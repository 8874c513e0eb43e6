"""What a batch reads it looks up by enterprise, key or id; by a kind, SQLite would go through half the register."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from enterprises.enforcement.tagging import tag_all_penalties
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.batches import publish_batch
from enterprises.register.models import Enterprise
from lists.listings.queries import red_facts_of
from tests.importing.make import load_penalties, new_enterprise, office, penalty, uscc

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows before it plans"),
]
MANY = 100  # for a few SQLite takes the index of enterprises by itself
AT = datetime(2026, 6, 2, 4, tzinfo=UTC)
NARROW = ("(kind=?)", "(state=?)")


def steps_of(work: Callable[[], object]) -> dict[str, list[str]]:
    """Return the steps of SQLite's plan for each query of some work."""
    found: dict[str, list[str]] = {}
    asked: list[str] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and not many and not asked:
            asked.append(sql)
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                found[sql] = [row[3] for row in cursor.fetchall()]
            asked.clear()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        work()
    return found


def test_publication_of_a_batch_and_what_follows(tmp_path: Path) -> None:
    own = office()
    for number in range(MANY):
        new_enterprise(number, name=f"武汉第{number}商贸有限公司")
    rows = (penalty(n, CF_XDR_SHXYM=uscc(n), CF_XDR_MC=f"武汉第{n}商贸有限公司") for n in range(MANY))
    load_penalties(tmp_path, *rows, on="2026-06-01")
    batch = ImportBatch.objects.get()
    steps = steps_of(lambda: publish_batch(batch, by=own.reviewer, at=AT))
    assert Record.objects.filter(state=State.PUBLISHED).count() == MANY
    assert_looked_up(steps)


@pytest.mark.parametrize("work", [tag_all_penalties, lambda: red_facts_of(all_ids())])
def test_work_on_records_of_enterprises(work: Callable[[], object]) -> None:
    for number in range(MANY):
        new_enterprise(number, name=f"武汉第{number}商贸有限公司")
    assert_looked_up(steps_of(work))


def all_ids() -> list[int]:
    return list(Enterprise.objects.values_list("pk", flat=True))


def assert_looked_up(steps: Mapping[str, Sequence[str]]) -> None:
    assert [sql for sql in steps if "enterprises_record" in sql]
    assert {sql: each for sql, each in steps.items() if any(step.endswith(NARROW) for step in each)} == {}
