"""Amounts of penalties as agencies write them: read with their unit and in words, or named."""

from pathlib import Path

import pytest

from enterprises.records.models import Record
from tests.importing.field_rows import BY, penalty_sheet
from tests.importing.make import new_enterprise, office, run, run_refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("叁佰万元", 3_000_000),
        ("叁佰万", 3_000_000),
        ("人民币壹万伍仟元整", 15_000),
        ("3万5千元", 35_000),
        ("1.2亿元", 120_000_000),
        ("30,000元整", 30_000),
        ("2(万元)", 20_000),
        ("2万元人民币", 20_000),
        ("￥20,000元", 20_000),
        ("十万元", 100_000),
    ],
)
@pytest.mark.parametrize("column", ["CF_NR_FK", "CF_NR_WFFF"])
def test_amounts_of_a_penalty_as_agencies_write_them(tmp_path: Path, column: str, written: str, yuan: int) -> None:
    office()
    new_enterprise()
    types = {"CF_NR_FK": "罚款", "CF_NR_WFFF": "没收违法所得"}[column]
    row = {"CF_CFLB": types, "CF_NR": "见决定书", "CF_NR_FK": "", "CF_NR_WFFF": "", column: written}
    run("import_records", "penalty", str(penalty_sheet(tmp_path, **row)), *BY)
    found = Record.objects.get()
    assert {"CF_NR_FK": found.fine_yuan, "CF_NR_WFFF": found.confiscated_yuan}[column] == yuan


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("¥30,000.00", "写了人民币，却没有写单位"),
        ("30000人民币", "写了人民币，却没有写单位"),
        ("叁佰", "应为以万元为单位的数字"),
        ("2万美元", "应为以万元为单位的数字"),
        ("2万元至3万元", "应为以万元为单位的数字"),
        ("约2万元", "应为以万元为单位的数字"),
        ("1(2)万元", "应为以万元为单位的数字"),
        ("#VALUE!", "单元格是错误值#VALUE!"),
    ],
)
def test_an_amount_that_may_be_another_is_named(tmp_path: Path, written: str, sentence: str) -> None:
    office()
    new_enterprise()
    text = run_refused("import_records", "penalty", str(penalty_sheet(tmp_path, CF_NR_FK=written)), *BY)
    assert "第2行 罚款金额(万元)" in text
    assert sentence in text
    assert not Record.objects.exists()
