"""The child's side of a table: answers questions about a CSV, XLSX or XLS file (enterprises.shared.confined.child).

| question | answer |
|---|---|
| `labels` | the label of each source |
| `head`, index | about how many rows the source has, then its first filled rows |
| `rows`, index | all filled rows |
| `is_1904`, index | whether numbers of days count from 1904 |
| `hidden_rows`, index, after | the numbers of the data rows behind the row `after` that the sheet does not show |
| `hidden_columns`, index | the indices of the columns that the sheet does not show |
| `hidden_sheets`, index | the names of the sheets that the workbook does not show |
| `count`, index, after, without, most | how many data rows stand behind the row `after`, counted up to `most` |

A row is `[number, problem, [cell, ...]]`, and behind it the indices of cells that merged ones have filled. Cells are
text, numbers, `{"day": ISO}` or `{"instant": ISO}`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from enterprises.shared.sheets.source import (
    HEADER_WITHIN,
    PLAIN_TYPES,
    SECOND_HEADER_WITHIN,
    Cell,
    Source,
    SourceRow,
    UnreadableFile,
)

HEAD = HEADER_WITHIN + SECOND_HEADER_WITHIN


def answering(path: Path, open_sources: Callable[[Path], tuple[Source, ...]]) -> Callable[..., Iterator[object]]:
    """Open a file and return the function that answers questions about it.

    :raises UnreadableFile: it cannot be opened.
    """
    try:
        if not path.stat().st_size:
            raise UnreadableFile("文件是空的。")
        sources = open_sources(path)
    except OSError as error:
        raise UnreadableFile(f"打不开文件：{error.strerror or '读取失败'}。") from error

    def answer(question: str, *given: object) -> Iterator[object]:
        return _QUESTIONS[question](sources, *given)

    return answer


def _labels(sources: tuple[Source, ...]) -> Iterator[object]:
    return (source.label for source in sources)


def _head(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    yield sources[index].row_estimate()
    yield from map(_plain, islice(_filled(sources[index]), HEAD))


def _rows(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    return map(_plain, _filled(sources[index]))


def _is_1904(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    yield sources[index].is_1904


def _hidden_rows(sources: tuple[Source, ...], index: int, after: int) -> Iterator[object]:
    hidden = sources[index].hidden.rows
    rows = _filled(sources[index]) if hidden else iter(())
    return (row.number for row in rows if row.number in hidden and row.number > after and not row.is_note)


def _hidden_columns(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    return iter(sorted(sources[index].hidden.columns))


def _hidden_sheets(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    return iter(sources[index].hidden.sheets)


def _count(sources: tuple[Source, ...], index: int, after: int, without: list[int], most: int) -> Iterator[object]:
    rows = (row for row in _filled(sources[index]) if row.number > after and not row.is_note)
    yield sum(1 for _ in islice((row for row in rows if row.number not in without), most))


_QUESTIONS: Mapping[str, Callable[..., Iterator[object]]] = {
    "labels": _labels,
    "head": _head,
    "rows": _rows,
    "is_1904": _is_1904,
    "hidden_rows": _hidden_rows,
    "hidden_columns": _hidden_columns,
    "hidden_sheets": _hidden_sheets,
    "count": _count,
}


def _filled(source: Source) -> Iterator[SourceRow]:
    return (row for row in source.rows() if not row.is_blank)


def _plain(row: SourceRow) -> list[object]:
    cells: tuple[object, ...] = row.cells
    if not PLAIN_TYPES.issuperset(map(type, cells)):
        cells = tuple(map(_plain_cell, row.cells))
    return [row.number, row.problem, cells, *row.filled]


def _plain_cell(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return {"instant": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell
