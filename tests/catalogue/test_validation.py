"""Rows: required fields, rules across fields, natural persons, storage."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import Generation
from enterprises.catalogue.validation import HIDDEN, clean, from_json, to_json
from enterprises.shared.rules.days import OPEN_END
from enterprises.shared.rules.uscc import check_uscc, is_resident_id
from tests.catalogue.rows import (
    AGENCY,
    ENTERPRISE,
    OLD_LICENCE,
    OLD_PENALTY,
    ON,
    RESIDENT,
    ROWS,
    SHOP,
    cleaned,
    only_problem,
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_row_of_each_kind_has_no_problems(kind: str) -> None:
    assert cleaned(kind).problems == ()


@pytest.mark.parametrize("kind", KINDS)
def test_cleaned_values_come_through_unchanged(kind: str) -> None:
    values = cleaned(kind).values
    assert clean(kind_of(kind), values, on=ON).values == values


@pytest.mark.parametrize("kind", KINDS)
def test_stored_values_come_back_as_they_were(kind: str) -> None:
    values = cleaned(kind).values
    stored = json.loads(json.dumps(to_json(kind_of(kind), values)))
    assert from_json(kind_of(kind), stored) == values


def test_values_are_typed() -> None:
    values = cleaned(CF_CFLB="罚款；没收违法所得", CF_NR_WFFF="0.2").values
    assert values["CF_NR_FK"] == Decimal("15000.00")
    assert values["CF_JDRQ"] == date(2026, 4, 1)
    assert values["CF_YXQ"] == OPEN_END
    assert values["CF_CFLB"] == ("罚款", "没收违法所得")
    assert to_json(kind_of("penalty"), values)["CF_NR_FK"] == "15000.00"


def test_codes_that_a_kind_no_longer_has_are_left_out_when_read_back() -> None:
    assert from_json(kind_of("penalty"), {"CF_OLD": "x", "CF_SY": "y"}) == {"CF_SY": "y"}


def test_a_code_that_the_kind_does_not_declare_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="CF_CFJDRQ"):
        cleaned(CF_CFJDRQ="2026-04-01")


@pytest.mark.parametrize("code", ["CF_XDR_MC", "CF_XDR_SHXYM", "CF_FRDB", "CF_WSH", "CF_WFXW", "CF_YXQ", "CF_SJLYDM"])
@pytest.mark.parametrize("empty", [None, "", "  ", "—"])
def test_a_missing_required_field_is_named(code: str, empty: str | None) -> None:
    if code == "CF_YXQ" and empty == "—":
        empty = ""
    problem = only_problem(cleaned("penalty", {code: empty}))
    assert (problem.code, problem.missing, problem.value) == (code, True, "")
    assert "必填，应为" in problem.message
    assert problem.label == kind_of("penalty").field(code).label


def test_a_dash_stands_for_a_required_end_and_start() -> None:
    result = cleaned("licence", XK_YXQZ="—", XK_YXQZI="——")
    assert result.problems == ()
    assert not {"XK_YXQZ", "XK_YXQZI"} & result.values.keys()


def test_a_wrong_field_is_not_called_missing_too() -> None:
    problem = only_problem(cleaned(CF_JDRQ="2026-2-30"))
    assert (problem.code, problem.value, problem.missing) == ("CF_JDRQ", "2026-2-30", False)


@pytest.mark.parametrize(
    ("changes", "code", "hint"),
    [
        ({"CF_NR_FK": ""}, "CF_NR_FK", "处罚类别含“罚款”"),
        ({"CF_CFLB": "没收非法财物"}, "CF_NR_WFFF", "没收"),
        ({"CF_CFLB": "吊销许可证件"}, "CF_NR_ZKDX", "暂扣或吊销"),
        ({"CF_CFLB": "暂扣许可证件"}, "CF_NR_ZKDX", "暂扣或吊销"),
    ],
)
def test_types_of_penalty_demand_their_fields(changes: dict[str, object], code: str, hint: str) -> None:
    problem = only_problem(cleaned("penalty", changes))
    assert (problem.code, problem.missing) == (code, True)
    assert hint in problem.message


def test_a_fine_of_nothing_is_no_fine() -> None:
    problem = only_problem(cleaned(CF_NR_FK="0"))
    assert (problem.code, problem.missing) == ("CF_NR_FK", False)


def test_a_confiscation_may_have_no_amount() -> None:
    assert cleaned(CF_CFLB="没收非法财物", CF_NR_WFFF=0).problems == ()


def test_no_legal_representative_is_asked_of_an_individual_business() -> None:
    assert cleaned(CF_XDR_SHXYM=SHOP, CF_XDR_LB="个体工商户", without=("CF_FRDB",)).problems == ()


@pytest.mark.parametrize(
    ("code", "category"), [(SHOP, "法人及非法人组织"), (ENTERPRISE, "个体工商户"), (AGENCY, "个体工商户")]
)
def test_the_category_must_fit_the_code(code: str, category: str) -> None:
    problem = only_problem(cleaned(CF_XDR_SHXYM=code, CF_XDR_LB=category))
    assert problem.code == "CF_XDR_LB"
    assert f"以{code[:2]}开头" in problem.message


@pytest.mark.parametrize(("code", "category"), [(SHOP, "个体工商户"), (ENTERPRISE, "法人及非法人组织")])
def test_a_missing_category_follows_from_the_code(code: str, category: str) -> None:
    assert cleaned(CF_XDR_SHXYM=code, CF_XDR_LB="").values["CF_XDR_LB"] == category


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("penalty", {"CF_YXQ": "2026-03-31"}, "CF_YXQ"),
        ("penalty", {"CF_GSJZQ": "2026-03-31"}, "CF_GSJZQ"),
        ("penalty", {"CF_JDRQ": "2026-05-02"}, "CF_JDRQ"),
        ("licence", {"XK_YXQZI": "2026-03-31"}, "XK_YXQZI"),
        ("abnormal-operation", {"X_YC_YCRQ": "2025-01-01", "X_YC_YCYY": "已改正", "X_YC_YCJG": "局"}, "X_YC_YCRQ"),
        ("commitment", {"X_CN_YXQZ": "2025-01-01"}, "X_CN_YXQZ"),
        ("evaluation", {"X_PJ_YXQZ": "2025-01-01"}, "X_PJ_YXQZ"),
        ("judgment", {"X_SF_LARQ": "2025-01-03"}, "X_SF_RQ"),
        ("standard-declaration", {"X_ZM_FZRQ": "2025-01-01"}, "X_ZM_FZRQ"),
    ],
)
def test_days_out_of_order_are_refused(kind: str, changes: dict[str, object], code: str) -> None:
    assert only_problem(cleaned(kind, changes)).code == code


def test_an_end_on_the_day_of_decision_is_in_order() -> None:
    assert cleaned(CF_YXQ="2026-04-01").problems == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"X_YC_YCRQ": "2025-06-01", "X_YC_YCYY": "已公示年报"}, "X_YC_YCJG"),
        ({"X_YC_YCRQ": "2025-06-01", "X_YC_YCJG": "武汉市市场监督管理局"}, "X_YC_YCYY"),
        ({"X_YC_YCYY": "已公示年报", "X_YC_YCJG": "武汉市市场监督管理局"}, "X_YC_YCRQ"),
    ],
)
def test_an_exit_from_the_abnormal_list_is_whole_or_absent(changes: dict[str, object], code: str) -> None:
    problem = only_problem(cleaned("abnormal-operation", changes))
    assert (problem.code, problem.missing) == (code, True)


def test_a_spot_check_names_product_and_batch_and_what_failed() -> None:
    result = cleaned("inspection", X_JC_LX="监督抽查", X_JC_JGPD="不合格")
    assert {problem.code for problem in result.problems} == {"X_JC_CP", "X_JC_PC", "X_JC_BHG"}


@pytest.mark.parametrize(
    ("written", "types"),
    [
        ("警告、罚款", ("警告", "罚款")),
        ("罚款；没收违法所得、没收非法财物", ("罚款", "没收违法所得", "没收非法财物")),
        ("责令停产停业，罚款", ("责令停产停业", "罚款")),
        ("吊销许可证、执照;罚款", ("吊销许可证件", "罚款")),
        ("罚款;其他-责令限期拆除", ("罚款", "其他-责令限期拆除")),
        ("罚款;罚款", ("罚款",)),
    ],
)
def test_types_of_all_generations_become_those_of_the_law_in_force(written: str, types: tuple[str, ...]) -> None:
    values = cleaned(CF_CFLB=written, CF_NR_WFFF="1", CF_NR_ZKDX="食品经营许可证").values
    assert values["CF_CFLB"] == types


@pytest.mark.parametrize(
    ("content", "types"),
    [
        ("吊销食品经营许可证", ("吊销许可证件",)),
        ("暂扣营业执照一个月", ("暂扣许可证件",)),
        ("暂扣甲证，吊销乙证", ("暂扣许可证件", "吊销许可证件")),
    ],
)
def test_the_class_of_1996_is_told_apart_by_the_decision(content: str, types: tuple[str, ...]) -> None:
    values = cleaned(CF_CFLB="暂扣或者吊销许可证、暂扣或者吊销执照", CF_NR=content, CF_NR_ZKDX="证").values
    assert values["CF_CFLB"] == types


def test_the_class_of_1996_is_never_guessed() -> None:
    problem = only_problem(cleaned(CF_CFLB="暂扣或者吊销许可证、执照", CF_NR_ZKDX="食品经营许可证"))
    assert problem.code == "CF_CFLB"
    assert "请写明" in problem.message


def test_rows_of_2015_need_only_what_2015_had() -> None:
    result = cleaned(row=OLD_PENALTY, generation=Generation.FIRST)
    assert result.problems == ()
    assert result.values["CF_XDR_LB"] == "法人及非法人组织"
    assert not {"CF_ZT", "CF_SYFW", "CF_SXYZCD"} & result.values.keys()
    assert cleaned(row=OLD_PENALTY).problems
    assert cleaned("licence", row=OLD_LICENCE, generation=Generation.FIRST).problems == ()


@pytest.mark.parametrize(
    ("stated", "gravity"), [("1", "轻微"), (2, "一般"), (3.0, "严重"), ("较重", "一般"), (0, None)]
)
def test_the_stated_gravity_of_2015(stated: object, gravity: str | None) -> None:
    values = cleaned(row=OLD_PENALTY, generation=Generation.FIRST, CF_SXYZCD=stated).values
    assert values.get("CF_SXYZCD") == gravity


def test_two_columns_of_types_become_one_field() -> None:
    values = cleaned(row=OLD_PENALTY, generation=Generation.FIRST, CF_CFLB="罚款", CF_CFLB2="警告;罚款").values
    assert values["CF_CFLB"] == ("罚款", "警告")
    assert "CF_CFLB2" not in values


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"CF_ZT": "1"}, "已撤销"),
        ({"CF_ZT": "撤销"}, "已撤销"),
        ({"CF_SYFW": 1}, "不是公示"),
        ({"CF_SYFW": "2"}, "不是公示"),
    ],
)
def test_what_2015_kept_from_the_public_is_refused(changes: dict[str, object], sentence: str) -> None:
    assert sentence in only_problem(cleaned("penalty", changes, row=OLD_PENALTY, generation=Generation.FIRST)).message


def test_the_state_of_a_licence_means_other_things_in_2015() -> None:
    assert cleaned("licence", XK_ZT="1").values["XK_ZT"] == "有效"
    assert cleaned("licence", XK_ZT="2").values["XK_ZT"] == "无效"
    assert only_problem(cleaned("licence", XK_ZT="0")).code == "XK_ZT"
    old = {state: cleaned("licence", row=OLD_LICENCE, generation=Generation.FIRST, XK_ZT=state) for state in "0123"}
    assert old["0"].values["XK_ZT"] == old["2"].values["XK_ZT"] == "有效"
    assert "已撤销" in only_problem(old["1"]).message
    assert "按备注" in only_problem(old["3"]).message


def test_a_licence_without_document_number_goes_by_its_own_number() -> None:
    assert cleaned("licence", XK_WSH="").values["XK_WSH"] == "JY14201110012345"
    assert only_problem(cleaned("licence", XK_WSH="", XK_XKBH="")).code == "XK_WSH"


def test_another_class_of_licence_is_named() -> None:
    assert cleaned("licence", XK_XKLB="其他—备案").values["XK_XKLB"] == "其他-备案"
    assert "请写明" in only_problem(cleaned("licence", XK_XKLB="其他")).message


@pytest.mark.parametrize(
    "changes",
    [
        {"CF_XDR_LB": "自然人"},
        {"CF_XDR_LB": "个人", "CF_XDR_SHXYM": ""},
        {"CF_XDR_LB": "", "CF_XDR_SHXYM": "", "CF_XDR_ZJHM": RESIDENT},
        {"CF_XDR_LB": "", "CF_XDR_SHXYM": "不详", "CF_XDR_ZJHM": RESIDENT},
        {"CF_XDR_SHXYM": RESIDENT},
        {"CF_XDR_SHXYM": "４２０１０６ 19900101 1231"},
    ],
)
def test_nothing_of_a_row_about_a_natural_person_is_kept(changes: dict[str, object]) -> None:
    result = cleaned("penalty", changes, CF_XDR_MC="李四")
    assert result.is_person
    assert result.values == {}
    problem = only_problem(result)
    assert problem.value == ""
    assert "李四" not in repr(result)
    assert "19900101" not in repr(result)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"penalty", "licence"}))
def test_a_resident_number_is_refused_in_every_kind(kind: str) -> None:
    code = next(code for code in ROWS[kind] if code.endswith("_SHXYM"))
    assert cleaned(kind, {code: RESIDENT}).is_person


def test_a_code_that_is_a_resident_number_too_needs_a_person() -> None:
    both = next(
        number
        for order in range(10_000)
        if is_resident_id(number := f"51010619900101{order:04}") and check_uscc(number).is_valid
    )
    assert cleaned(CF_XDR_SHXYM=both).is_person
    raw = ROWS["penalty"] | {"CF_XDR_SHXYM": both}
    assert clean(kind_of("penalty"), raw, on=ON, confirmed_codes={both}).values["CF_XDR_SHXYM"] == both


def test_a_number_whose_bearer_is_not_yet_born_is_a_code_like_any_other() -> None:
    future = next(
        number
        for order in range(10_000)
        if is_resident_id(number := f"51010620800101{order:04}") and check_uscc(number).is_valid
    )
    assert cleaned(CF_XDR_SHXYM=future).values["CF_XDR_SHXYM"] == future


@given(st.sampled_from(["CF_FR_ZJHM", "CF_XDR_ZJHM"]), st.integers(10**17, 10**18 - 1))
def test_a_field_that_is_never_public_is_in_no_problem(code: str, number: int) -> None:
    result = cleaned("penalty", {code: float(number)})
    assert only_problem(result).value == HIDDEN
    assert str(number)[6:14] not in repr(result.problems)


def test_problems_mask_personal_numbers_wherever_they_were_typed() -> None:
    problem = only_problem(cleaned(CF_JDRQ=f"张三{RESIDENT}"))
    assert problem.value == "张三420106********1231"


def test_problems_show_the_beginning_of_a_long_value() -> None:
    problem = only_problem(cleaned(CF_XDR_MC="武汉" * 200))
    assert problem.value == "武汉" * 30 + "…"
    assert "最多200个字" in problem.message


def test_transient_fields_are_checked_and_not_kept() -> None:
    result = cleaned(CF_XDR_ZJLX="身份证")
    assert result.problems == ()
    assert "CF_XDR_ZJLX" not in result.values


RAW = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.dates(),
    st.booleans(),
    st.sampled_from(["—", "无", "0", "1"]),
)


@given(st.sampled_from(sorted(KINDS)), st.data(), st.sampled_from(Generation))
def test_any_row_is_cleaned_without_an_exception(kind: str, data: st.DataObject, generation: Generation) -> None:
    declared = kind_of(kind)
    codes = [field.code for field in declared.fields]
    raw = ROWS[kind] | data.draw(st.dictionaries(st.sampled_from(codes), RAW, max_size=6))
    result = clean(declared, raw, on=ON, generation=generation)
    assert all(problem.message and problem.label and problem.code in codes for problem in result.problems)
    assert from_json(declared, json.loads(json.dumps(to_json(declared, result.values)))) == result.values
    again = clean(declared, result.values, on=ON)
    assert {code: again.values.get(code) for code in result.values} == result.values or result.problems
