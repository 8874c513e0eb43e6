"""A sheet of records that an officer hands over on a page, which waits until it is checked or imported."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User

from enterprises.catalogue.types import RecordKind
from enterprises.importing.error_book import book_of
from enterprises.importing.record_import import import_records
from enterprises.importing.record_rows import headers_of_kind, required_columns
from enterprises.importing.report import Refusal, Tally
from enterprises.importing.source import UnreadableFile
from enterprises.importing.table import Table, open_table
from enterprises.models import Agency, ImportBatch

MOST_ROWS = 20_000  # some ten seconds; for more there is the command
MOST_TOLD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResult:
    """What became of the rows; `batch` is None where nothing was new or nothing was to be written.

    `refusals` and `warnings` are sentences, the first `MOST_TOLD` of each.
    """

    batch: ImportBatch | None
    accepted: int
    unchanged: int
    refused: int
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Told:
    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refused(self, refusal: Refusal) -> None:
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(str(refusal))

    def warned(self, number: int, text: str) -> None:
        if len(self.warnings) < MOST_TOLD:
            self.warnings.append(f"第{number}行：{text}")


def take_sheet(
    content: Path,
    *,
    name: str,
    kind: RecordKind,
    agency: Agency,
    by: User,
    at: datetime,
    dry_run: bool,
    errors: Path | None = None,
) -> SheetResult:
    """Check a sheet, and import it unless `dry_run`; the refused rows go to the workbook `errors`, if one is asked for.

    `name` is what the officer called the file that lies at `content`.

    :raises UnreadableFile: the file as a whole cannot be read, or has more than `MOST_ROWS` rows.
    :raises NotPermitted: `by` is no recorder of the agency.
    """
    table = replace(_opened(content, kind), path=Path(name))
    told = _Told(warnings=list(table.warnings))
    with ExitStack() as stack:
        book = stack.enter_context(book_of(errors, table)) if errors else None

        def on_refusal(refusal: Refusal) -> None:
            told.refused(refusal)
            if book is not None:
                book.add(refusal)

        tally = Tally(on_refusal=on_refusal, on_warning=told.warned, on_progress=lambda _rows: None)
        batch = import_records(table, kind=kind, agency=agency, by=by, at=at, dry_run=dry_run, tally=tally)
    return SheetResult(
        batch=batch,
        accepted=tally.accepted,
        unchanged=tally.unchanged,
        refused=tally.refused,
        refusals=tuple(told.refusals),
        warnings=tuple(told.warnings),
    )


def _opened(content: Path, kind: RecordKind) -> Table:
    table = open_table(content, code_of=headers_of_kind(kind), required=required_columns(kind))
    if table.row_estimate() > MOST_ROWS:
        raise UnreadableFile(f"文件约有{table.row_estimate()}行，页面上一次最多导入{MOST_ROWS}行，请分成几个文件。")
    return table
