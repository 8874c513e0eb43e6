"""Rows in JSON whose keys are headers: a list of objects, alone or in one member of an object, or an object a line.

The second form is JSON Lines (.jsonl, .ndjson).
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from enterprises.shared.sheets.sheet_reader import answering
from enterprises.shared.sheets.source import NOTHING_HIDDEN, Cell, Hidden, SourceRow, UnreadableFile, has_damage

MAX_BYTES = 20 * 1024**2
MAX_KEYS = 1_000
_NO_ROWS = 'JSON文件里没有记录：应是对象的列表，如 [{"CF_WSH": "…"}]，或放在 data、rows 等一项里。'
_FEWEST_CELLS = 2
_DEEPEST = 3  # objects around the list: {"result": {"data": {"rows": [...]}}}


class JsonSource(NamedTuple):
    """The objects as a sheet: row 1 holds the keys, the first object is row 2."""

    keys: tuple[str, ...]
    objects: tuple[dict[str, object], ...]
    label: str = ""
    is_1904: bool = False
    hidden: Hidden = NOTHING_HIDDEN

    def rows(self) -> Iterator[SourceRow]:
        """Yield the keys, then a row for each object."""
        yield SourceRow(number=1, cells=self.keys)
        for number, each in enumerate(self.objects, 2):
            cells = tuple(_cell(each.get(key)) for key in self.keys)
            damaged = has_damage("".join(cell for cell in cells if isinstance(cell, str)))
            yield SourceRow(number=number, cells=cells, problem="含有无法显示的字符，请重新输入" if damaged else "")

    def row_estimate(self) -> int:
        """Return how many rows there are."""
        return len(self.objects) + 1


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a feed in a child.

    :raises UnreadableFile: it cannot be opened.
    """
    return answering(path, open_json)


def open_json(path: Path) -> tuple[JsonSource, ...]:
    """Return the objects of a feed.

    :raises UnreadableFile: too large, no JSON, or without a list of objects.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"JSON文件超过{MAX_BYTES // 1024**2}MB，请分成几个文件导入。")
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        value = json.loads(content)
        found = _objects_in(value) or _only_line(value)
    except (ValueError, RecursionError) as error:
        found = _objects_by_line(content)
        if not found:
            raise UnreadableFile("JSON文件不完整或格式有误，无法读取；请重新导出。") from error
    if not found:
        raise UnreadableFile(_NO_ROWS)
    keys = tuple(dict.fromkeys(key for each in found for key in each))
    if len(keys) > MAX_KEYS:
        raise UnreadableFile(_NO_ROWS)
    return (JsonSource(keys=keys, objects=found),)


def _objects_in(value: object, *, depth: int = 0) -> tuple[dict[str, object], ...]:
    """Return the list of objects, which may be the one list in an object around it."""
    if isinstance(value, list):
        return tuple(value) if value and all(isinstance(each, dict) for each in value) else ()
    if isinstance(value, dict) and depth < _DEEPEST:
        inner = [found for each in value.values() if (found := _objects_in(each, depth=depth + 1))]
        return inner[0] if len(inner) == 1 else ()
    return ()


def _only_line(value: object) -> tuple[dict[str, object], ...]:
    """Return the one object of JSON Lines with one line: it holds cells and nothing else."""
    if not isinstance(value, dict) or len(value) < _FEWEST_CELLS:
        return ()
    return () if any(isinstance(each, dict | list) for each in value.values()) else (value,)


def _objects_by_line(content: bytes) -> tuple[dict[str, object], ...]:
    """Return the objects of JSON Lines, nothing if the first line is none.

    :raises UnreadableFile: a later line is no object.
    """
    found: list[dict[str, object]] = []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            found.append(value)
        elif found:
            raise UnreadableFile(f"JSON文件每行一个对象，第{number}行却不完整或格式有误，无法读取；请重新导出。")
        else:
            return ()
    return tuple(found)


def _cell(value: object) -> Cell:
    """Return what a sheet would hold: null is empty, a list its values by ";"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return ";".join(str(_cell(each)) for each in value)
    return json.dumps(value, ensure_ascii=False)
