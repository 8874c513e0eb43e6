"""The sample files: three generations with every quirk, read as a person would."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from enterprises.records.models import ImportBatch, Record
from enterprises.register.models import Enterprise, FormerName
from enterprises.register.services.classifications import load_reference
from tests.importing.make import office, run, run_refused
from tests.samples.enterprises import AGENCY_CODE, AGENCY_NAME, SHOP_CODE, code
from tests.samples.make_samples import make
from tests.support.kept_rows import kept_rows

SAMPLES = Path(__file__).parent.parent / "samples"
BY = ("--agency", AGENCY_CODE, "--by", "luru")


@pytest.fixture(scope="module")
def imported(request: pytest.FixtureRequest) -> Iterator[None]:
    with kept_rows(request):
        load_reference()
        office(code=AGENCY_CODE, name=AGENCY_NAME)
        run("import_enterprises", str(SAMPLES / "register.csv"))
        yield


@pytest.fixture
def register(imported: None, db: None) -> None:
    """Let a test import into the register of the samples."""


def load(kind: str, name: str) -> str:
    return run("import_records", kind, str(SAMPLES / name), *BY)


def record(number: str) -> Record:
    return Record.objects.get(document_number=number)


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_the_register_in_both_formats() -> None:
    assert "无变化5行" in run("import_enterprises", str(SAMPLES / "register.xlsx"))
    enterprise = Enterprise.objects.get(uscc=code(2))
    assert (enterprise.registered_capital_yuan, enterprise.established_on) == (Decimal("1205000.00"), date(2015, 6, 7))
    names = FormerName.objects.filter(enterprise=enterprise).order_by("used_until").values_list("name", "used_until")
    assert list(names) == [("武汉禾食品厂", date(2015, 6, 7)), ("武汉佳禾糕点厂", date(2018, 1, 2))]
    branch = Enterprise.objects.get(uscc=code(4))
    assert branch.parent == Enterprise.objects.get(uscc=code(3))
    assert (branch.established_on, branch.registered_capital_yuan) == (date(2014, 12, 27), None)
    assert Enterprise.objects.get(uscc=code(3)).registered_capital_yuan == Decimal("100000000.00")
    shop = Enterprise.objects.get(uscc=SHOP_CODE)
    assert (shop.category, shop.status, shop.region_id) == ("INDIVIDUAL_BUSINESS", "CANCELLED", "420106")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("kind", "name", "rows"),
    [
        ("penalty", "penalty_2015.csv", 3),
        ("penalty", "penalty_2015.xls", 3),
        ("penalty", "penalty_2018_codes.csv", 3),
        ("penalty", "penalty_2018_labels.xlsx", 3),
        ("penalty", "penalty_today.csv", 2),
        ("licence", "licence_2015.csv", 1),
        ("licence", "licence_2018.xlsx", 2),
        ("abnormal-operation", "abnormal_operation.csv", 2),
    ],
)
def test_every_file_is_taken_whole_and_once(kind: str, name: str, rows: int) -> None:
    text = load(kind, name)
    assert f"接受{rows}行，无变化0行，拒绝0行" in text
    assert "提示" not in text
    assert f"接受0行，无变化{rows}行，拒绝0行" in load(kind, name)
    assert "0条有问题" in run("check_records")
    assert ImportBatch.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_the_generation_of_2015() -> None:
    load("penalty", "penalty_2015.csv")
    first, second, third = (record(f"武市监处字[2016]{number}号") for number in (1, 2, 3))
    assert (first.decided_on, first.gravity, first.details["CF_XDR_LB"]) == (
        date(2016, 7, 5),
        "GENERAL",
        "法人及非法人组织",
    )
    assert (second.gravity, second.subject_name) == ("SERIOUS", "武汉(洪山)佳禾食品有限公司")
    assert second.details["CF_CFLB"] == ["罚款", "没收违法所得", "没收非法财物"]
    assert (third.decided_on, third.gravity, third.details["CF_GSJZQ"]) == (date(2016, 8, 1), "", "2099-12-31")
    assert "无变化3行" in load("penalty", "penalty_2015.xls")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_the_generation_of_2018() -> None:
    load("penalty", "penalty_2018_codes.csv")
    load("penalty", "penalty_2018_labels.xlsx")
    mixed = record("武市监罚〔2026〕12号")
    assert mixed.details["CF_CFLB"] == ["罚款", "没收违法所得", "通报批评"]
    assert (mixed.fine_yuan, mixed.confiscated_yuan) == (Decimal("5000.00"), Decimal("10002500.00"))
    assert mixed.decided_on == date(2026, 4, 5)
    shop = record("武市监罚〔2026〕13号")
    assert (shop.enterprise.uscc, shop.decided_on, shop.valid_until) == (SHOP_CODE, date(2026, 4, 7), None)
    cells = record("武市监罚〔2026〕21号")
    assert (cells.decided_on, cells.valid_until, cells.fine_yuan) == (
        date(2026, 4, 15),
        date(2027, 4, 14),
        Decimal("20000.00"),
    )
    serial = record("武市监罚〔2026〕22号")
    assert (serial.decided_on, serial.valid_until, serial.fine_yuan) == (
        date(2026, 4, 18),
        date(2099, 12, 31),
        Decimal("3000.00"),
    )
    assert record("武市监罚〔2026〕23号").fine_yuan == Decimal("2000000.00")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_todays_names_of_which_several_mean_the_same() -> None:
    load("penalty", "penalty_today.csv")
    both = record("武市监罚〔2026〕32号")
    assert both.details["CF_CFLB"] == ["罚款", "警告"]
    assert both.details["CF_NR"] == "罚款2万元"


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_licences_and_listings() -> None:
    load("licence", "licence_2018.xlsx")
    load("licence", "licence_2015.csv")
    open_end = Record.objects.get(document_number__contains="第1号", kind="licence")
    assert (open_end.decided_on, open_end.valid_until) == (date(2026, 3, 2), date(2099, 12, 31))
    assert Record.objects.get(document_number__contains="2016").valid_until == date(2021, 7, 4)
    load("abnormal-operation", "abnormal_operation.csv")
    left = Record.objects.get(kind="abnormal-operation", enterprise__uscc=code(3))
    assert left.details["X_YC_YCRQ"] == "2026-01-05"


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_rows_of_one_spot_check_become_one_record() -> None:
    text = load("inspection", "spot_checks.csv")
    assert "接受3行，无变化0行，拒绝0行" in text
    assert "第3行 提示：与第2行是同一记录的不同项目，已并为一条" in text
    kettle = Record.objects.get(folded_batch="20260301")
    assert kettle.details["X_JC_BHG"] == ("接地措施（实测值0.35Ω，标准值≤0.1Ω）；电源连接和外部软线（标准值不得松动）")
    cakes = Record.objects.filter(enterprise__uscc=code(2)).order_by("folded_batch")
    assert [cake.folded_batch for cake in cakes] == ["20260506", "20260507"]
    assert ["X_JC_SB" in cake.details for cake in cakes] == [False, True]
    assert "接受0行，无变化3行，拒绝0行" in load("inspection", "spot_checks.csv")
    assert "0条有问题" in run("check_records")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_an_annex_of_name_brands() -> None:
    text = load("honour", "name_brands.xlsx")
    assert "接受2行，无变化0行，拒绝0行" in text
    assert "第4行 提示：与第3行是同一记录的不同项目，已并为一条" in text
    cakes = Record.objects.get(enterprise__uscc=code(2))
    assert (cakes.details["X_RY_CP"], cakes.details["X_RY_SB"]) == ("绿豆糕；红豆糕", "佳禾牌；佳禾（图形）")
    assert (cakes.details["X_RY_LB"], cakes.valid_until) == ("名牌产品", date(2028, 11, 30))
    assert "接受0行，无变化2行，拒绝0行" in load("honour", "name_brands.xlsx")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_table_of_recalls() -> None:
    assert "接受2行，无变化0行，拒绝0行" in load("recall", "recalls.xlsx")
    kettle, cake = Record.objects.filter(kind="recall").order_by("document_number")
    assert (kettle.folded_batch, kettle.details["X_ZH_LX"]) == ("20260301", "主动召回")
    assert "X_ZH_JSRQ" not in kettle.details
    assert "X_ZH_SB" not in cake.details
    assert cake.details["X_ZH_JSRQ"] == "2026-05-31"
    assert "接受0行，无变化2行，拒绝0行" in load("recall", "recalls.xlsx")
    assert "0条有问题" in run("check_records")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_table_of_declared_standards() -> None:
    assert "接受4行，无变化0行，拒绝0行" in load("standard-declaration", "standards.xlsx")
    twice = Record.objects.filter(document_number="Q/TY005-2025").order_by("enterprise__uscc")
    assert [one.details["X_ZM_WZ"] for one in twice] == [f"http://www.example.org/standards/{n}" for n in (3, 4)]
    assert [one.valid_until for one in twice] == [None, date(2027, 9, 11)]
    assert record("Q/JHCX001-2026").details["X_ZM_DT"] == "Q/JHCX001—2023"
    assert "接受0行，无变化4行，拒绝0行" in load("standard-declaration", "standards.xlsx")
    assert "0条有问题" in run("check_records")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_a_table_of_evaluations() -> None:
    assert "接受2行，无变化0行，拒绝0行" in load("evaluation", "evaluations.csv")
    credit, social = record("PJ2026-001"), record("PJ2026-002")
    assert (credit.details["X_PJ_DJ"], credit.valid_until) == ("AAA", date(2029, 3, 31))
    assert (social.details["X_PJ_LX"], social.decided_on) == ("社会责任评价", date(2026, 4, 2))
    assert "接受0行，无变化2行，拒绝0行" in load("evaluation", "evaluations.csv")
    assert "0条有问题" in run("check_records")


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_bad_rows_are_refused_with_what_would_be_right() -> None:
    text = run_refused("import_records", "penalty", str(SAMPLES / "penalty_bad.xlsx"), *BY)
    assert "接受1行，无变化0行，拒绝4行" in text
    for part in (
        "第2行 行政相对人代码_1(统一社会信用代码)",
        "校验位不正确",
        "第4行 处罚决定日期“2026-02-30”：没有这一天，应为有效日期",
        "第5行 行政相对人名称：错误1001",
        "第6行 行政相对人代码_1(统一社会信用代码)",
        "代码被电子表格软件当作数字保存",
    ):
        assert part in text


def test_the_files_are_those_that_the_script_makes(tmp_path: Path) -> None:
    make(tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".csv", ".xls", ".xlsx"))
    for name in made:
        kept, new = SAMPLES / name, tmp_path / name
        if name.endswith(".csv"):
            assert kept.read_bytes() == new.read_bytes(), name
        else:
            assert cells_of(kept) == cells_of(new), name


def cells_of(path: Path) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]
