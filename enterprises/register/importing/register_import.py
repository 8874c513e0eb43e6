"""A register extract into the database, batch by batch."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from sqlite3 import Connection
from typing import Self

from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.importing.capital import COLUMN, without_contradictions
from enterprises.register.importing.register_reading import KEPT, RegisterReading
from enterprises.register.importing.register_rows import CAPITAL, NAME, USCC, RegisterReader, RegisterSpec
from enterprises.register.models import Enterprise
from enterprises.register.services.links import assign_earlier_codes
from enterprises.register.services.registration import (
    RegisterRow,
    assign_industries,
    assign_parents,
    register_enterprises,
)
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import LENGTH
from enterprises.shared.sheets.readings import readings_apart
from enterprises.shared.sheets.remembered_rows import RememberedRows, temporary_database
from enterprises.shared.sheets.report import RefusedRow, Tally, returnable_cells
from enterprises.shared.sheets.table import Table, TableRow

BATCH = 1_000
_HELD = f"{KEPT}；核对登记档案后确认无误的，请加 --confirm-capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    rows: tuple[RegisterRow, ...]
    numbers: tuple[int, ...]  # of the rows
    read: int  # rows of the file, refused ones too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """What only the whole file decides, by code, each with its row: a branch may stand above its parent."""

    parents: RememberedRows
    industries: RememberedRows
    earlier_codes: RememberedRows
    # Numbers of digits of the industries that the sheet gives beyond doubt.
    industry_lengths: set[int] = field(default_factory=set)

    @classmethod
    def empty_in(cls, database: Connection) -> Self:
        """Return one without rows."""
        return cls(
            parents=RememberedRows(database, "parents", facts=("parent", "number")),
            industries=RememberedRows(database, "industries", facts=("text", "padded", "number")),
            earlier_codes=RememberedRows(database, "earlier_codes", facts=("code", "number")),
        )

    def industry_of(self, *readings: str) -> str | None:
        """Decide between a number's digits and the same with a leading zero, by the lengths in the whole sheet."""
        fitting = [code for code in readings if len(code) in self.industry_lengths]
        return fitting[0] if len(fitting) == 1 else None


def import_register(
    table: Table,
    *,
    on: date,
    tally: Tally,
    from_register: bool = False,
    confirmed_capital: Collection[str] = (),
) -> None:
    """Import all rows of a register extract; each batch is one transaction.

    A bad row is refused and costs no other row. A second import of the same file writes nothing.
    Parents are stored last, because a branch may stand above its parent; so are industries that other rows decide.
    `from_register`: the file is the register's own, so codes that fail their check are taken as it bears them.
    `confirmed_capital`: the codes whose capital a person has compared, so that no contradiction holds it.
    Rows of a large file are read by a process beside this one.

    :raises ReaderDied: that process was ended from outside.
    """
    spec = RegisterSpec(on=on, is_1904=table.is_1904, from_register=from_register)
    reader = spec.reader()
    with temporary_database() as database:
        later, earlier = _Later.empty_in(database), _Earlier(database)
        readings = readings_apart(table, reader, spec=spec)
        for batch in _batches(table, readings, tally=tally, later=later, earlier=earlier):
            rows = _with_plausible_capital(batch, confirmed=confirmed_capital, tally=tally)
            changes = register_enterprises(rows, on=on)
            tally.accepted += changes.created + changes.updated
            tally.unchanged += changes.unchanged
            _name_namesakes(changes.namesakes, batch, tally=tally)
            tally.on_progress(batch.read)
        _store_parents(later.parents, tally=tally)
        _store_earlier_codes(later.earlier_codes, on=on, tally=tally)
        _store_industries(later, reader, tally=tally)


class _Earlier:
    """The rows that came before, of the whole file."""

    def __init__(self, database: Connection) -> None:
        self._by_code = RememberedRows(database, "rows_by_code", facts=("number", "digest"))
        self._by_number = RememberedRows(database, "rows_by_number", facts=("number", "name", "has_code"))

    def is_repeated(self, reading: RegisterReading, *, number: int) -> bool:
        """Return whether the same row came before; another row with the code of an earlier one is refused.

        If the later row won, each import of the file would change the enterprise twice.
        """
        if reading.row is None:
            return False
        earlier = self._by_code.remember(reading.row.uscc, number, reading.digest)
        if earlier is None:
            return False
        first, first_digest = earlier
        if reading.digest == first_digest:
            return True
        reading.wrong(USCC, f"与第{first}行相同，内容却不同；请只保留一行")
        reading.row = None
        return False

    def other_row(self, row: RegisterRow, *, number: int) -> int | None:
        """Return the number of a row with the same register number and name, where one of the two has no code."""
        given = row.columns.get("register_number")
        if not given:
            return None
        has_code = len(row.uscc) == LENGTH
        earlier = self._by_number.remember(str(given), number, row.name, has_code)
        if earlier is None:
            return None
        first, first_name, first_has_code = earlier
        if first_has_code == has_code or fold_name(first_name) != fold_name(row.name):
            return None
        return int(first)


