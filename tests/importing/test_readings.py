"""A large file is read by a process beside the one that stores: the same outcome, and a clear end if it dies."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from enterprises.records.models import ImportBatch, Record
from enterprises.shared.sheets import readings
from enterprises.shared.sheets.console import FILE_UNREADABLE
from tests.importing.make import AGENCY_CODE, csv_file, firm, office, penalty, run_refused

BY = ("--agency", AGENCY_CODE, "--by", "luru")
ALONE, CHUNK, ROWS = 2, 3, 12
WRONG, AGAIN = 5, 9  # places of a row with a wrong day, and of one that repeats the row before it


@pytest.fixture
def is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "ALONE", ALONE)
    monkeypatch.setattr(readings, "CHUNK", CHUNK)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    firm()
    office()
    rows = [penalty(number) for number in range(ROWS)]
    rows[WRONG] = penalty(WRONG, CF_JDRQ="不详")
    rows[AGAIN] = rows[AGAIN - 1]
    return csv_file(tmp_path, rows)


def outcome(sheet: Path, errors: Path, *options: str) -> tuple[str, list[Any]]:
    text = run_refused("import_records", "penalty", str(sheet), *BY, "--errors", str(errors), *options)
    return text, [[cell.value for cell in row] for row in load_workbook(errors).active.iter_rows()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("is_small")
def test_rows_that_another_process_reads_become_the_same(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_this_process(*chunk: Any) -> Any:
        raise AssertionError("read by the process that stores")

    dry = outcome(sheet, tmp_path / "errors.xlsx", "--dry-run")
    with monkeypatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 1)
        patch.setattr(readings, "_read_apart", in_this_process)
        assert outcome(sheet, tmp_path / "errors.xlsx", "--dry-run") == dry
    run_refused("import_records", "penalty", str(sheet), *BY)
    batch = ImportBatch.objects.get()
    assert (batch.accepted, batch.unchanged, batch.refused) == (ROWS - 2, 1, 1)
    numbers = Record.objects.order_by("pk").values_list("document_number", flat=True)
    assert list(numbers) == [penalty(n)["CF_WSH"] for n in range(ROWS) if n not in (WRONG, AGAIN)]


def die(*chunk: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("is_small")
def test_a_reader_that_dies_ends_the_import_with_a_sentence(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(readings, "read_chunk", die)
        text = run_refused("import_records", "penalty", str(sheet), *BY, status=FILE_UNREADABLE)
        assert "读取表格的进程被系统结束" in text
    run_refused("import_records", "penalty", str(sheet), *BY)
    assert ImportBatch.objects.latest("pk").accepted == ROWS - 2


@pytest.mark.django_db
def test_a_small_file_starts_no_process(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "ALONE", ROWS)
    monkeypatch.setattr(readings, "worker_pool", None)
    run_refused("import_records", "penalty", str(sheet), *BY)
    assert ImportBatch.objects.get().accepted == ROWS - 2
