"""Rows of a register file and of a sheet of penalties, and what is stored of their enterprise."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from enterprises.register.models import Enterprise
from tests.importing.make import AGENCY_CODE, penalty, run, uscc
from tests.importing.sheets import write

REGISTER = (
    "统一社会信用代码",
    "企业名称",
    "注册资金",
    "注册日期",
    "注册地址",
    "法人代表",
    "行业代码",
    "登记状态",
    "注册号",
)
STORED = (uscc(1), "武汉甲商贸有限公司", "100", "2015-06-01", "江汉路1号", "张三", "52", "存续", "420100000012345")
BY = ("--agency", AGENCY_CODE, "--by", "luru")
KEPT = "此格没有读取，已存的内容不变"
ERRORS = ("#N/A", "#REF!", "#DIV/0!")


def register(folder: Path, form: str = "csv", **changed: Any) -> str:
    """Import one row, some of whose cells differ, and return what was printed."""
    row = [changed.get(header, cell) for header, cell in zip(REGISTER, STORED, strict=True)]
    path = write(folder, form, [REGISTER, row])
    try:
        return run("import_enterprises", str(path))
    except CommandError as refusal:
        raise AssertionError(str(refusal)) from refusal


def stored_enterprise() -> Enterprise:
    """Store what the register has given before; its industry is of the reference data."""
    return Enterprise.objects.create(
        uscc=uscc(1),
        name=STORED[1],
        folded_name=STORED[1],
        registered_capital_yuan=Decimal(1_000_000),
        established_on=date(2015, 6, 1),
        address="江汉路1号",
        legal_representative="张三",
        industry_id="52",
        status="ACTIVE",
        register_number="420100000012345",
        origin="REGISTER",
        public_from=date(2020, 1, 1),
    )


def penalty_sheet(folder: Path, form: str = "xlsx", **changed: Any) -> Path:
    row = {**penalty(1), **changed}
    return write(folder, form, [list(row), list(row.values())])
