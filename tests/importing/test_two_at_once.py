"""Two people import at the same moment: each record is stored once, and nobody sees an error."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from enterprises.catalogue.registry import kind_of
from enterprises.records.importing.record_import import import_records, open_records
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.sheets.report import Tally
from tests.importing.make import Office, csv_file, office, penalty

AT = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
ROWS = 60


def load(path: Path, own: Office, start: Barrier) -> Tally:
    kind = kind_of("penalty")
    tally = Tally(on_refusal=print, on_warning=print, on_progress=print)
    try:
        with open_records(path, kind=kind) as table:
            start.wait()
            import_records(table, kind=kind, agency=own.agency, by=own.recorder, at=AT, dry_run=False, tally=tally)
    finally:
        connection.close()
    return tally


@pytest.mark.django_db(transaction=True)
def test_the_same_rows_from_two_sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.records.importing.record_import.BATCH", 7)
    own = office()
    path = csv_file(tmp_path, [penalty(number) for number in range(ROWS)])
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        tallies = [each.result() for each in [pool.submit(load, path, own, start) for _ in range(2)]]
    assert Record.objects.count() == ROWS
    assert Enterprise.objects.count() == 1
    assert sum(tally.accepted for tally in tallies) == ROWS
    assert sum(tally.unchanged for tally in tallies) == ROWS
    assert all(tally.refused == 0 for tally in tallies)
