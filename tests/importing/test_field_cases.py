"""Cells as agencies and registers really send them: file, row, what becomes of it, and the sentence that names it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.field_files import BRANCH, FILES, HELD, RENAMED, SAME, SHOP, SHOP_CODE, TAKEN, TAKER
from tests.importing.field_rows import BY, ERRORS, KEPT, REGISTER, STORED, penalty_sheet, register
from tests.importing.make import new_enterprise, office, penalty, run, run_refused, uscc
from tests.importing.sheets import FORMS, Error, as_xls, as_xlsx, write

pytestmark = pytest.mark.django_db


def load(folder: Path, name: str) -> str:
    """Import one of the files as its agency hands it in; return what was printed."""
    file = FILES[name]
    headers = list(file.rows[0][0])
    path, rows = (
        folder / f"{name}.{file.form}",
        [headers, *([row.get(each, "") for each in headers] for row, _ in file.rows)],
    )
    if file.options:
        as_xlsx(path, rows, **file.options)
    else:
        path = write(folder, file.form, rows)
    outcomes = {outcome for _, outcome in file.rows}
    command = ("import_records", "penalty", str(path), *BY)
    return run(*command) if outcomes <= {TAKEN, SAME, HELD} else run_refused(*command)


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_file_as_it_comes(tmp_path: Path, name: str) -> None:
    office()
    new_enterprise()
    Enterprise.objects.create(uscc=SHOP_CODE, name=SHOP, folded_name=SHOP, public_from="2020-01-01")
    renamed = new_enterprise(3, name=RENAMED)
    renamed.former_names.create(name=TAKER, folded_name=TAKER, used_until=date(2012, 5, 1))
    new_enterprise(4, name=TAKER)
    new_enterprise(5, name=BRANCH)
    out = load(tmp_path, name)
    for number, (row, outcome) in enumerate(FILES[name].rows, 2):
        document_number = row.get("CF_WSH") or row.get("行政处罚决定书文号")
        stored = Record.objects.filter(document_number=document_number)
        lines = [line for line in out.splitlines() if line.startswith(f"第{number}行")]
        assert stored.exists() == (outcome in (TAKEN, HELD)), row
        assert all((record.contradictions != "") == (outcome == HELD) for record in stored)
        assert (outcome in (TAKEN, HELD, SAME)) or (len(lines) == 1 and outcome in lines[0]), (row, lines)
    same = sum(outcome == SAME for _, outcome in FILES[name].rows)
    assert f"无变化{same}行" in out


def test_days_of_a_file_are_read_alike(tmp_path: Path) -> None:
    office()
    new_enterprise()
    load(tmp_path, "p4")
    assert set(Record.objects.values_list("decided_on", flat=True)) == {date(2026, 4, 15)}


def facts() -> tuple[object, ...]:
    """Return what is stored of the one enterprise."""
    return Enterprise.objects.values_list(
        "registered_capital_yuan",
        "established_on",
        "address",
        "legal_representative",
        "industry_id",
        "status",
        "register_number",
    ).get(uscc=uscc(1))


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls", "xml", "ods"])
@pytest.mark.parametrize("error", ERRORS)
def test_an_error_cell_empties_nothing_and_is_named(tmp_path: Path, stored: Enterprise, form: str, error: str) -> None:
    before = facts()
    out = register(tmp_path, form, 注册资金=Error(error), 注册日期=Error(error), 注册地址=Error(error))
    for label in ("注册资本(万元)", "成立日期", "住所"):
        assert f"第2行 提示：{label}：单元格是错误值{error}；{KEPT}" in out
    assert facts() == before


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls", "ods"])
def test_an_error_in_a_required_cell_refuses_the_row(tmp_path: Path, stored: Enterprise, form: str) -> None:
    row = [Error("#REF!") if header == "企业名称" else cell for header, cell in zip(REGISTER, STORED, strict=True)]
    text = run_refused("import_enterprises", str(write(tmp_path, form, [REGISTER, row])))
    assert "第2行 企业名称：单元格是错误值#REF!" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls", "ods"])
def test_an_error_cell_refuses_a_record(tmp_path: Path, form: str) -> None:
    office()
    new_enterprise()
    row = {code: Error("#DIV/0!") if code == "CF_GSJZQ" else cell for code, cell in penalty(1).items()}
    text = run_refused("import_records", "penalty", str(write(tmp_path, form, [list(row), list(row.values())])), *BY)
    assert "第2行 公示截止期：单元格是错误值#DIV/0!，请在原表中改正" in text
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "nothing", ["", "N/A", "无", "—", "null", "0000-00-00", "NULL", "ｎ／ａ", " ", "\\N", "（空）", "不明", "未填写"]
)
def test_words_for_nothing_keep_what_is_stored(tmp_path: Path, stored: Enterprise, nothing: str) -> None:
    before = facts()
    assert "无变化1行" in register(tmp_path, **dict.fromkeys(REGISTER[2:], nothing))
    assert facts() == before


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_file_is_read_alike(tmp_path: Path, form: str) -> None:
    assert "接受1行" in register(tmp_path, form)
    assert facts() == (
        Decimal("1000000.00"),
        date(2015, 6, 1),
        "江汉路1号",
        "张三",
        "52",
        "ACTIVE",
        "420100000012345",
    )


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("注册资金", "一笔", "应为以万元为单位的数字"),
        ("注册资金", "50万美元", "不是人民币"),
        ("注册日期", "2018.13.5", "没有这一天"),
        ("注册日期", "2999-01-01", "不能晚于今天"),
        ("注册日期", "03/04/2015", "看不出哪个是月、哪个是日"),
        ("登记状态", "奇怪", "应为存续"),
        ("注册地址", "路" * 301, "最多300个字，现有301个"),
        ("行业代码", "Z9", "没有代码Z9"),
        ("行业代码", uscc(1), "没有代码9142010"),
        ("行业代码", "2015-06-01", "没有代码2015-06-01"),
        ("行业代码", date(2015, 6, 1), "没有代码2015-06-01"),
        ("行业代码", "420100000012345", "没有代码4201000000"),
        ("注册号", "9.14201E+17", "科学计数"),
        ("注册号", "4201000000123456.0", "科学计数"),
        ("注册号", "存续", "注册号“存续”：不是13或15位数字，也不像旧的注册号"),
        ("注册号", "100", "也不像旧的注册号"),
        ("注册号", "2015-06-01", "也不像旧的注册号"),
        ("注册号", "1000000.00", "也不像旧的注册号"),
        ("注册号", "20150601", "也不像旧的注册号"),
        ("注册号", "江汉路1号", "也不像旧的注册号"),
        ("法人代表", "100", "法定代表人“100”：不像人名或企业名称"),
        ("法人代表", "存续", "法定代表人“存续”：不像人名或企业名称"),
        ("法人代表", "2015年6月1日", "不像人名或企业名称"),
        ("法人代表", "420100000012345", "不像人名或企业名称"),
        ("注册资金", "约500万元", "应为以万元为单位的数字"),
        ("注册资金", "伍佰整", "应为以万元为单位的数字"),
        ("注册资金", "一二万元", "应为以万元为单位的数字"),
        ("注册资金", "500万元至600万元", "应为以万元为单位的数字"),
        ("注册资金", "伍佰万美元", "不是人民币"),
        ("注册资金", "¥30,000.00", "写了人民币，却没有写单位"),
        ("注册资金", "人民币30000", "写了人民币，却没有写单位"),
        ("注册资金", "(500)", "应为以万元为单位的数字"),
    ],
)
def test_a_wrong_optional_cell_keeps_what_is_stored(
    tmp_path: Path, stored: Enterprise, column: str, cell: str, sentence: str
) -> None:
    before = facts()
    out = register(tmp_path, **{column: cell})
    assert "第2行 提示" in out
    assert sentence in out
    assert KEPT in out
    assert facts() == before


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("500(万元)", 5_000_000),
        ("1,000(万元)", 10_000_000),
        ("50万人民币", 500_000),
        ("100万元人民币", 1_000_000),
        ("4.8900(万元人民币)", 48_900),
        ("52(万)", 520_000),
        ("人民币３００万元", 3_000_000),
        ("1.2亿元", 120_000_000),
        ("伍佰万元整", 5_000_000),
        ("500万元整", 5_000_000),
        ("壹亿元", 100_000_000),
        ("人民币壹仟贰佰万元整", 12_000_000),
        ("5000000元整", 5_000_000),
        ("3 万 元", 30_000),
    ],
)
def test_capital_as_registers_write_it(tmp_path: Path, text: str, yuan: int) -> None:
    assert "接受1行" in register(tmp_path, 注册资金=text)
    assert Enterprise.objects.get().registered_capital_yuan == yuan


MORNING, MIDNIGHT = datetime(2026, 4, 15, 10, 30), datetime(2026, 4, 15)  # noqa: DTZ001 - cells have no zone
DAY_CELLS = [
    ("2026-04-15 0:00:00", ""),
    ("2026-04-14T16:00:00.000Z", ""),
    ("2026-04-15T00:00:00+08:00", ""),
    ("2026/4/15 星期三", ""),
    ("二〇二六年四月十五日", ""),
    ("2026.04.15.", ""),
    ("15/04/2026", ""),
    ("2026-04-15 10:30", "处罚决定日期：单元格含时间10:30:00，只取日期2026-04-15"),
    (MORNING, "处罚决定日期：单元格含时间10:30:00，只取日期2026-04-15"),
    (MIDNIGHT, ""),
    (46127.4375, "处罚决定日期：单元格含时间10:30:00，只取日期2026-04-15"),
    (46127, ""),
]


@pytest.mark.parametrize(("cell", "warning"), DAY_CELLS)
def test_days_are_read_and_times_are_named(tmp_path: Path, cell: Any, warning: str) -> None:
    office()
    new_enterprise()
    out = run("import_records", "penalty", str(penalty_sheet(tmp_path, CF_JDRQ=cell)), *BY)
    assert Record.objects.get().decided_on == date(2026, 4, 15)
    assert ("第2行 提示" in out) == bool(warning)
    assert warning in out


def test_no_such_day_is_refused(tmp_path: Path) -> None:
    office()
    new_enterprise()
    text = run_refused("import_records", "penalty", str(penalty_sheet(tmp_path, CF_JDRQ="2026-4-31")), *BY)
    assert "第2行 处罚决定日期“2026-4-31”：没有这一天" in text


@pytest.mark.parametrize(
    ("form", "cell"),
    [("xlsx", 46127 - 1462), ("xls", 46127 - 1462), ("xlsx", date(2026, 4, 15))],  # xlwt writes days of 1900 only
)
def test_days_of_a_1904_book(tmp_path: Path, form: str, cell: Any) -> None:
    office()
    new_enterprise()
    row = {**penalty(1), "CF_JDRQ": cell}
    path, rows = tmp_path / f"mac.{form}", [list(row), list(row.values())]
    if form == "xlsx":
        as_xlsx(path, rows, date_1904=True)
    else:
        as_xls(path, rows, is_1904=True)
    run("import_records", "penalty", str(path), *BY)
    assert Record.objects.get().decided_on == date(2026, 4, 15)


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("numbers", "stored_code", "sentence"),
    [
        ((911, "5212"), "09", "数字911丢了开头的0，应为0911，按09存入"),
        ((610, "5212"), "06", "数字610丢了开头的0，应为0610，按06存入"),
        ((111, "5212", 6510), "01", "数字111丢了开头的0，应为0111，按01存入"),
        ((111, "521"), "11", "没有代码111，按11存入"),
        ((111,), None, "数字111可能是111，也可能是丢了开头的0的0111"),
        ((111, "521", "5212"), None, "数字111可能是111，也可能是丢了开头的0的0111"),
        ((6, "5212"), "06", ""),
        ((52,), "52", ""),
    ],
)
def test_a_lost_leading_zero_of_an_industry(
    tmp_path: Path, numbers: tuple[Any, ...], stored_code: str | None, sentence: str
) -> None:
    rows = [[uscc(place), f"武汉第{place}公司", cell] for place, cell in enumerate(numbers, 1)]
    path = write(tmp_path, "xlsx", [["统一社会信用代码", "企业名称", "行业代码"], *rows])
    out = run("import_enterprises", str(path))
    assert Enterprise.objects.get(uscc=uscc(1)).industry_id == stored_code
    assert sentence in out
    run("import_enterprises", str(path))
    assert Enterprise.objects.get(uscc=uscc(1)).industry_id == stored_code


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("column", "cell", "stored_as", "sentence"),
    [
        ("行政区划代码", "420100.0", ("420100", None), ""),
        ("行政区划代码", "420106001.0", ("420106", None), "420106001是街道或社区的代码"),
        ("行业代码", "5212.0", (None, "52"), ""),
        ("行业代码", "6.00", (None, "06"), ""),
        ("行业代码", "0911.0", (None, "09"), ""),
        ("行业代码", "111.0", (None, None), "数字111可能是111，也可能是丢了开头的0的0111"),
    ],
)
def test_a_code_with_a_point_and_zeros(
    tmp_path: Path, column: str, cell: str, stored_as: tuple[str | None, str | None], sentence: str
) -> None:
    path = write(tmp_path, "csv", [["统一社会信用代码", "企业名称", column], [uscc(1), "武汉甲商贸有限公司", cell]])
    out = run("import_enterprises", str(path))
    assert f"第2行 提示：{column}：代码被当作数字写成了“….0”" in out
    assert sentence in out
    assert Enterprise.objects.values_list("region_id", "industry_id", "region_as_typed").get() == (*stored_as, "")


@pytest.mark.parametrize(
    "name", ["100", 100, "存续", "2015-06-01", "1000000.00", "420100000012345", uscc(1), "100万元"]
)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_name_that_is_none_is_refused(tmp_path: Path, is_known: bool, name: Any) -> None:
    if is_known:
        new_enterprise()
    path = write(tmp_path, "xlsx", [["统一社会信用代码", "企业名称"], [uscc(1), name]])
    text = run_refused("import_enterprises", str(path))
    assert "第2行 企业名称" in text
    assert [each.name for each in Enterprise.objects.all()] == ["武汉甲商贸有限公司"] * is_known


@pytest.mark.parametrize("code", ["9.14201E+17", "9.1420103764624704E17", "914201037646247552.0"])
def test_a_code_that_a_spreadsheet_rounded_says_how_to_export(tmp_path: Path, code: str) -> None:
    path = write(tmp_path, "csv", [["统一社会信用代码", "企业名称"], [code, "武汉科学计数有限公司"]])
    text = run_refused("import_enterprises", str(path))
    assert "变成了科学计数" in text
    assert "请从原系统重新导出" in text


@pytest.mark.parametrize(
    ("types", "content", "read"),
    [
        ("没收非法所得", "没收违法所得1000元", ["没收违法所得"]),
        ("罚没", "没收侵权商品，罚款2000元", ["罚款", "没收非法财物"]),
        ("罚没", "没收广告费用1000元，罚款2000元", ["罚款", "没收违法所得"]),
        ("罚没", "没收违法所得1000元，没收侵权商品，罚款2000元", ["罚款", "没收违法所得", "没收非法财物"]),
        ("罚没", "见决定书", ["罚款", "其他-没收"]),
        ("罚款(含没收)", "罚款2000元", ["罚款", "其他-没收"]),
        ("没收", "没收1000元", ["其他-没收"]),
        ("其他（责令公开道歉）", "责令公开道歉", ["其他-责令公开道歉"]),
    ],
)
def test_categories_as_agencies_write_them(tmp_path: Path, types: str, content: str, read: list[str]) -> None:
    office()
    new_enterprise()
    amounts = {"CF_NR_FK": "0.2" if "罚款" in read else "", "CF_NR_WFFF": "0.1" if "没收" in read[-1] else ""}
    run("import_records", "penalty", str(penalty_sheet(tmp_path, CF_CFLB=types, CF_NR=content, **amounts)), *BY)
    found = Record.objects.get()
    assert (found.details["CF_CFLB"], found.contradictions) == (read, "")


def test_headers_of_a_province_and_of_the_central_bank_are_known(tmp_path: Path) -> None:
    office()
    new_enterprise()
    names = {
        "CF_NR": "行政处罚内容",
        "CF_NR_FK": "处罚金额（万元）",
        "CF_NR_WFFF": "没收违法所得、没收非法财务的金额（万元）",
        "CF_JDRQ": "作出行政处罚决定日期",
        "CF_CFJG": "作出行政处罚决定机关名称",
    }
    row = {names.get(code, code): cell for code, cell in penalty(1).items()} | {"公示期限": "三年"}
    out = run("import_records", "penalty", str(write(tmp_path, "csv", [list(row), list(row.values())])), *BY)
    assert "不认识" not in out
    found = Record.objects.get()
    assert (found.fine_yuan, found.decided_on) == (Decimal(20_000), date(2026, 5, 6))
    assert found.details["CF_NR"] == "罚款2万元"


@pytest.mark.parametrize("again", ["武市监罚〔2026〕06号", "武市监罚(2026)第6号", "武市监罚【2026】6号"])
def test_spellings_of_a_document_number_are_one(tmp_path: Path, again: str) -> None:
    office()
    new_enterprise()
    run("import_records", "penalty", str(penalty_sheet(tmp_path, CF_WSH="武市监罚〔2026〕6号")), *BY)
    text = run_refused(
        "import_records", "penalty", str(penalty_sheet(tmp_path, CF_WSH=again, CF_NR_FK="3", CF_NR="罚款3万元")), *BY
    )
    assert "同一记录正在等待审核" in text
