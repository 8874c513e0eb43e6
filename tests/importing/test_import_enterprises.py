"""import_enterprises: what a register extract does to the enterprises."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from enterprises.register.models import Enterprise, FormerName, Industry, Region
from enterprises.register.signals import credit_file_changed
from enterprises.shared.rules.uscc import complete_uscc
from tests.importing.register import file_of, run

pytestmark = pytest.mark.django_db


def uscc(number: int, *, category: str = "1") -> str:
    return complete_uscc(department="9", category=category, region="420106", organisation=f"MA4K{number:04}")


A, B, SHOP = uscc(1), uscc(2), uscc(3, category="2")
ROW_A = (
    f"{A},武汉甲乙丙商贸有限公司,4201001,张三,有限责任公司,１００.５,2018.7.5,在业,420106,2651,武昌区1号,销售,"
    "武汉老名有限公司；武汉更老有限公司"
)


def refused(path: Path, *options: str) -> tuple[str, int]:
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_enterprises", str(path), *options, stdout=StringIO(), stderr=err)
    return err.getvalue() + str(error.value), error.value.returncode


@pytest.fixture(autouse=True)
def reference_data() -> None:
    Region.objects.update_or_create(code="420106", defaults={"name": "武昌区"})
    Industry.objects.update_or_create(code="2651", defaults={"name": "初级形态塑料及合成树脂制造"})


def test_every_column_is_stored(tmp_path: Path) -> None:
    out, _ = run(file_of(tmp_path, ROW_A))
    assert "接受1行，无变化0行，拒绝0行" in out
    enterprise = Enterprise.objects.get()
    stored = {
        field: str(getattr(enterprise, field)) for field in ("uscc", "name", "register_number", "legal_representative")
    }
    assert stored == {
        "uscc": A,
        "name": "武汉甲乙丙商贸有限公司",
        "register_number": "4201001",
        "legal_representative": "张三",
    }
    assert (enterprise.legal_form, enterprise.address, enterprise.business_scope) == (
        "有限责任公司",
        "武昌区1号",
        "销售",
    )
    assert str(enterprise.registered_capital_yuan) == "1005000.00"
    assert enterprise.established_on == date(2018, 7, 5)
    assert (enterprise.status, enterprise.region_id, enterprise.industry_id) == ("ACTIVE", "420106", "2651")
    assert (enterprise.origin, enterprise.public_from) == ("REGISTER", date(2026, 6, 1))
    names = FormerName.objects.order_by("name").values_list("name", "used_from", "used_until")
    assert list(names) == [
        ("武汉更老有限公司", None, date(2026, 6, 1)),
        ("武汉老名有限公司", None, date(2026, 6, 1)),
    ]


def test_two_columns_suffice(tmp_path: Path) -> None:
    run(file_of(tmp_path, f"甲公司,{SHOP}", header="企业名称,统一社会信用代码"))
    enterprise = Enterprise.objects.get()
    assert (enterprise.category, enterprise.status) == ("INDIVIDUAL_BUSINESS", "NOT_STATED")


def test_the_same_file_twice_writes_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, ROW_A, f"{B},乙公司,,,,,,,,,,,")
    run(path)
    before = list(Enterprise.objects.order_by("pk").values())
    seen: list[object] = []

    def receive(**kwargs: object) -> None:
        seen.append(kwargs)

    credit_file_changed.connect(receive)
    try:
        out, _ = run(path, on="2026-07-01")
    finally:
        credit_file_changed.disconnect(receive)
    assert "接受0行，无变化2行" in out
    assert list(Enterprise.objects.order_by("pk").values()) == before
    assert seen == []
    assert set(FormerName.objects.values_list("used_until", flat=True)) == {date(2026, 6, 1)}


def test_a_changed_name_becomes_a_former_name(tmp_path: Path) -> None:
    run(file_of(tmp_path, ROW_A))
    revision = Enterprise.objects.get().revision
    run(file_of(tmp_path, ROW_A.replace("武汉甲乙丙商贸", "武汉新名贸易")), on="2026-07-01")
    enterprise = Enterprise.objects.get()
    assert enterprise.name == "武汉新名贸易有限公司"
    assert enterprise.revision == revision + 1
    assert enterprise.former_names.get(name="武汉甲乙丙商贸有限公司").used_until == date(2026, 7, 1)


def test_a_name_that_another_enterprise_bears_is_named(tmp_path: Path) -> None:
    header = "统一社会信用代码,企业名称"
    run(file_of(tmp_path, f"{A},武汉甲公司", f"{B},武汉乙公司", header=header))
    _, err = run(file_of(tmp_path, f"{A},武汉甲公司", f"{B},武汉甲公司", header=header))
    assert f"第3行 提示：企业名称改成了{A}现用的名称；请核对代码与名称是否在同一行" in err
    _, err = run(file_of(tmp_path, f"{B},武汉丙公司", header=header))
    assert "提示" not in err


def test_the_file_says_when_a_name_ended(tmp_path: Path) -> None:
    header = "统一社会信用代码,企业名称,曾用名,曾用名停用日期"
    run(file_of(tmp_path, f"{A},甲公司,,", header=header))
    run(file_of(tmp_path, f"{A},丙公司,甲公司；老甲公司,2020-02-03；2019年1月2日", header=header))
    names = FormerName.objects.order_by("used_until").values_list("name", "used_until")
    assert list(names) == [("老甲公司", date(2019, 1, 2)), ("甲公司", date(2020, 2, 3))]


def test_other_brackets_are_no_change_of_name(tmp_path: Path) -> None:
    header = "统一社会信用代码,企业名称"
    run(file_of(tmp_path, f"{A},武汉（甲）公司", header=header))
    run(file_of(tmp_path, f"{A},武汉(甲)公司", header=header))
    assert Enterprise.objects.get().name == "武汉(甲)公司"
    assert not FormerName.objects.exists()


def test_columns_that_are_not_in_the_file_stay(tmp_path: Path) -> None:
    run(file_of(tmp_path, ROW_A))
    out, _ = run(file_of(tmp_path, f"{A},武汉甲乙丙商贸有限公司", header="统一社会信用代码,企业名称"))
    assert "无变化1行" in out
    run(file_of(tmp_path, f"{A},武汉甲乙丙商贸有限公司,", header="统一社会信用代码,企业名称,住所"))
    enterprise = Enterprise.objects.get()
    assert (enterprise.address, enterprise.register_number) == ("武昌区1号", "4201001")


def test_an_enterprise_known_from_a_record_becomes_confirmed_and_public(tmp_path: Path) -> None:
    Enterprise.objects.create(uscc=A, name="甲公司", folded_name="甲公司", origin="RECORD")
    run(file_of(tmp_path, f"{A},甲公司", header="统一社会信用代码,企业名称"))
    enterprise = Enterprise.objects.get()
    assert (enterprise.origin, enterprise.public_from, enterprise.revision) == ("REGISTER", date(2026, 6, 1), 2)


def test_branches_above_their_parent(tmp_path: Path) -> None:
    header = "统一社会信用代码,企业名称,母公司统一社会信用代码"
    _, err = run(file_of(tmp_path, f"{A},甲分公司,{B}", f"{B},甲公司,", f"{SHOP},丙,{uscc(9)}", header=header))
    assert Enterprise.objects.get(uscc=A).parent == Enterprise.objects.get(uscc=B)
    assert "第4行 提示：母公司统一社会信用代码：没有这家企业" in err


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("存续（在营、开业、在册）", "ACTIVE"),
        ("开业", "ACTIVE"),
        ("吊销，未注销", "REVOKED"),
        ("吊销，已注销", "CANCELLED"),
        ("注销企业", "CANCELLED"),
        ("迁出", "MOVED_OUT"),
        ("歇业", "SUSPENDED"),
    ],
)
def test_statuses(tmp_path: Path, text: str, status: str) -> None:
    run(file_of(tmp_path, f"{A},甲,{text}", header="统一社会信用代码,企业名称,登记状态"))
    assert Enterprise.objects.get().status == status


def test_an_industry_is_stored_as_fine_as_it_is_known(tmp_path: Path) -> None:
    Industry.objects.update_or_create(code="63", defaults={"name": "电信"})
    _, err = run(file_of(tmp_path, f"{A},甲,I6319", header="统一社会信用代码,企业名称,行业代码"))
    assert Enterprise.objects.get().industry_id == "63"
    assert "没有代码6319，按63存入" in err


def test_unknown_reference_codes_are_left_empty_with_a_warning(tmp_path: Path) -> None:
    row = f"{A},甲,429999,XX,50万美元"
    _, err = run(file_of(tmp_path, row, header="统一社会信用代码,企业名称,行政区划代码,行业代码,注册资本(万元)"))
    enterprise = Enterprise.objects.get()
    assert (enterprise.region, enterprise.industry, enterprise.registered_capital_yuan) == (None, None, None)
    assert "没有代码429999" in err
    assert "不是人民币" in err


WRONG = A[:-1] + ("0" if A[-1] != "0" else "1")
IDENTITY = "11010519491231002X"  # the example of GB 11643


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (f"{WRONG},甲,,", "校验位不正确"),
        (f"{IDENTITY},甲,,", "居民身份证号码"),
        (f"{A},,,", "企业名称：不能为空"),
        (",甲,,", "统一社会信用代码：不能为空"),
        (f"{A},{'甲' * 201},,", "最多200个字"),
        (f'{A},=HYPERLINK("http://x"),,,多', "比表头多出1格"),
    ],
)
def test_a_bad_row_is_refused_alone(tmp_path: Path, row: str, sentence: str) -> None:
    header = "统一社会信用代码,企业名称,登记状态,成立日期"
    text, code = refused(file_of(tmp_path, row, f"{B},乙公司,,", header=header))
    assert "第2行" in text
    assert sentence in text
    assert IDENTITY not in text
    assert code == 1
    assert list(Enterprise.objects.values_list("uscc", flat=True)) == [B]


def test_a_code_typed_as_a_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["统一社会信用代码", "企业名称"])
        page.write_row(1, 0, [914201001234567890, "甲"])
    assert "科学计数" in refused(path)[0]


def test_the_error_workbook_is_corrected_and_loaded_again(tmp_path: Path) -> None:
    out = tmp_path / "errors.xlsx"
    header = "统一社会信用代码,企业名称,身份证"
    path = file_of(tmp_path, f"{WRONG},=HYPERLINK(1),甲", f"{IDENTITY},乙,乙", header=header)
    refused(path, "--errors", str(out))
    assert out.stat().st_mode & 0o777 == 0o600
    book = load_workbook(out)
    page = book.active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == ["统一社会信用代码", "企业名称", "身份证", "错误行号", "错误说明"]
    assert rows[1][:4] == [WRONG, "=HYPERLINK(1)", None, "2"]
    assert page["B2"].data_type == "s"
    assert rows[2][:2] == [None, "乙"]
    page["A2"], page["A3"] = A, B
    page["B2"] = "甲公司"
    book.save(tmp_path / "again.xlsx")
    text, _ = run(tmp_path / "again.xlsx")
    assert "接受2行" in text


def test_rows_with_one_code_and_other_content_are_refused(tmp_path: Path) -> None:
    header = "统一社会信用代码,企业名称"
    path = file_of(tmp_path, f"{A},甲", f"{A},甲", f"{A},乙", header=header)
    for accepted in (1, 0):
        text, _ = refused(path)
        assert "第4行 统一社会信用代码：与第2行相同" in text
        assert Enterprise.objects.get().name == "甲"
        assert FormerName.objects.count() == 0, accepted


def test_an_unreadable_file_ends_with_two(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00" * 100)
    text, code = refused(path)
    assert code == 2
    assert "既不是工作簿" in text


def test_batches_of_a_long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.register.importing.register_import.BATCH", 7)
    rows = [f"{uscc(number)},企业{number}" for number in range(1, 31)]
    out, _ = run(file_of(tmp_path, *rows, header="统一社会信用代码,企业名称"))
    assert "接受30行" in out
    assert Enterprise.objects.count() == 30
