"""A spoilt cell of an external list or a bulk sheet never changes another value of its row in silence."""

from dataclasses import fields
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import TableRow
from lists.external.columns import ENDS_ON, EXIT_ON, SORT, ExternalRow, read_row
from lists.listings.sheets import BulkRow, BulkStep, read_bulk_row
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
BULK: dict[str, Cell] = {
    "uscc": make.uscc(1),
    "name": "武汉甲商贸有限公司",
    "decided_on": "2026-04-01",
    "term_months": "36",
    "term_basis": "第三十条",
    "document_number": "武市监列〔2026〕7号",
    "authority": "武汉市市场监督管理局",
    "found": "性质恶劣",
    "finding": "主观故意",
    "objection_outcome": "无异议",
}
# The last day is the earlier of two stated ones.
FOLLOWS = {EXIT_ON: {ENDS_ON}}


def row_of(cells: dict[str, Cell], errors: dict[str, str]) -> TableRow:
    values: dict[str, tuple[Cell, ...]] = {
        code: (cell,) for code, cell in cells.items() if cell != "" and code not in errors
    }
    return TableRow(number=2, cells=(), values=values, errors=errors)


def read(cells: dict[str, Cell], *, errors: dict[str, str]) -> tuple[ExternalRow | None, str]:
    reading = read_row(row_of(cells, errors), as_of=AS_OF)
    return reading.row, f"{reading.warning}{reading.problems}{reading.is_person or ''}"


def read_bulk(cells: dict[str, Cell], errors: dict[str, str]) -> BulkRow | None:
    read = read_bulk_row(row_of(cells, errors), step=BulkStep.DECIDE, on=AS_OF, is_1904=False)
    return read if isinstance(read, BulkRow) else None


@settings(max_examples=300, deadline=None)
@given(code=st.sampled_from(tuple(BULK)), cell=st.sampled_from((*WRONG, ERROR, *BULK.values())))
def test_only_the_spoilt_value_of_a_bulk_row_differs(code: str, cell: Cell) -> None:
    whole = read_bulk(BULK, {})
    assert whole is not None
    row = read_bulk({**BULK, code: cell}, {code: ERROR} if cell == ERROR else {})
    if row is None:
        return
    stated = [{"uscc": one.uscc, "term_months": one.term_months, **one.texts, **one.days} for one in (whole, row)]
    changed = {name for name in stated[0] | stated[1] if stated[0].get(name) != stated[1].get(name)}
    assert changed <= {code}, (code, cell, changed)
    assert cell != ERROR


def test_a_dash_is_an_empty_cell_in_each_column_of_a_bulk_row() -> None:
    optional = ("name", "document_number", "authority", "found", "finding", "objection_outcome")
    row = read_bulk({**BULK, **dict.fromkeys(optional, "—")}, {})
    assert row is not None
    assert set(row.texts) == {"term_basis"}
    proposal: dict[str, Cell] = {"uscc": make.uscc(1), "criterion": "M-01", "reason": "违法"}
    unasked = row_of(proposal | {"decided_on": "—", "term_months": "--", "served_on": "-"}, {})
    assert isinstance(read_bulk_row(unasked, step=BulkStep.PROPOSE, on=AS_OF, is_1904=False), BulkRow)


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
