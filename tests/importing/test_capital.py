"""Capital that cannot be meant: not read, named, and taken once a person has compared it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from creditportal.development.demo.enterprises import enterprises
from enterprises.register.importing.capital import capital_contradiction
from enterprises.register.models import Enterprise
from tests.importing.field_rows import KEPT, REGISTER, STORED, register
from tests.importing.make import run, uscc
from tests.importing.sheets import write
from tests.samples import make_samples

LABEL = "注册资本(万元)"


def contradiction(wan: str, *, stored: str = "", scope: str = "", code: str = uscc(1), has_unit: bool = False) -> str:
    return capital_contradiction(
        Decimal(wan) * 10_000,
        uscc=code,
        stored=Decimal(stored) * 10_000 if stored else None,
        scope=scope,
        has_unit=has_unit,
    )


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ({"wan": "5000000", "stored": "500"}, ("5000000万元", "已存的却是500万元", "元和万元弄混了")),
        ({"wan": "0.05", "stored": "500"}, ("0.05万元", "已存的却是500万元")),
        ({"wan": "5000000", "scope": "零售。注册资本：伍佰万元整。"}, ("经营范围写的却是“伍佰万元”",)),
        ({"wan": "5000001"}, ("超过通常的范围，单元格也没有写单位",)),
        ({"wan": "200000001", "has_unit": True}, ("超过通常的范围",)),
        ({"wan": "100000", "code": "92420102MA0000G848"}, ("超过通常的范围",)),
        ({"wan": "1000000", "code": "93420281MA488XT50X"}, ("超过通常的范围",)),
    ],
)
def test_what_cannot_be_meant_is_named(given: dict[str, str], parts: tuple[str, ...]) -> None:
    sentence = contradiction(**given)  # type: ignore[arg-type]
    for part in parts:
        assert part in sentence


@pytest.mark.parametrize(
    "given",
    [
        {"wan": "500"},
        {"wan": "0"},
        {"wan": "5000000", "stored": "5000000"},  # doubted once, confirmed since
        {"wan": "1000", "stored": "500"},
        {"wan": "173950000", "has_unit": True},  # 中国国家铁路集团有限公司
        {"wan": "2000000"},
        {"wan": "10000", "code": "92420102MA0000G848"},
        {"wan": "500", "scope": "为注册资本500万元以上的企业提供担保，注册资本600万元"},
        {"wan": "500", "scope": "代办注册资本登记，年收入5万元"},
    ],
)
def test_what_is_plausible_is_not_held(given: dict[str, str]) -> None:
    assert contradiction(**given) == ""  # type: ignore[arg-type]


def test_the_demo_city_holds_nothing() -> None:
    made = [enterprise for enterprise in enterprises(count=500, seed=1, on=date(2026, 6, 1)) if enterprise.capital_yuan]
    assert len(made) > 100
    assert not [each for each in made if capital_contradiction(each.capital_yuan or Decimal(0), uscc=each.uscc)]


@pytest.mark.django_db
def test_a_held_capital_stays_as_stored_until_it_is_confirmed(tmp_path: Path, stored: Enterprise) -> None:
    out = register(tmp_path, 注册资金="1000000", 注册地址="江汉路2号")
    assert f"第2行 提示：{LABEL}是1000000万元（即10,000,000,000.00元），已存的却是100万元" in out
    assert f"{KEPT}；核对登记档案后确认无误的，请加 --confirm-capital {uscc(1)} 再导入" in out
    stored.refresh_from_db()
    assert (stored.registered_capital_yuan, stored.address) == (Decimal("1000000.00"), "江汉路2号")
    row = ["1000000" if header == "注册资金" else cell for header, cell in zip(REGISTER, STORED, strict=True)]
    path = write(tmp_path, "csv", [REGISTER, row])
    assert "提示" not in run("import_enterprises", str(path), "--confirm-capital", uscc(1).lower())
    stored.refresh_from_db()
    assert stored.registered_capital_yuan == Decimal("10000000000.00")
    assert "提示" not in run("import_enterprises", str(path))


@pytest.mark.django_db
def test_a_held_capital_of_a_new_enterprise_is_empty(tmp_path: Path) -> None:
    assert "超过通常的范围" in register(tmp_path, 注册资金="5000001")
    assert Enterprise.objects.get().registered_capital_yuan is None


@pytest.mark.django_db
@pytest.mark.parametrize(("second", "capital"), [("500(万元)", 5_000_000), ("5000000元", 5_000_000), ("600", None)])
def test_two_columns_of_one_capital(tmp_path: Path, second: str, capital: int | None) -> None:
    header = ("统一社会信用代码", "企业名称", "注册资本(万元)", "注册资金")
    path = write(tmp_path, "csv", [header, (uscc(1), "武汉甲商贸有限公司", "500", second)])
    assert ("两列是同一项目，内容却不同" in run("import_enterprises", str(path))) == (capital is None)
    assert Enterprise.objects.get().registered_capital_yuan == capital


@pytest.mark.django_db
def test_the_samples_hold_nothing() -> None:
    folder = Path(make_samples.__file__).parent
    for name in ("register.csv", "register.xlsx"):
        assert "--confirm-capital" not in run("import_enterprises", str(folder / name))
    assert Enterprise.objects.filter(registered_capital_yuan__isnull=False).exists()
