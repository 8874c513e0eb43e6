"""A kept sheet, checked or taken by the worker in slices: each slice is written together with how far it came."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from enterprises.shared.clock import day_of
from enterprises.shared.incoming.kept import KEPT_FOR, KeptFile, is_kept, kept_file
from enterprises.shared.problems import Problem
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.error_book import refusals
from enterprises.shared.sheets.report import RefusedRow, returnable_cells
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.sheets.table import Table, open_table
from lists.listings.services.bulk import take_bulk_step
from lists.listings.sheets import BulkRow, BulkStep, code_of_header, read_bulk_row, required_headers
from lists.listings.tasks import ListTask, TaskKind

MOST_ROWS = 5_000
# Rows that are written together, and slices that one run of the job takes: others wait for the worker too.
SLICE, SLICES_A_RUN = 100, 10
_GONE = sentence("检查过的表格已不再保留（保留{minutes}分钟），请重新选择文件。", minutes=KEPT_FOR.seconds // 60)


class SheetGone(Refused):
    """The sheet is not kept any more."""


def advance_sheet(task: ListTask, *, at: datetime) -> None:
    """Check or take the next slices of a task's sheet; the file stays for the next run, or for the officer.

    :raises SheetGone: it is not kept any more.
    :raises UnreadableFile: it cannot be read, or has too many rows.
    """
    with _sheet_of(task, at=at) as sheet:
        if sheet is None:
            return
        with _table_of(task, sheet) as table:
            if table.has_more_rows_than(MOST_ROWS):
                raise UnreadableFile(sentence("文件超过{most_rows}行，请分成几个文件。", most_rows=MOST_ROWS))
            rows = islice(_rows(table, step=BulkStep(task.step), at=at), task.rows_read, None)
            for _ in range(SLICES_A_RUN):
                chunk = list(islice(rows, SLICE))
                if not _take(task, chunk, at=at):
                    return


def refused_rows_of(task: ListTask) -> list[RefusedRow]:
    """Return the rows of a task's sheet that did not take the step, in its order, without their cells."""
    return [
        RefusedRow(
            number=one["number"],
            problems=tuple(Problem(code=code, label=label, message=text) for code, label, text in one["problems"]),
            cells=(),
        )
        for one in task.result.get("refused", [])
    ]


def refused_book(task: ListTask, *, at: datetime) -> bytes:
    """Return the refused rows as a workbook to correct, b"" if there are none; cells of natural persons stay away.

    :raises SheetGone: the sheet is not kept any more.
    """
    why = {one["place"]: row for one, row in zip(task.result.get("refused", []), refused_rows_of(task), strict=True)}
    with _sheet_of(task, at=at) as sheet:
        if sheet is None:
            raise SheetGone(_GONE)
        book = sheet.path.with_name("errors.xlsx")
        with _table_of(task, sheet) as table:
            _write_book(table, why, book=book, step=BulkStep(task.step), at=at)
        data = book.read_bytes() if book.exists() else b""
        book.unlink(missing_ok=True)
        return data


def _write_book(table: Table, why: dict[int, RefusedRow], *, book: Path, step: BulkStep, at: datetime) -> None:
    with refusals(table, report=lambda _: None, errors=book, scratch=book.parent) as listener:
        for place, row in enumerate(_rows(table, step=step, at=at)):
            if place in why:
                listener(replace(why[place], cells=returnable_cells(table.columns, row.cells)))


@contextmanager
def _sheet_of(task: ListTask, *, at: datetime) -> Iterator[KeptFile | None]:
    """Hold the sheet of a task, and remove it once its step is taken whole, or if it is refused.

    None: another process reads it.

    :raises SheetGone: it is not kept any more.
    """
    sheet = kept_file(task.file_token, user=task.requested_by, at=at)
    if sheet is None:
        if not is_kept(task.file_token, user=task.requested_by, at=at):
            raise SheetGone(_GONE)
        yield None
        return
    try:
        yield sheet
        task.refresh_from_db()
        if _is_taken_whole(task):
            sheet.close()
        else:
            sheet.renew(at=at)
    except (Refused, UnreadableFile):
        sheet.close()
        raise
    finally:
        sheet.leave()


def _is_taken_whole(task: ListTask) -> bool:
    is_finished = task.kind == TaskKind.TAKE and task.finished_at is not None
    return is_finished and not task.result.get("refused")


@contextmanager
def _table_of(task: ListTask, sheet: KeptFile) -> Iterator[Table]:
    required = required_headers(BulkStep(task.step))
    with open_table(sheet.path, code_of=code_of_header, required=required) as table:
        yield table


def _rows(table: Table, *, step: BulkStep, at: datetime) -> Iterator[BulkRow | RefusedRow]:
    """Yield every row as it was read; a code that comes twice is taken once."""
    seen: dict[str, int] = {}
    for each in table.rows():
        row = read_bulk_row(each, step=step, on=day_of(at), is_1904=table.is_1904)
        if isinstance(row, BulkRow):
            first = seen.setdefault(row.uscc, row.number)
            if first != row.number:
                yield row.refused(f"与第{first}行是同一主体")
                continue
        yield row


@transaction.atomic
def _take(task: ListTask, chunk: Sequence[BulkRow | RefusedRow], *, at: datetime) -> bool:
    """Take a slice and write how far it came; False if nothing is left, or another process took it meanwhile."""
    locked = ListTask.objects.select_for_update().get(pk=task.pk)
    if locked.finished_at is not None or locked.rows_read != task.rows_read:
        return False
    done = take_bulk_step(
        credit_list=task.credit_list,
        step=BulkStep(task.step),
        rows=[row for row in chunk if isinstance(row, BulkRow)],
        by=task.requested_by,
        at=at,
        dry_run=task.kind == TaskKind.CHECK,
    )
    problems = {row.number: row for row in chunk if isinstance(row, RefusedRow)}
    problems |= {row.number: row for row in done.refused}
    places = enumerate(chunk, start=task.rows_read)
    refused = [_stored(problems[row.number], place) for place, row in places if row.number in problems]
    task.done += done.done
    task.rows_read += len(chunk)
    task.result = {"refused": [*locked.result.get("refused", []), *refused]}
    task.finished_at = at if len(chunk) < SLICE else None
    task.save(update_fields=["done", "rows_read", "result", "finished_at"])
    return task.finished_at is None


def _stored(row: RefusedRow, place: int) -> dict[str, Any]:
    problems = [[problem.code, problem.label, problem.message] for problem in row.problems]
    return {"number": row.number, "place": place, "problems": problems}
