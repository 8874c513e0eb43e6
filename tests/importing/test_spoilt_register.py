"""A spoilt cell of a register extract never changes another stored fact in silence."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.register.models import Enterprise, FormerName
from enterprises.register.services.classifications import load_reference
from tests.importing.make import new_enterprise, run, run_refused, uscc
from tests.importing.sheets import Error, write
from tests.support.kept_rows import kept_rows

pytestmark = pytest.mark.django_db

PARENT, EARLIER = uscc(50), uscc(51)
# Each column with its cell, and the facts that it states.
ROW: dict[str, tuple[Any, tuple[str, ...]]] = {
    "统一社会信用代码": (uscc(1), ("uscc",)),
    "企业名称": ("武汉甲商贸有限公司", ("name", "former_names")),
    "注册资金": ("100", ("registered_capital_yuan",)),
    "注册日期": ("2015-06-01", ("established_on",)),
    "注册地址": ("江汉路1号", ("address",)),
    "法人代表": ("张三", ("legal_representative",)),
    "企业类型": ("有限责任公司", ("legal_form",)),
    "行业代码": ("5212", ("industry_id",)),
    "行政区划代码": ("420102", ("region_id", "region_as_typed")),
    "登记状态": ("存续", ("status",)),
    "注册号": ("420100000012345", ("register_number",)),
    "经营范围": ("日用百货零售", ("business_scope",)),
    "曾用名": ("武汉旧商贸有限公司", ("former_names",)),
    "曾用名停用日期": ("2012-05-01", ("former_names",)),
    "母公司统一社会信用代码": (PARENT, ("parent__uscc",)),
    "原统一社会信用代码": (EARLIER, ("earlier",)),
}
COLUMNS = sorted({fact for _, facts in ROW.values() for fact in facts} - {"former_names", "earlier"})
ERRORS = (Error("#N/A"), Error("#REF!"), Error("#DIV/0!"), Error("#VALUE!"))
WRONG = (
    *(*ERRORS, "", "无", "N/A", "—", 0, -1, 100, 46127.5, 1e17, "甲", "2015-13-01", "叁佰万元", "¥100", "(100)"),
    *("100.0", "5212.0", "420102.0", "9.14201E+17", date(2020, 1, 1), uscc(77), "100万元"),
)


def import_row(folder: Path, form: str, **changed: Any) -> str:
    """Import one row and return what was printed, refused or not."""
    row = [changed.get(header, cell) for header, (cell, _) in ROW.items()]
    path = str(write(folder, form, [list(ROW), row]))
    try:
        return run("import_enterprises", path)
    except CommandError:
        return run_refused("import_enterprises", path)


def facts() -> dict[str, object]:
    """Return what is stored of the enterprise."""
    enterprise = Enterprise.objects.filter(uscc=uscc(1))
    names = FormerName.objects.filter(enterprise__uscc=uscc(1)).values_list("name", "used_until")
    earlier = Enterprise.objects.filter(now_under__uscc=uscc(1)).values_list("uscc", flat=True)
    return {**enterprise.values(*COLUMNS).get(), "former_names": set(names), "earlier": set(earlier)}


@pytest.fixture(scope="module")
def known(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """Store the row as it is and give its facts, all of them stated."""
    with kept_rows(request):
        load_reference()
        new_enterprise(50, name="武汉总部有限公司")
        new_enterprise(51)
        import_row(tmp_path_factory.mktemp("known"), "xlsx")
        found = facts()
        assert all(value for fact, value in found.items() if fact != "region_as_typed"), found
        yield found


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    column=st.sampled_from(tuple(ROW)),
    cell=st.sampled_from((*WRONG, *(cell for cell, _ in ROW.values()))),
    form=st.sampled_from(("xlsx", "csv", "ods")),
)
def test_only_the_spoilt_fact_differs(
    tmp_path: Path, known: dict[str, object], column: str, cell: Any, form: str
) -> None:
    with transaction.atomic():
        import_row(tmp_path, form, **{column: cell})
        now = facts()
        transaction.set_rollback(True)
    assert {fact for fact in known if known[fact] != now[fact]} <= set(ROW[column][1])


@pytest.mark.parametrize("column", [header for header in ROW if header not in ("统一社会信用代码", "企业名称")])
def test_an_error_or_a_blank_changes_nothing(tmp_path: Path, known: dict[str, object], column: str) -> None:
    for cell in (*ERRORS, "", "无", "N/A"):
        printed = import_row(tmp_path, "xlsx", **{column: cell})
        assert facts() == known
        assert not isinstance(cell, Error) or cell in printed


# What stands in a cell is another column's: refused or not read, and named. Texts that may be either are left out.
_TEXTS = ("100", "2015-06-01", "存续", "420100000012345", uscc(1), "100万元", "True")
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("企业名称", "法人代表", "注册地址", "企业类型", "经营范围", "曾用名"), _TEXTS),
    "注册资金": ("2015-06-01", "存续", "江汉路1号", "张三", uscc(1), "420100000012345678"),
    "注册日期": ("100", "存续", "江汉路1号", "张三", uscc(1), "420100000012345", "100万元"),
    "登记状态": ("100", "2015-06-01", "江汉路1号", "张三", uscc(1), "100万元"),
    "行业代码": ("2015-06-01", "存续", "江汉路1号", "张三", uscc(1), "420102", "100万元"),
    "注册号": ("100", "2015-06-01", "存续", "江汉路1号", "张三", "100万元", "5212"),
    "母公司统一社会信用代码": ("100", "2015-06-01", "存续", "张三", uscc(1), uscc(77)),
    "原统一社会信用代码": ("100", "2015-06-01", "存续", "张三", uscc(1)),
}


@pytest.mark.parametrize("column", NEIGHBOURS)
def test_a_neighbours_value_is_named_and_changes_nothing(tmp_path: Path, known: dict[str, object], column: str) -> None:
    for cell in NEIGHBOURS[column]:
        printed = import_row(tmp_path, "csv", **{column: cell})
        assert facts() == known, cell
        assert "第2行" in printed, cell
