"""A spoilt cell of a sheet of records never changes another stored value in silence."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, new_enterprise, office, penalty, run, uscc
from tests.importing.sheets import Error, write

pytestmark = pytest.mark.django_db

BY = ("--agency", AGENCY_CODE, "--by", "luru")
ROW = penalty(1, CF_NR="罚款2万元，没收违法所得3000元", CF_CFLB="罚款;没收违法所得", CF_NR_FK="2", CF_NR_WFFF="0.3")
BY_US = {"MC": "武汉甲商贸有限公司", "SHXYM": uscc(1)}


def own_row(prefix: str, **values: str) -> dict[str, str]:
    """Make a row of a kind with codes of our own."""
    subject = {f"{prefix}_XDR_{ending}": value for ending, value in BY_US.items()}
    by = {f"{prefix}_JG": AGENCY_NAME, f"{prefix}_JGDM": AGENCY_CODE}
    return subject | by | {f"{prefix}_{ending}": value for ending, value in values.items()}


SPOT_CHECK = own_row(
    "X_JC",
    **{"BH": "2026-001", "LX": "监督抽查", "SX": "产品质量", "RQ": "2026-05-06", "JGPD": "不合格"},
    **{"CP": "电热水壶", "PC": "20260401", "GG": "1.8L", "SB": "江城", "SCQY": "武汉乙电器有限公司"},
    **{"XSDW": "武汉丙商行", "JYJG": "某检验院", "BHG": "接地措施", "SCZ": "无", "BZZ": "有"},
)
HONOUR = own_row(
    "X_RY",
    **{"MC": "武汉老字号", "LB": "老字号", "JB": "市级", "PJND": "2025", "CP": "热干面", "SB": "江城"},
    **{"RDWH": "武商务〔2026〕3号", "RDRQ": "2026-05-06", "YXQZ": "2029-05-05", "NR": "认定为武汉老字号"},
)
SHEETS = {"penalty": ROW, "inspection": SPOT_CHECK, "honour": HONOUR}
# Settled values that follow from another cell. Words of the decision give a class of confiscation or permit.
# The failed item of a spot check stands with its measured value and its limit.
FOLLOWS = {
    "CF_NR": {"CF_CFLB"},
    "CF_CFLB2": {"CF_CFLB"},
    "X_JC_SCZ": {"X_JC_BHG"},
    "X_JC_BZZ": {"X_JC_BHG"},
}
ERRORS = (Error("#N/A"), Error("#REF!"), Error("#DIV/0!"))
WRONG = (*ERRORS, "", "无", "N/A", 0, -1, 46127.4375, 1e17, "甲", "2015-13-01", "30000", "叁万元", "2万")


@pytest.fixture(params=SHEETS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def whole(tmp_path: Path, kind: str) -> dict[str, object]:
    """Import the row as it is and return what is stored of it."""
    office()
    new_enterprise()
    printed = imported(tmp_path, kind, SHEETS[kind], "xlsx")
    assert "接受1行" in printed, printed
    stored = Record.objects.get().field_values()
    forget()
    return stored


def forget() -> None:
    for record in Record.objects.all():
        record.events.all().delete()
    Record.objects.all().delete()
    Enterprise.objects.filter(origin=Enterprise.Origin.RECORD).delete()


def imported(folder: Path, kind: str, row: dict[str, Any], form: str) -> str:
    """Import one row and return what was printed, refused or not."""
    try:
        return run("import_records", kind, str(write(folder, form, [list(row), list(row.values())])), *BY)
    except CommandError as refusal:
        return str(refusal)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), form=st.sampled_from(("xlsx", "csv")))
def test_only_the_spoilt_value_differs_or_the_row_is_named(
    tmp_path: Path, kind: str, whole: dict[str, object], data: st.DataObject, form: str
) -> None:
    forget()
    row = SHEETS[kind]
    code = data.draw(st.sampled_from(tuple(row)))
    cell = data.draw(st.sampled_from((*WRONG, *row.values())))
    printed = imported(tmp_path, kind, {**row, code: cell}, form)
    record = Record.objects.first()
    if record is None:
        assert "拒绝" in printed
        return
    now = record.field_values()
    changed = {each for each in whole.keys() | now.keys() if whole.get(each) != now.get(each)}
    named = record.contradictions + printed
    labels = {each: kind_of(kind).field(each).label for each in changed}
    silent = {each for each in changed - {code} - FOLLOWS.get(code, set()) if labels[each] not in named}
    assert not silent, (code, cell, silent, printed)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(code=st.sampled_from(tuple(ROW)))
@pytest.mark.parametrize("kind", ["penalty"], indirect=True)
def test_a_cell_merged_over_two_rows_is_named_in_the_second(
    tmp_path: Path, kind: str, whole: dict[str, object], code: str
) -> None:
    forget()
    number = {"CF_WSH": "武市监罚〔2026〕2号"}
    column, path = list(ROW).index(code), tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for place, cells in enumerate((list(ROW), ROW.values(), (ROW | number | {code: ""}).values())):
            page.write_row(place, 0, cells)
        page.merge_range(1, column, 2, column, ROW[code])
    printed = run("import_records", kind, str(path), *BY)
    records = list(Record.objects.order_by("pk"))
    is_one = code == "CF_WSH"  # one number is one record, and the second row of it changes nothing
    assert [record.field_values() for record in records] == [whole, whole | number][: 1 if is_one else 2]
    assert is_one or not ROW[code] or f"{kind_of(kind).field(code).label}：与上面的单元格合并" in printed
