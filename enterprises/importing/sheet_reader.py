"""The child's side of a table: opens a CSV, XLSX or XLS file and answers questions (enterprises.confined.child).

| question | answer |
|---|---|
| `labels` | the label of each source |
| `estimate`, index | about how many rows the source has |
| `head`, index | the first filled rows |
| `rows`, index | all filled rows |
| `count`, index, after, without, most | how many data rows stand behind the row `after`, counted up to `most` |

A row is `[number, problem, [cell, ...]]`. Cells are text, numbers, `{"day": ISO}` or `{"instant": ISO}`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from enterprises.importing.source import (
    HEADER_WITHIN,
    OLE_MAGIC,
    PLAIN_TYPES,
    SECOND_HEADER_WITHIN,
    ZIP_MAGIC,
    Cell,
    Source,
    SourceRow,
    UnreadableFile,
)

HEAD = HEADER_WITHIN + SECOND_HEADER_WITHIN


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a file by its content.

    :raises UnreadableFile: it cannot be opened.
    """
    sources = _sources(path)

    def answer(question: str, *given: object) -> Iterator[object]:
        return _QUESTIONS[question](sources, *given)

    return answer


def _sources(path: Path) -> tuple[Source, ...]:
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
        if not magic:
            raise UnreadableFile("文件是空的。")
        return _opened(path, magic)
    except OSError as error:
        raise UnreadableFile(f"打不开文件：{error.strerror or '读取失败'}。") from error


def _opened(path: Path, magic: bytes) -> tuple[Source, ...]:
    """Open a file; a child imports the one reader that it needs."""
    if magic in (ZIP_MAGIC, OLE_MAGIC):
        from enterprises.importing.workbook_source import open_workbook  # noqa: PLC0415

        return open_workbook(path, magic=magic)
    from enterprises.importing.csv_source import open_csv  # noqa: PLC0415

    return open_csv(path)


def _labels(sources: tuple[Source, ...]) -> Iterator[object]:
    return (source.label for source in sources)


def _estimate(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    yield sources[index].row_estimate()


def _head(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    return map(_plain, islice(_filled(sources[index]), HEAD))


def _rows(sources: tuple[Source, ...], index: int) -> Iterator[object]:
    return map(_plain, _filled(sources[index]))


def _count(sources: tuple[Source, ...], index: int, after: int, without: list[int], most: int) -> Iterator[object]:
    rows = (row for row in _filled(sources[index]) if row.number > after and not row.is_note)
    yield sum(1 for _ in islice((row for row in rows if row.number not in without), most))


_QUESTIONS: Mapping[str, Callable[..., Iterator[object]]] = {
    "labels": _labels,
    "estimate": _estimate,
    "head": _head,
    "rows": _rows,
    "count": _count,
}


def _filled(source: Source) -> Iterator[SourceRow]:
    return (row for row in source.rows() if not row.is_blank)


def _plain(row: SourceRow) -> list[object]:
    cells: tuple[object, ...] = row.cells
    if not PLAIN_TYPES.issuperset(map(type, cells)):
        cells = tuple(map(_plain_cell, row.cells))
    return [row.number, row.problem, cells]


def _plain_cell(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return {"instant": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell
