"""Register facts as registers and agencies send them: a table of cases (docs/rules/register.md)."""

from pathlib import Path

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.register.models import CodeStep, Enterprise
from enterprises.shared.rules.register_codes import is_register_number
from tests.importing.field_rows import BY, STORED, penalty_sheet
from tests.importing.make import office, run, run_refused, uscc
from tests.importing.sheets import write

pytestmark = pytest.mark.django_db

NUMBER, OLD_NUMBER = "320600000028065", "3212832810061"
CODES_OF_THE_REGISTER = [
    "91350203M0001FUE2P",
    "91350203M0001QKT19",
    "54420100MB9000001A",
    "G1420100MB9000001A",
    "91421202764140281Q",
    "914206837987613262",
    "9142132155068024X6",
]


def extract(folder: Path, row: dict[str, str], *options: str) -> str:
    path = write(folder, "csv", [list(row), list(row.values())])
    return run("import_enterprises", str(path), *options)


def refused_extract(folder: Path, row: dict[str, str], *options: str) -> str:
    return run_refused("import_enterprises", str(write(folder, "csv", [list(row), list(row.values())])), *options)


def test_a_file_without_a_status_states_none(tmp_path: Path) -> None:
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司"})
    found = Enterprise.objects.get()
    assert found.get_status_display() == "登记状态未提供"
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "登记状态": "登记状态未提供"})
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "登记状态": "在业"})
    assert Enterprise.objects.get().status == "ACTIVE"
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "登记状态": "登记状态未提供"})
    assert Enterprise.objects.get().status == "ACTIVE"


def test_a_penalty_states_no_status(tmp_path: Path) -> None:
    office()
    run("import_records", "penalty", str(penalty_sheet(tmp_path)), *BY)
    assert Enterprise.objects.get().status == "NOT_STATED"


@pytest.mark.parametrize("code", CODES_OF_THE_REGISTER)
def test_a_code_of_the_register_that_fails_its_check(tmp_path: Path, code: str) -> None:
    row = {"统一社会信用代码": code, "企业名称": "厦门示例有限公司"}
    assert "确与登记一致的，请加 --from-register 导入" in refused_extract(tmp_path, row)
    assert not Enterprise.objects.exists()
    assert "校验位不符合国家标准，按登记收录" in extract(tmp_path, row, "--from-register")
    found = Enterprise.objects.get()
    assert (found.uscc, found.code_kind.value) == (code, "AS_REGISTERED")
    assert CodeStep.objects.values_list("kind", "code", "outcome").get() == ("CONFIRM", code, "BY_REGISTER")
    assert "无变化1行" in extract(tmp_path, row, "--from-register")
    assert CodeStep.objects.count() == 1


@pytest.mark.parametrize(
    "code",
    [
        "420106199001011237",  # may be a resident number
        "42010619900101123X",
        "91350203M0001FUE2",  # 17 signs
        "9135020OM0001FUE2P",  # a letter that no code has
    ],
)
def test_what_the_option_does_not_take(tmp_path: Path, code: str) -> None:
    row = {"统一社会信用代码": code, "企业名称": "武汉示例有限公司"}
    assert "--from-register" not in refused_extract(tmp_path, row, "--from-register")
    assert not Enterprise.objects.exists()


def test_a_penalty_under_a_confirmed_code(tmp_path: Path) -> None:
    office()
    code = CODES_OF_THE_REGISTER[0]
    sheet = penalty_sheet(tmp_path, CF_XDR_SHXYM=code, CF_XDR_MC="厦门示例有限公司")
    assert "校验位不正确" in run_refused("import_records", "penalty", str(sheet), *BY)
    extract(tmp_path, {"统一社会信用代码": code, "企业名称": "厦门示例有限公司"}, "--from-register")
    run("import_records", "penalty", str(penalty_sheet(tmp_path, CF_XDR_SHXYM=code, CF_XDR_MC="厦门示例有限公司")), *BY)
    assert Record.objects.get().enterprise.uscc == code


@pytest.mark.parametrize("number", [NUMBER, OLD_NUMBER])
@pytest.mark.parametrize("column", ["统一社会信用代码", "注册号"])
def test_an_enterprise_with_a_register_number_alone(tmp_path: Path, number: str, column: str) -> None:
    row = {"统一社会信用代码": "", "企业名称": "南通示例电子有限公司", "注册号": ""} | {column: number}
    assert "没有统一社会信用代码，按注册号收录" in extract(tmp_path, row)
    found = Enterprise.objects.get()
    assert (found.uscc, found.register_number) == (number, number)
    assert (found.code_kind.value, found.category) == ("REGISTER_NUMBER", "NOT_STATED")
    assert "无变化1行" in extract(tmp_path, row)


