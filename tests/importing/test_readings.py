"""A large file is read by a process beside the one that stores: the same outcome, and a clear end if it dies."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from enterprises.records.models import ImportBatch, Record
from enterprises.register.models import Enterprise, FormerName, Industry
from enterprises.shared.sheets import readings
from enterprises.shared.sheets.console import FILE_UNREADABLE
from tests.importing.make import AGENCY_CODE, csv_file, new_enterprise, office, penalty, run_refused, uscc

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
    new_enterprise()
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


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A register extract whose rows are judged by rows that another process reads."""
    for code in ("01", "52"):
        Industry.objects.update_or_create(code=code, defaults={"name": code})
    book = Workbook()
    book.active.append(["统一社会信用代码", "企业名称", "注册号", "行业代码", "曾用名", "母公司统一社会信用代码"])
    names: list[list[str | int | None]] = [
        [uscc(number), f"武汉第{number}商贸有限公司", None, "5212", None, None] for number in range(ROWS)
    ]
    names[0][3] = 111  # a lost zero, if the codes of the others have four digits
    names[1][2] = "420100000000001"
    names[2][4], names[3][5] = "武汉旧名有限公司", uscc(ROWS - 1)
    names[WRONG][0] = "不是代码"
    names[AGAIN] = names[0]  # the same row again
    names[AGAIN + 1] = [uscc(1), "武汉另一家有限公司", *names[1][2:]]  # the same code, another name
    for row in names:
        book.active.append(row)
    book.save(tmp_path / "register.xlsx")
    return tmp_path / "register.xlsx"


def registered(extract: Path) -> tuple[str, list[Any], list[Any]]:
    """Import an extract; return what is printed, and what is stored and deleted again."""
    printed = run_refused("import_enterprises", str(extract))
    columns = ("uscc", "name", "register_number", "industry_id", "parent__uscc", "revision", "public_from", "category")
    stored = list(Enterprise.objects.order_by("uscc").values_list(*columns))
    former = list(FormerName.objects.values_list("enterprise__uscc", "name", "used_until"))
    FormerName.objects.all().delete()
    Enterprise.objects.update(parent=None)
    Enterprise.objects.all().delete()
    return printed, stored, former


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("is_small")
def test_a_register_extract_that_another_process_reads_becomes_the_same(
    extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = registered(extract)
    with monkeypatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 1)
        assert registered(extract) == apart
    printed, stored, former = apart
    assert len(stored) == ROWS - 3
    assert {row[0]: row[3] for row in stored}[uscc(0)] == "01"
    assert [row[0] for row in stored if row[4]] == [uscc(3)] and len(former) == 1
    assert f"接受{ROWS - 3}行，无变化1行，拒绝2行" in printed and "与第3行相同，内容却不同" in printed


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("is_small")
def test_the_end_of_the_reader_is_named_for_an_extract(extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "read_chunk", die)
    assert "读取表格的进程被系统结束" in run_refused("import_enterprises", str(extract), status=FILE_UNREADABLE)
