"""A file as a table with known columns: format, header row and data rows found in it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from enterprises.shared.rules.marks import CellMark, mark_of
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.confined_source import ConfinedSource, SheetFile, opened_file
from enterprises.shared.sheets.source import HEADER_WITHIN, SECOND_HEADER_WITHIN, Cell, SourceRow, UnreadableFile

# Returns the column code that a header stands for, `IGNORED` for one that is known and not wanted,
# None for one that nobody knows.
CodeOf = Callable[[str], str | None]
IGNORED = ""
MERGED = "与上面的单元格合并，按合并的内容读取"
MERGED_AMOUNT = f"{MERGED}，每行各计一次；几个当事人共同的金额，请取消合并，分别填写各自的金额"
# Columns that an error workbook adds; it is loaded again as it is.
NUMBER_HEADER, MESSAGE_HEADER = "错误行号", "错误说明"
_ADDED = (NUMBER_HEADER, MESSAGE_HEADER)
_ALWAYS_IGNORED = (NUMBER_HEADER, MESSAGE_HEADER, "序号")

# One hit may be chance: a title such as "企业名称" over the whole sheet.
_FEWEST_KNOWN = 2
_CHUNK = 1024**2
_MOST_RUNS = 10  # of hidden rows that a warning names
_MOST_DIGITS = 7  # of a row number


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as it stands in the file; `code` is None or `IGNORED` for a column that is not read."""

    index: int
    header: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One data row; `values` holds the cells of known columns, the filled ones only.

    `number` is the sheet's, in an error workbook that of the first file.
    A cell with a word for "no value" (无, N/A) counts as empty. `errors` holds the text of the first error cell of
    each known column, such as #N/A; it is in no `values`. `merged`: the columns whose value comes from a merged cell.
    """

    number: int
    cells: tuple[Cell, ...]
    values: dict[str, tuple[Cell, ...]]
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file whose header row was found."""

    path: Path
    sha256: str
    source: ConfinedSource
    columns: tuple[Column, ...]
    header_number: int
    warnings: tuple[str, ...]
    code_of: CodeOf
    # Numbers of days count from 1904: a workbook made on an old Macintosh.
    is_1904: bool = False

    def row_estimate(self) -> int:
        """Return about how many data rows follow, for a progress bar."""
        return max(self.source.row_estimate() - self.header_number, 0)

    def rows(self) -> Iterator[TableRow]:
        """Yield the data rows; blank rows, note rows, a second header row and repetitions of the header are left out.

        So are rows of an error workbook that hold nothing but number and message: those of natural persons.
        """
        codes = tuple(column.code for column in self.columns)
        added = frozenset(column.index for column in self.columns if column.header.strip() in _ADDED)
        numbers = _Numbers(self.columns)
        headers = tuple(column.header for column in self.columns)
        for row in self.source.rows():
            if row.number <= self.header_number or row.is_note or self._is_second_header(row):
                continue
            if row.cells[: len(headers)] == headers:
                continue  # on top of each printed page
            if added and not any(cell != "" for index, cell in enumerate(row.cells) if index not in added):
                continue
            yield self._data_row(row, codes, number=numbers.of(row))

    def has_more_rows_than(self, most: int) -> bool:
        """Count the data rows, without transferring them, up to one more than `most`."""
        doubled = [row.number for row in self.source.head if self._is_second_header(row)]
        return self.source.count_rows(after=self.header_number, without=doubled, most=most + 1) > most

    def _is_second_header(self, row: SourceRow) -> bool:
        if not self.header_number < row.number <= self.header_number + SECOND_HEADER_WITHIN:
            return False
        filled = [cell for cell in row.cells if cell != ""]
        return len(_known_codes(row, self.code_of)) * 2 > len(filled)

    def _data_row(self, row: SourceRow, codes: tuple[str | None, ...], *, number: int) -> TableRow:
        values: dict[str, tuple[Cell, ...]] = {}
        errors: dict[str, str] = {}
        for code, cell in zip(codes, row.cells, strict=False):
            if not code or cell == "":
                continue
            mark = mark_of(cell) if isinstance(cell, str) else CellMark.VALUE
            if mark is CellMark.VALUE:
                values[code] = (*values[code], cell) if code in values else (cell,)
            elif mark is CellMark.ERROR:
                errors.setdefault(code, str(cell).strip())
        problem = row.problem or self._surplus(row)
        filled = [codes[index] for index in row.filled if index < len(codes)]
        merged = tuple(code for code in filled if code in values) if filled else ()
        return TableRow(number=number, cells=row.cells, values=values, errors=errors, problem=problem, merged=merged)

    def _surplus(self, row: SourceRow) -> str:
        surplus = [cell for cell in row.cells[len(self.columns) :] if cell != ""]
        return (
            sentence("比表头多出{surplus}格内容，请检查是否有未加引号的分隔符", surplus=len(surplus)) if surplus else ""
        )


class _Numbers:
    """Row numbers: those of the first file where an error workbook is loaded again, else those of the sheet."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self._column = next((each.index for each in columns if each.header.strip() == NUMBER_HEADER), None)
        self._given: set[int] = set()

    def of(self, row: SourceRow) -> int:
        """Return the number of a row; one that comes twice is the sheet's own the second time."""
        if self._column is None or self._column >= len(row.cells):
            return row.number
        number = whole_number(str(row.cells[self._column]).strip(), most_digits=_MOST_DIGITS)
        if number is None or number in self._given:
            return row.number
        self._given.add(number)
        return number