@pytest.mark.parametrize("number", [NUMBER, OLD_NUMBER])
@pytest.mark.parametrize("column", ["统一社会信用代码", "注册号"])
def test_a_register_number_that_a_program_wrote_as_a_number(tmp_path: Path, number: str, column: str) -> None:
    row = {"统一社会信用代码": "", "企业名称": "南通示例电子有限公司", "注册号": ""} | {column: f"{number}.0"}
    assert f"{column}：代码被当作数字写成了“….0”，已去掉“.0”读取，请核对" in extract(tmp_path, row)
    assert Enterprise.objects.values_list("uscc", "register_number").get() == (number, number)


@pytest.mark.parametrize(
    ("number", "is_named"),
    [
        (NUMBER, False),
        (OLD_NUMBER, False),
        (uscc(1), False),
        ("企合鄂武总字第000123号", False),
        ("企独苏宁总副字第1234号", False),
        ("420100000012345（1-1）", False),
        ("鄂武临000123", True),
        ("4201001", True),
    ],
)
def test_forms_of_register_numbers(tmp_path: Path, number: str, is_named: bool) -> None:
    out = extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "注册号": number})
    assert Enterprise.objects.get().register_number == number
    assert ("不是13或15位数字，也不是已知的旧注册号，按原文保存" in out) == is_named


@pytest.mark.parametrize(
    "name", ["张三", "古丽·阿不都", "John Smith", "3M中国有限公司", "武汉甲中心（委派代表：李四）"]
)
def test_representatives_are_kept_as_written(tmp_path: Path, name: str) -> None:
    row = {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "法定代表人": name}
    assert "不像人名" not in extract(tmp_path, row)
    assert Enterprise.objects.get().legal_representative == name


@pytest.mark.parametrize("number", ["320600000028066", "990600000028065", "3206000000280", "32060000002806"])
def test_what_is_no_register_number(tmp_path: Path, number: str) -> None:
    row = {"统一社会信用代码": number, "企业名称": "南通示例电子有限公司"}
    if number == "3206000000280":  # thirteen digits have no check digit
        extract(tmp_path, row)
    else:
        assert f"现为{len(number)}位" in refused_extract(tmp_path, row)


def test_fifteen_digits_that_may_be_a_resident_number_need_the_option(tmp_path: Path) -> None:
    body = "32060065010112"
    number = body + next(str(digit) for digit in range(10) if is_register_number(f"{body}{digit}"))
    row = {"统一社会信用代码": number, "企业名称": "南通示例电子有限公司"}
    text = refused_extract(tmp_path, row)
    assert "也可能是十五位居民身份证号码" in text
    assert number not in text
    extract(tmp_path, row, "--from-register")
    assert Enterprise.objects.get().uscc == number


def test_a_penalty_by_register_number(tmp_path: Path) -> None:
    office()
    extract(tmp_path, {"统一社会信用代码": NUMBER, "企业名称": "南通示例电子有限公司"})
    sheet = penalty_sheet(tmp_path, CF_XDR_SHXYM=NUMBER, CF_XDR_MC="南通示例电子有限公司", CF_XDR_LB="法人及非法人组织")
    run("import_records", "penalty", str(sheet), *BY)
    assert Record.objects.get().enterprise.uscc == NUMBER


def test_the_code_comes_later(tmp_path: Path, client: Client) -> None:
    name = "南通示例电子有限公司"
    extract(tmp_path, {"统一社会信用代码": NUMBER, "企业名称": name, "注册资金": "100(万元)"})
    assert client.get(f"/enterprises/{NUMBER}/").status_code == 200
    row = {"统一社会信用代码": uscc(1), "企业名称": name, "注册号": NUMBER}
    extract(tmp_path, row)
    later = Enterprise.objects.get(uscc=uscc(1))
    assert later.registered_capital_yuan == 1_000_000
    assert Enterprise.objects.get(uscc=NUMBER).now_under == later
    answer = client.get(f"/enterprises/{NUMBER}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/enterprises/{uscc(1)}/")
    assert client.get(f"/api/v1/enterprises/{NUMBER}/").json()["uscc"] == uscc(1)
    step = CodeStep.objects.get()
    assert (step.kind, step.code, step.later_code, step.outcome) == ("LINK", NUMBER, uscc(1), "BY_REGISTER")
    extract(tmp_path, row)
    extract(tmp_path, {"统一社会信用代码": NUMBER, "企业名称": name})  # the old extract once more
    assert Enterprise.objects.count() == 2
    assert CodeStep.objects.count() == 1


def test_a_register_number_of_another_name_is_another_enterprise(tmp_path: Path) -> None:
    extract(tmp_path, {"统一社会信用代码": NUMBER, "企业名称": "南通示例电子有限公司"})
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "南通另一电子有限公司", "注册号": NUMBER})
    assert not Enterprise.objects.filter(now_under__isnull=False).exists()


def test_a_column_names_the_code_before(tmp_path: Path) -> None:
    row = {"统一社会信用代码": uscc(2), "企业名称": "武汉甲商贸有限公司", "原统一社会信用代码": uscc(1)}
    extract(tmp_path, row)
    earlier = Enterprise.objects.get(now_under__uscc=uscc(2))
    assert (earlier.uscc, earlier.name, earlier.status) == (uscc(1), "武汉甲商贸有限公司", "NOT_STATED")
    extract(tmp_path, row)
    assert CodeStep.objects.count() == 1
    back = {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "原统一社会信用代码": uscc(2)}
    assert "不能再反向登记" in extract(tmp_path, back)


