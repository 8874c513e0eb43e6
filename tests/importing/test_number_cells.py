"""Codes and document numbers: padded where a check character proves it, else named, as texts that are none."""

from pathlib import Path
from typing import Any

import pytest

from enterprises.records.models import Record
from tests.importing.field_rows import BY, penalty_sheet
from tests.importing.make import new_enterprise, office, run, run_refused, uscc

pytestmark = pytest.mark.django_db
PADDED, FOUR_SHORT, WRONG = 12345671, 12343, 12345670  # 012345671 and 000012343 fit their check character


@pytest.fixture(autouse=True)
def _office() -> None:
    office()
    new_enterprise()


@pytest.mark.parametrize(
    ("column", "cell", "stored", "sentence"),
    [
        ("CF_XDR_ZZJG", PADDED, "012345671", "数字12345671丢了开头的0，按012345671存入"),
        ("CF_XDR_ZZJG", FOUR_SHORT, "000012343", "数字12343丢了开头的0，按000012343存入"),
        ("CF_XDR_ZZJG", WRONG, "12345670", "数字12345670不足9位，开头的0可能已丢失，请核对"),
        ("CF_XDR_ZZJG", 123456788, "123456788", ""),
        ("CF_XDR_ZZJG", "12345670", "12345670", ""),  # typed as text: nothing was lost
        ("CF_XDR_GSZC", 420100000012345, "420100000012345", ""),
        ("CF_XDR_GSZC", "420100000012345.0", "420100000012345", "代码被当作数字写成了“….0”，已去掉“.0”读取"),
        ("CF_XDR_GSZC", "4201000012345.0", "4201000012345", "已去掉“.0”读取"),
        ("CF_XDR_ZZJG", "123456788.0", "123456788", "已去掉“.0”读取"),
        ("CF_XDR_ZZJG", "12345671.0", "012345671", "数字12345671丢了开头的0，按012345671存入"),
        ("CF_XDR_GSZC", "企合鄂武总字第000123号", "企合鄂武总字第000123号", ""),
        ("CF_XDR_GSZC", "存续", "存续", "不像这一栏的号码，按原文保存，请核对"),
        ("CF_XDR_GSZC", "2026-05-06", "2026-05-06", "不像这一栏的号码"),
        ("CF_XDR_GSZC", "江汉路1号", "江汉路1号", "不像这一栏的号码"),
        ("CF_XDR_GSZC", "1000000.00", "1000000.00", "不像这一栏的号码"),
        ("CF_XDR_ZZJG", "张三", "张三", "不像这一栏的号码"),
        ("CF_XDR_SWDJ", "2026年5月6日", "2026年5月6日", "不像这一栏的号码"),
        ("CF_XDR_SWDJ", "420106748391026", "420106748391026", ""),
        ("CF_XDR_SYDW", "事证第142010000123号", "事证第142010000123号", ""),
        ("CF_XDR_SYDW", "事业单位", "事业单位", "不像这一栏的号码"),
        ("CF_XDR_SHZZ", "鄂武社证字第0012号", "鄂武社证字第0012号", ""),
        ("CF_XDR_GSZC", 4201000012345, "4201000012345", ""),
        ("CF_XDR_GSZC", 20100000012345, "20100000012345", "数字有14位，不是13或15位，开头的0可能已丢失，请核对"),
    ],
)
def test_a_code_kept_as_a_number(tmp_path: Path, column: str, cell: Any, stored: str, sentence: str) -> None:
    form = "xls" if cell == PADDED else "xlsx"
    out = run("import_records", "penalty", str(penalty_sheet(tmp_path, form, **{column: cell})), *BY)
    assert Record.objects.get().details[column] == stored
    assert ("第2行 提示" in out) == bool(sentence)
    assert sentence in out


@pytest.mark.parametrize(("cell", "sentence"), [(123, "单元格是数字123，开头的0可能已丢失，请核对"), ("000123", "")])
def test_a_document_number_kept_as_a_number_is_named(tmp_path: Path, cell: Any, sentence: str) -> None:
    out = run("import_records", "penalty", str(penalty_sheet(tmp_path, CF_WSH=cell)), *BY)
    assert Record.objects.get().document_number == str(cell)
    assert sentence in out
    assert ("第2行 提示" in out) == bool(sentence)


@pytest.mark.parametrize("nothing", ["—", "无", ""])
def test_no_code_is_no_wrong_one(tmp_path: Path, nothing: str) -> None:
    sheet = penalty_sheet(tmp_path, **dict.fromkeys(("CF_XDR_GSZC", "CF_XDR_ZZJG", "CF_XDR_SWDJ"), nothing))
    assert "提示" not in run("import_records", "penalty", str(sheet), *BY)


@pytest.mark.parametrize("name", ["100", "2026-05-06", "存续", "420100000012345"])
def test_a_subject_with_no_name_is_refused(tmp_path: Path, name: str) -> None:
    code = uscc(77)
    text = run_refused(
        "import_records", "penalty", str(penalty_sheet(tmp_path, CF_XDR_MC=name, CF_XDR_SHXYM=code)), *BY
    )
    assert "第2行 行政相对人名称：不像企业名称" in text
    assert not Record.objects.exists()
