"""A sheet of records that an officer hands over on a page, which waits until it is checked or imported."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import DatabaseError

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import RecordKind
from enterprises.records.importing.record_import import Imported, import_records, open_records
from enterprises.records.models import ImportBatch
from enterprises.shared.outages import outage_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.error_book import refusals
from enterprises.shared.sheets.report import RefusedRow, Tally
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.sheets.table import Table

logger = logging.getLogger(__name__)
MOST_ROWS = 20_000  # some ten seconds; for more there is the command
MOST_REPORTED = 100


class SheetStopped(Refused):
    """The import ended before the last row; what was stored stays."""

    def __init__(self, problem: str, *, stored: int) -> None:
        rest = sentence("已有{stored}行导入，仍然有效；", stored=stored) if stored else "没有写入任何内容；"
        super().__init__(sentence("{problem}{rest}可以再次导入同一文件，不会重复。", problem=problem, rest=rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResult:
    """What became of the rows.

    `refusals` and `warnings` are sentences, the first `MOST_REPORTED` of each.
    """

    imported: Imported
    accepted: int
    unchanged: int
    refused: int
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def batch(self) -> ImportBatch | None:
        """The batch that was filled; None where nothing was new or nothing was to be written."""
        return self.imported.batch


@dataclass(slots=True)
class _Reported:
    refusals: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refused(self, refusal: RefusedRow) -> None:
        if len(self.refusals) < MOST_REPORTED:
            self.refusals.append(refusal.sentence)

    def warned(self, number: int, text: str) -> None:
        if len(self.warnings) < MOST_REPORTED:
            self.warnings.append(sentence("第{number}行：{text}", number=number, text=text))


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
    scratch: Path | None = None,
) -> SheetResult:
    """Check a sheet, and import it unless `dry_run`; refused rows go to the workbook `errors`, if given.

    `name` is what the officer called the file that lies at `content`, `scratch` a folder for parts of the
    workbook. A dry run writes all and takes it back.

    :raises UnreadableFile: the file as a whole cannot be read, or has more than `MOST_ROWS` rows.
    :raises NotPermitted: `by` is no recorder of the agency.
    :raises SheetStopped: the database was busy or gone, the disk full, or the file ends in what cannot be read.
    """
    with open_records(content, kind=kind) as table:
        if table.has_more_rows_than(MOST_ROWS):
            raise UnreadableFile(sentence("文件超过{most_rows}行，请分成几个文件。", most_rows=MOST_ROWS))
        return _take(
            table, name=name, kind=kind, agency=agency, by=by, at=at, dry_run=dry_run, errors=errors, scratch=scratch
        )


def _take(
    table: Table,
    *,
    name: str,
    kind: RecordKind,
    agency: Agency,
    by: User,
    at: datetime,
    dry_run: bool,
    errors: Path | None,
    scratch: Path | None,
) -> SheetResult:
    reported = _Reported(warnings=list(table.warnings[:MOST_REPORTED]))
    with refusals(table, report=reported.refused, errors=errors, scratch=scratch) as on_refusal:
        tally = Tally(on_refusal=on_refusal, on_warning=reported.warned, on_progress=lambda _rows: None)
        try:
            imported = import_records(
                table, kind=kind, agency=agency, by=by, at=at, dry_run=dry_run, tally=tally, file_name=name
            )
        except (DatabaseError, OSError) as problem:
            outage = outage_of(problem)
            if outage is None:
                raise
            logger.warning("An import stopped", exc_info=True)
            raise SheetStopped(outage.sentence, stored=0 if dry_run else tally.accepted) from problem
        except UnreadableFile as problem:
            if dry_run or not tally.accepted:
                raise
            raise SheetStopped(problem.sentence, stored=tally.accepted) from problem
    return SheetResult(
        imported=imported,
        accepted=tally.accepted,
        unchanged=tally.unchanged,
        refused=tally.refused,
        refusals=tuple(reported.refusals),
        warnings=tuple(reported.warnings),
    )
