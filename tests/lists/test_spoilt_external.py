"""A spoilt cell of an external list never changes another value of its row in silence."""

from dataclasses import fields
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import TableRow
from lists.external.columns import ENDS_ON, EXIT_ON, SORT, ExternalRow, read_row
from tests import make

AS_OF = date(2026, 11, 1)
ROW: dict[str, Cell] = {
    "uscc": make.uscc(1),
    "name": "武汉甲商贸有限公司",
    "document_number": "（2026）鄂0102执7号",
    "decided_on": "2026-04-01",
    "authority": "武汉市江岸区人民法院",
    "reason": "有履行能力而拒不履行",
    "listed_on": "2026-04-02",
    ENDS_ON: "2028-04-01",
    EXIT_ON: "2028-03-02",
    SORT: "法人",
}
WRONG: tuple[Cell, ...] = ("", "无", "N/A", "—", 0, -1, 46127.4375, 1e17, "甲", "2015-13-01", "30000", "2099-12-31")
ERROR = "#N/A"
# The last day is the earlier of two stated ones.
FOLLOWS = {EXIT_ON: {ENDS_ON}}


def read(cells: dict[str, Cell], *, errors: dict[str, str]) -> tuple[ExternalRow | None, str]:
    values = {code: (cell,) for code, cell in cells.items() if cell != "" and code not in errors}
    reading = read_row(TableRow(number=2, cells=(), values=values, errors=errors), as_of=AS_OF)
    return reading.row, f"{reading.warning}{reading.problems}{reading.is_person or ''}"


@settings(max_examples=300, deadline=None)
@given(code=st.sampled_from(tuple(ROW)), cell=st.sampled_from((*WRONG, ERROR, *ROW.values())))
def test_only_the_spoilt_value_differs_or_the_row_is_named(code: str, cell: Cell) -> None:
    whole, _ = read(ROW, errors={})
    assert whole is not None
    row, named = read({**ROW, code: cell}, errors={code: ERROR} if cell == ERROR else {})
    if row is None:
        assert named != "[]"
        return
    names = [each.name for each in fields(ExternalRow) if each.compare]
    changed = {name for name in names if getattr(whole, name) != getattr(row, name)}
    assert changed <= {code} | FOLLOWS.get(code, set()), (code, cell, changed, named)
    assert cell != ERROR
