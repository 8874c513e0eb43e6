"""Files of the register, and the command that imports them."""

from io import StringIO
from pathlib import Path

import time_machine
from django.core.management import call_command

HEADER = (
    "统一社会信用代码,企业名称,注册号,法定代表人,企业类型,注册资本(万元),成立日期,登记状态,"
    "行政区划代码,行业代码,住所,经营范围,曾用名"
)


def file_of(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a file of the register."""
    path = tmp_path / "register.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def run(path: Path, *options: str, on: str = "2026-06-01") -> tuple[str, str]:
    """Import a file on a day; return what the command writes to both streams."""
    out, err = StringIO(), StringIO()
    with time_machine.travel(f"{on}T12:00:00+08:00", tick=False):
        call_command("import_enterprises", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()