def _batches(
    table: Table,
    readings: Iterable[tuple[TableRow, RegisterReading]],
    *,
    tally: Tally,
    later: _Later,
    earlier: _Earlier,
) -> Iterator[_Batch]:
    """Collect good rows; a repeated code is compared by its content."""
    rows: list[RegisterRow] = []
    numbers: list[int] = []
    read = 0
    for row, reading in readings:
        read += 1
        if reading.industry_length:
            later.industry_lengths.add(reading.industry_length)
        if earlier.is_repeated(reading, number=row.number):
            tally.unchanged += 1
            continue
        if reading.row is None:
            _refuse(table, row, reading, tally=tally)
            continue
        for warning in reading.warnings:
            tally.warn(row.number, warning)
        if other := earlier.other_row(reading.row, number=row.number):
            tally.warn(row.number, f"与第{other}行是同一企业（注册号、名称相同），以有统一社会信用代码的一行为准")
        rows.append(reading.row)
        numbers.append(row.number)
        if reading.parent:
            later.parents.remember(reading.row.uscc, reading.parent, row.number)
        if reading.earlier_code:
            later.earlier_codes.remember(reading.row.uscc, reading.earlier_code, row.number)
        if reading.industry:
            later.industries.remember(reading.row.uscc, *reading.industry, row.number)
        if len(rows) == BATCH:
            yield _Batch(rows=tuple(rows), numbers=tuple(numbers), read=read)
            rows, numbers, read = [], [], 0
    yield _Batch(rows=tuple(rows), numbers=tuple(numbers), read=read)


def _with_plausible_capital(batch: _Batch, *, confirmed: Collection[str], tally: Tally) -> list[RegisterRow]:
    """Return the rows of a batch; a capital that cannot be meant is left out and named."""
    given = [row.uscc for row in batch.rows if COLUMN in row.columns]
    known = Enterprise.objects.filter(uscc__in=given, registered_capital_yuan__isnull=False).order_by()
    stored: dict[str, Decimal] = dict(known.values_list("uscc", COLUMN)) if given else {}
    rows = []
    checked = without_contradictions(batch.rows, stored=stored, confirmed=confirmed)
    for number, (row, held) in zip(batch.numbers, checked, strict=True):
        if held:
            tally.warn(number, f"{REGISTER_FIELDS[CAPITAL].label}{held}；{_HELD} {row.uscc} 再导入")
        rows.append(row)
    return rows


def _name_namesakes(namesakes: Mapping[str, str], batch: _Batch, *, tally: Tally) -> None:
    """Name the rows that gave an enterprise the name of another one: its code or its name may be of another row."""
    for number, row in zip(batch.numbers, batch.rows, strict=True):
        if other := namesakes.get(row.uscc):
            label = REGISTER_FIELDS[NAME].label
            tally.warn(number, f"{label}改成了{other}现用的名称；请核对代码与名称是否在同一行")


def _refuse(table: Table, row: TableRow, reading: RegisterReading, *, tally: Tally) -> None:
    cells = returnable_cells(table.columns, row.cells, withheld=reading.withheld)
    tally.refuse(RefusedRow(number=row.number, problems=tuple(reading.problems), cells=cells))


def _store_parents(parents: RememberedRows, *, tally: Tally) -> None:
    for chunk in parents.chunks(BATCH):
        numbers = {code: number for code, (_, number) in chunk.items()}
        unknown = assign_parents({code: parent for code, (parent, _) in chunk.items()})
        for code in sorted(unknown, key=numbers.__getitem__):
            tally.warn(numbers[code], "母公司统一社会信用代码：没有这家企业，未建立隶属关系")


def _store_earlier_codes(earlier_codes: RememberedRows, *, on: date, tally: Tally) -> None:
    for chunk in earlier_codes.chunks(BATCH):
        refused = assign_earlier_codes({code: earlier for code, (earlier, _) in chunk.items()}, on=on)
        for code, sentence in refused.items():
            tally.warn(chunk[code][1], f"原统一社会信用代码：{sentence}")


def _store_industries(later: _Later, reader: RegisterReader, *, tally: Tally) -> None:
    """Store the industries given as numbers that the other rows decide; name the others."""
    for chunk in later.industries.chunks(BATCH):
        decided: dict[str, str] = {}
        for code, (text, padded, number) in chunk.items():
            found = later.industry_of(text, padded)
            if found is None:
                doubt = f"行业代码：数字{text}可能是{text}，也可能是丢了开头的0的{padded}；{KEPT}"
                tally.warn(number, doubt)
                continue
            known = decided[code] = reader.known_industry(found) or ""
            lost = f"数字{text}丢了开头的0，应为{padded}" if found == padded else f"没有代码{text}"
            tally.warn(number, f"行业代码：{lost}，按{known}存入")
        assign_industries(decided)
