"""A file of records into submitted records of a numbered batch."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.names import agencies_by_code
from enterprises.agencies.permissions import require_recorder
from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.records.importing.joined_rows import joined_row
from enterprises.records.importing.record_rows import (
    RecordReader,
    RecordReading,
    RecordSpec,
    headers_of_kind,
    required_columns,
)
from enterprises.records.models import ImportBatch
from enterprises.records.services.batches import open_batch
from enterprises.records.services.deliveries import (
    Delivery,
    begin_reading_anew,
    count_rows,
    finish_batches,
    unfinished_delivery,
)
from enterprises.records.services.imported_rows import submit_rows
from enterprises.records.services.submissions import ImportedRow, Outcome, Result, Submission
from enterprises.shared.clock import day_of
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.readings import readings, readings_apart
from enterprises.shared.sheets.remembered_rows import RememberedRows, temporary_database
from enterprises.shared.sheets.report import RefusedRow, Tally, returnable_cells
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import Table, TableRow, open_table

BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The batch that an import filled, None if no row was new, and the delivery that it continued, if any.

    `stored` counts the rows that earlier imports of the delivery have stored.
    """

    batch: ImportBatch | None
    continued: Delivery
    stored: int


@dataclass(slots=True, kw_only=True)
class _Chunk:
    """Good rows that are stored together, with their cells; `read` counts the refused ones between them, too."""

    rows: list[ImportedRow] = field(default_factory=list)
    cells: list[tuple[Cell, ...]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    read: int = 0


def open_records(path: Path, *, kind: RecordKind) -> AbstractContextManager[Table]:
    """Open a file of records of one kind.

    :raises UnreadableFile: it cannot be read, or lacks columns that the kind needs.
    """
    return open_table(path, code_of=headers_of_kind(kind), required=required_columns(kind))


def import_records(
    table: Table,
    *,
    kind: RecordKind,
    agency: Agency,
    by: User,
    at: datetime,
    dry_run: bool,
    tally: Tally,
    file_name: str = "",
    apart: bool = False,
) -> Imported:
    """Import all rows of a file, or the rest of it where an earlier import did not reach the end.

    The same person goes on under the same number, another one under a number of its own that names the first.
    `file_name` is what the batch calls the file, where it lies under another name. `apart`: rows of a large file are
    read by a process beside this one.

    Each thousand rows are one transaction, so that what was stored stays stored if the rest fails;
    a second import finds it unchanged. A dry run does the same and takes each transaction back.

    :raises NotPermitted: `by` is no recorder of the agency.
    :raises ReaderDied: the process that reads was ended from outside.
    """
    require_recorder(by, agency=agency)
    spec = RecordSpec(kind=kind.code, agency_id=agency.pk, on=day_of(at), columns=table.columns, is_1904=table.is_1904)
    reader = spec.reader()
    submission = Submission(
        kind=kind,
        agency=agency,
        by=by,
        at=at,
        generation=reader.generation,
        present=reader.present,
        sources=agencies_by_code(),
    )
    continued = unfinished_delivery(kind=kind, agency=agency, file_sha256=table.sha256)
    with temporary_database() as database:
        importer = _Importer(
            continued=continued,
            stored=continued.accepted,
            batch=continued.batch_of(by),
            table=table,
            file_name=file_name or table.path.name,
            reader=reader,
            readings=readings_apart(table, reader, spec=spec) if apart else readings(table, reader),
            submission=submission,
            dry_run=dry_run,
            tally=tally,
            seen=RememberedRows(database, "rows_by_key", facts=("number", "digest", "name")),
        )
        for chunk in importer.chunks():
            importer.store(chunk)
        return importer.finish()


@dataclass(slots=True, kw_only=True)
class _Importer:
    table: Table
    file_name: str
    reader: RecordReader
    readings: Iterator[tuple[TableRow, RecordReading]]
    submission: Submission
    dry_run: bool
    tally: Tally
    continued: Delivery
    stored: int
    batch: ImportBatch | None
    seen: RememberedRows
    _name: str = field(init=False)
    _folded: frozenset[str] = field(init=False)  # fields that are compared folded

    def __post_init__(self) -> None:
        self._name = self.submission.code_of(RecordColumn.SUBJECT_NAME)
        self._folded = frozenset((*self.submission.kind.key, self._name))

    def chunks(self) -> Iterator[_Chunk]:
        """Clean all rows; put the bad ones and those that contradict an earlier row aside."""
        chunk = _Chunk()
        for row, reading in self.readings:
            if reading.row is not None and self._is_joined(reading.row, row, chunk):
                continue
            if BATCH in (len(chunk.rows), len(chunk.refused)):
                yield chunk
                chunk = _Chunk()
            chunk.read += 1
            if reading.row is None:
                chunk.refused.append(self._refused(row.number, row.cells, reading))
            elif self._is_first(reading.row, row, chunk):
                chunk.rows.append(reading.row)
                chunk.cells.append(row.cells)
                if reading.warning:
                    self.tally.warn(row.number, reading.warning)
        yield chunk

    def store(self, chunk: _Chunk) -> None:
        """Store a chunk; if another import stored one of its keys at the same time, decide again.

        Refused rows are reported in the order of the file.
        """
        try:
            outcomes = self._submit(chunk)
        except IntegrityError:
            outcomes = self._submit(chunk)
        refused = chunk.refused
        for outcome, cells in zip(outcomes, chunk.cells, strict=True):
            if outcome.result is Result.REFUSED:
                problem = self.reader.problem(outcome.code, outcome.message)
                reading = RecordReading(problems=(problem,), withheld=self.reader.withheld())
                refused.append(self._refused(outcome.number, cells, reading))
            elif outcome.message:
                self.tally.warn(outcome.number, outcome.message)
        for refusal in sorted(refused, key=lambda each: each.number):
            self.tally.refuse(refusal)
        self.tally.accepted += _count(outcomes, Result.ACCEPTED)
        self.tally.unchanged += _count(outcomes, Result.UNCHANGED)
        self.tally.on_progress(chunk.read)

    def finish(self) -> Imported:
        """Store the counts of the whole file, and that its end is reached."""
        imported = Imported(batch=self.batch, continued=self.continued, stored=self.stored)
        batches = (*self.continued.batches, *([self.batch] if self.batch else []))
        if self.dry_run or not batches:
            return imported
        with transaction.atomic():
            self._count(batches[-1] if self.batch is None else self.batch)
            finish_batches(batches, at=self.submission.at)
        if self.batch is not None:
            self.batch.refresh_from_db()
        return imported

    def _submit(self, chunk: _Chunk) -> list[Outcome]:
        batch = self.batch
        with transaction.atomic():
            if batch is None and chunk.rows and not self.dry_run:
                batch = self._open_batch()
            outcomes = submit_rows(chunk.rows, submission=self.submission, batch=batch)
            is_needed = self.batch is not None or _count(outcomes, Result.ACCEPTED) > 0
            if self.dry_run or not is_needed:
                transaction.set_rollback(True)
            elif batch is not None:
                self._count(batch, more=outcomes, more_refused=len(chunk.refused))
        if is_needed and not self.dry_run:
            self.batch = batch
        return outcomes

    def _open_batch(self) -> ImportBatch:
        submission = self.submission
        return open_batch(
            kind=submission.kind,
            agency=submission.agency,
            by=submission.by,
            at=submission.at,
            file_name=self.file_name,
            file_sha256=self.table.sha256,
            continues=next(iter(self.continued.batches), None),
        )

    def _count(self, batch: ImportBatch, more: list[Outcome] | None = None, *, more_refused: int = 0) -> None:
        """Count the rows so far; those that earlier imports of the delivery have stored are not "unchanged"."""
        if self.continued.batches:
            begin_reading_anew(self.continued.batches)
        count_rows(
            batch,
            more_accepted=_count(more, Result.ACCEPTED),
            unchanged=max(self.tally.unchanged + _count(more, Result.UNCHANGED) - self.stored, 0),
            refused=self.tally.refused + more_refused + _count(more, Result.REFUSED),
        )

    def _is_joined(self, row: ImportedRow, source: TableRow, chunk: _Chunk) -> bool:
        """Join a row with the one before it, where both are parts of one record; name both."""
        before = chunk.rows[-1] if chunk.rows else None
        joined = before and joined_row(self.submission.kind, before, row)
        if before is None or joined is None:
            return False
        chunk.read += 1
        chunk.rows[-1] = joined
        self.tally.warn(source.number, sentence("与第{number}行是同一记录的不同项目，已并为一条", number=before.number))
        return True

    def _is_first(self, row: ImportedRow, source: TableRow, chunk: _Chunk) -> bool:
        """Return whether the key comes for the first time; the same row again is unchanged, another one refused.

        Spellings of one document number or name are the same: the key holds what it folds.
        """
        folded = self._folded
        digest = hash(frozenset(item for item in row.values.items() if item[0] not in folded))
        name = str(row.values[self._name])
        earlier = self.seen.remember(row.key, row.number, digest, name)
        if earlier is None:
            return True
        first, first_digest, first_name = earlier
        if digest == first_digest and fold_name(name) == fold_name(first_name):
            self.tally.unchanged += 1
            return False
        key_code = self.submission.kind.key[0]
        problem = self.reader.problem(
            key_code, sentence("与第{first}行是同一记录，内容却不同；请只保留一行", first=first)
        )
        reading = RecordReading(problems=(problem,), withheld=self.reader.withheld())
        chunk.refused.append(self._refused(row.number, source.cells, reading))
        return False

    def _refused(self, number: int, cells: tuple[Cell, ...], reading: RecordReading) -> RefusedRow:
        returned = returnable_cells(self.table.columns, cells, withheld=reading.withheld)
        return RefusedRow(number=number, problems=reading.problems, cells=returned)


def _count(outcomes: list[Outcome] | None, result: Result) -> int:
    return sum(outcome.result is result for outcome in outcomes or ())