@contextmanager
def open_table(path: Path, *, code_of: CodeOf, required: Mapping[str, str]) -> Iterator[Table]:
    """Open a table in a confined child and find its header within the first five filled rows.

    Of the possible delimiters or sheets the one whose header has most known columns is taken. The first one that has
    all `required` columns (labels by code) ends the search.

    :raises UnreadableFile: the file cannot be read, or no row is a header with the required columns.
    """
    with opened_file(path) as file:
        yield _found(path, file, code_of=code_of, required=required)


def _found(path: Path, file: SheetFile, *, code_of: CodeOf, required: Mapping[str, str]) -> Table:
    labels = file.labels()
    best: tuple[int, ConfinedSource, SourceRow] | None = None
    for index, label in enumerate(labels):
        source = file.source(index, label=label)
        header = _find_header(source, code_of)
        known = _known_codes(header, code_of) if header else set()
        if header and (best is None or len(known) > best[0]):
            best = (len(known), source, header)
        if known and known >= required.keys() and label:
            break
    if best is None:
        raise UnreadableFile(
            sentence("前{header_within}行里没有找到表头，请检查列名是否与模板一致。", header_within=HEADER_WITHIN)
        )
    _, source, header = best
    return _table(path, source, header, labels, code_of=code_of, required=required)


def _find_header(source: ConfinedSource, code_of: CodeOf) -> SourceRow | None:
    best: SourceRow | None = None
    most = _FEWEST_KNOWN - 1
    for row in source.head[:HEADER_WITHIN]:
        known = len(_known_codes(row, code_of))
        if known > most:
            best, most = row, known
    return best


def _known_codes(row: SourceRow, code_of: CodeOf) -> set[str]:
    return {code for cell in row.cells if isinstance(cell, str) and (code := code_of(cell))}


def _table(
    path: Path,
    source: ConfinedSource,
    header: SourceRow,
    labels: Sequence[str],
    *,
    code_of: CodeOf,
    required: Mapping[str, str],
) -> Table:
    columns = tuple(
        Column(index=index, header=str(cell), code=_code_of(cell, code_of)) for index, cell in enumerate(header.cells)
    )
    missing = [label for code, label in required.items() if code not in {column.code for column in columns}]
    if missing:
        raise UnreadableFile(
            sentence("第{number}行表头缺少必需的列：{missing}。", number=header.number, missing="、".join(missing))
        )
    return Table(
        path=path,
        sha256=_sha256(path),
        source=source,
        columns=columns,
        header_number=header.number,
        warnings=(*_warnings(columns, source, labels), *_warnings_of_hidden(columns, source, after=header.number)),
        code_of=code_of,
        is_1904=source.is_1904(),
    )


def _code_of(cell: Cell, code_of: CodeOf) -> str | None:
    if not isinstance(cell, str):
        return None
    return IGNORED if cell.strip() in _ALWAYS_IGNORED else code_of(cell)


def _warnings(columns: tuple[Column, ...], source: ConfinedSource, labels: Sequence[str]) -> tuple[str, ...]:
    unknown = [column.header for column in columns if column.code is None and column.header.strip()]
    unread = [label for label in labels if label and label != source.label]
    found = []
    if unknown:
        found.append(sentence("以下列不认识，没有读取：{columns}", columns="、".join(unknown)))
    if unread:
        found.append(
            sentence("只读取了工作表“{sheet}”，没有读取：{others}", sheet=source.label, others="、".join(unread))
        )
    return tuple(found)


def _warnings_of_hidden(columns: tuple[Column, ...], source: ConfinedSource, *, after: int) -> Iterator[str]:
    """Name what the sheet does not show and what is read all the same, and the sheets that are not."""
    if rows := source.hidden_rows(after=after):
        yield _rows_sentence(rows)
    hidden = source.hidden_columns()
    if headers := [column.header for column in columns if column.index in hidden and column.code]:
        yield _columns_sentence(headers)
    if sheets := source.hidden_sheets():
        yield f"工作簿里还有隐藏的工作表，没有读取：{'、'.join(sheets)}；要导入的，请取消隐藏，另存为单独的文件再导入"


def _rows_sentence(numbers: Sequence[int]) -> str:
    """Return the warning that names hidden rows, in runs: 3-5、9."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0])]
    named = "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_MOST_RUNS])
    if len(runs) > _MOST_RUNS:
        words = "第{rows}等共{number}行在表里是隐藏的（或者被筛选掉了），同样读取；不该导入的，请删除这些行再导入"
        return sentence(words, rows=named, number=len(numbers))
    words = "第{rows}行在表里是隐藏的（或者被筛选掉了），同样读取；不该导入的，请删除这些行再导入"
    return sentence(words, rows=named)


def _columns_sentence(headers: Sequence[str]) -> str:
    """Return the warning that names hidden columns."""
    return sentence(
        "以下列在表里是隐藏的，同样读取：{columns}；不该导入的，请删除这些列再导入", columns="、".join(headers)
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()
