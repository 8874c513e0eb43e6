"""`python -m tests.bench.search.portal_fill SIZE [RECORDS]`: fill an empty database with generated enterprises.

Each has so many public records (0).

Runs in a process of its own with the settings of the portal that is to be asked.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
django.setup()

from tests.bench.search import enterprises  # noqa: E402 - filters of search need the tables

CHUNK = 1000
CREATED = datetime(2020, 1, 1, tzinfo=UTC)
KINDS = ("licence", "penalty")
AGENCIES = 40


def main(size: int, records: int) -> None:
    """Migrate and fill."""
    from django.core.management import call_command
    from django.db import transaction

    from enterprises.shared.bulk import refresh_statistics

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    with transaction.atomic():
        for first in range(0, size, CHUNK):
            ids = write(enterprises.enterprise_at(number) for number in range(first, min(first + CHUNK, size)))
            write_records(ids, each=records)
    refresh_statistics()


def write(made: Iterable[enterprises.MadeEnterprise]) -> list[int]:
    """Insert enterprises with their former names and return their ids."""
    from enterprises.register.models import Enterprise, FormerName
    from enterprises.shared.bulk import insert_all
    from enterprises.shared.rules.names import fold_name

    made = list(made)
    rows = [
        Enterprise(
            uscc=enterprise.uscc,
            register_number=enterprise.register_number,
            name=enterprise.name.text,
            folded_name=fold_name(enterprise.name.text),
            status=enterprise.status,
            region_id=enterprise.region,
            public_from=enterprises.PUBLIC_FROM,
            created_at=CREATED,
        )
        for enterprise in made
    ]
    insert_all(rows)
    FormerName.objects.bulk_create(
        FormerName(enterprise=row, name=name.text, folded_name=fold_name(name.text))
        for enterprise, row in zip(made, rows, strict=True)
        for name in enterprise.former
    )
    _write_earlier_codes(made, rows)
    return [row.pk for row in rows]


def _write_earlier_codes(made: Sequence[enterprises.MadeEnterprise], rows: Sequence[Any]) -> None:
    """Insert the enterprises' earlier codes, under ids that no enterprise has."""
    from enterprises.register.models import Enterprise

    Enterprise.objects.bulk_create(
        Enterprise(
            pk=enterprises.EARLIER + row.pk,
            uscc=code,
            name=row.name,
            folded_name=row.folded_name,
            public_from=enterprises.PUBLIC_FROM,
            now_under=row,
        )
        for enterprise, row in zip(made, rows, strict=True)
        for code in enterprise.earlier_codes
    )


def write_records(ids: Sequence[int], *, each: int) -> None:
    """Insert published records of the enterprises, of several kinds and agencies; every other one has expired."""
    from enterprises.records.models import Record
    from enterprises.records.rules.lifecycle import State
    from enterprises.shared.bulk import insert_all

    agencies, (recorder, reviewer) = _staff()
    insert_all(
        [
            Record(
                kind=KINDS[turn % len(KINDS)],
                enterprise_id=pk,
                agency_id=agencies[(pk + turn) % len(agencies)],
                document_number=f"示罚〔2025〕{pk}-{turn}号",
                decided_on=date(2025, 3, 1),
                natural_key=f"{pk}-{turn}",
                state=State.PUBLISHED,
                public_from=date(2025, 3, 8),
                public_until=date(2028, 3, 8) if (pk + turn) % 2 else date(2026, 3, 8),
                period_rule="BENCH",
                recorded_by_id=recorder,
                reviewed_by_id=reviewer,
                created_at=CREATED,
                published_at=CREATED,
            )
            for pk in ids
            for turn in range(each)
        ]
    )


@cache
def _staff() -> tuple[list[int], list[int]]:
    from django.contrib.auth.models import User

    from enterprises.agencies.models import Agency

    codes = [f"1142010000{number:08d}" for number in range(AGENCIES)]
    agencies = [Agency.objects.create(code=code, name=f"示例机关第{number}号").pk for number, code in enumerate(codes)]
    return agencies, [User.objects.create(username=name).pk for name in ("recorder", "reviewer")]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