def test_an_unknown_division_is_named_and_kept_as_typed(tmp_path: Path, stored: Enterprise, client: Client) -> None:
    row = {"统一社会信用代码": uscc(1), "企业名称": STORED[1], "行政区划代码": "429999"}
    assert "行政区划代码：没有代码429999，按原文保存" in extract(tmp_path, row)
    found = Enterprise.objects.get()
    assert (found.region_id, found.region_as_typed) == (None, "429999")
    assert "429999" in client.get(f"/enterprises/{uscc(1)}/").content.decode()
    extract(tmp_path, row | {"行政区划代码": "330113"})
    found = Enterprise.objects.get()
    assert (found.region_id, found.region_as_typed) == ("330113", "")


@pytest.mark.parametrize(
    ("code", "name"), [("330113", "临平区"), ("330114", "钱塘区"), ("420171", ""), ("320576", "苏州工业园区")]
)
def test_divisions_of_today_and_zones(tmp_path: Path, stored: Enterprise, code: str, name: str) -> None:
    extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": STORED[1], "行政区划代码": code})
    found = Enterprise.objects.select_related("region").get()
    assert (found.region.name if found.region else "") == name


@pytest.mark.parametrize(
    ("code", "stored_code", "sentence"),
    [
        ("420106000000", "420106", ""),
        (420106000000, "420106", ""),
        ("420106001", "420106", "420106001是街道或社区的代码，按420106存入"),
        ("420106001002", "420106", "420106001002是街道或社区的代码，按420106存入"),
        ("429999000000", None, "没有代码429999000000，按原文保存"),
        ("湖北省武汉市武昌区徐家棚街道", None, "没有代码湖北省武汉市武昌区徐家棚街道，按原文保存"),
    ],
)
def test_longer_codes_of_the_statistics_bureau_are_read(
    tmp_path: Path, stored: Enterprise, code: object, stored_code: str | None, sentence: str
) -> None:
    path = write(tmp_path, "xlsx", [["统一社会信用代码", "企业名称", "行政区划代码"], [uscc(1), STORED[1], code]])
    out = run("import_enterprises", str(path))
    found = Enterprise.objects.get()
    assert (found.region_id, found.region_as_typed) == (stored_code, "" if stored_code else code)
    assert sentence in out
    assert sentence or "行政区划代码" not in out


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("存续（在营、开业、在册）", "ACTIVE"),
        ("在营（开业）企业", "ACTIVE"),
        ("正常", "ACTIVE"),
        ("吊销，未注销", "REVOKED"),
        ("吊销，已注销", "CANCELLED"),
        ("正常注销", "CANCELLED"),
        ("迁出", "MOVED_OUT"),
        ("歇业备案", "SUSPENDED"),
        ("非正常户", "NOT_STATED"),
        ("未开业", "NOT_STATED"),
        ("不在业", "NOT_STATED"),
        ("未吊销", "NOT_STATED"),
        ("未注销", "NOT_STATED"),
        ("拟注销", "NOT_STATED"),
        ("简易注销公告中", "NOT_STATED"),
        ("注销备案", "NOT_STATED"),
        ("撤销注销", "NOT_STATED"),
        ("存续，拟注销", "NOT_STATED"),
        ("存续、注销", "NOT_STATED"),
    ],
)
def test_a_status_is_taken_only_where_every_word_of_it_states_it(tmp_path: Path, text: str, status: str) -> None:
    out = extract(tmp_path, {"统一社会信用代码": uscc(1), "企业名称": "武汉甲商贸有限公司", "登记状态": text})
    assert Enterprise.objects.get().status == status
    assert (f"登记状态“{text}”：应为存续" in out) == (status == "NOT_STATED")


@pytest.mark.parametrize("is_number_first", [True, False])
def test_a_number_and_its_code_in_one_file_are_one_enterprise(tmp_path: Path, is_number_first: bool) -> None:
    name = "南通示例电子有限公司"
    header = ["统一社会信用代码", "企业名称", "注册号", "住所", "法定代表人"]
    rows = [["", name, NUMBER, "旧址", "张三"], [uscc(1), name, NUMBER, "新址", ""]]
    path = write(tmp_path, "csv", [header, *(rows if is_number_first else rows[::-1])])
    out = run("import_enterprises", str(path))
    assert "第3行 提示：与第2行是同一企业（注册号、名称相同），以有统一社会信用代码的一行为准" in out
    assert "接受1行，无变化1行，拒绝0行" in out
    facts = ("uscc", "register_number", "address", "legal_representative")
    assert Enterprise.objects.values_list(*facts).get() == (uscc(1), NUMBER, "新址", "张三")
    assert "接受0行，无变化2行，拒绝0行" in run("import_enterprises", str(path))
