import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric as stdnum_ric
from stdnum.cn import uscc as stdnum_uscc

from enterprises.shared.rules.uscc import (
    ALPHABET,
    DEPARTMENTS,
    check_uscc,
    complete_uscc,
    holds_resident_id,
    is_organisation_code,
    is_residence_number,
    is_resident_id,
    looks_like_resident_id,
    normalise_uscc,
    similar_codes,
)

ORGANISATIONS = st.text(ALPHABET, min_size=8, max_size=8)
REGIONS = st.sampled_from(["420100", "420111", "110103", "310115"])
PREFIXES = st.sampled_from(
    [(department, category) for department, (_, table) in DEPARTMENTS.items() for category in table]
)

# A resident number made up for these tests: right in form, given to nobody.
RESIDENT = "420106199001011231"
ALMOST_ALL = [f"42010619900101{order:03}" for order in range(100)]


def resident(body: str) -> str:
    return body + stdnum_ric.calc_check_digit(body + "0")


@given(PREFIXES, REGIONS, ORGANISATIONS)
def test_a_completed_code_is_valid_without_warnings(prefix: tuple[str, str], region: str, organisation: str) -> None:
    code = complete_uscc(department=prefix[0], category=prefix[1], region=region, organisation=organisation)
    check = check_uscc(code)
    assert (check.code, check.errors, check.warnings) == (code, (), ())


@given(REGIONS, ORGANISATIONS)
def test_our_check_agrees_with_another_implementation(region: str, organisation: str) -> None:
    code = complete_uscc(department="9", category="1", region=region, organisation=organisation)
    assert stdnum_uscc.is_valid(code)


@given(REGIONS, ORGANISATIONS, st.integers(8, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_an_error(region: str, organisation: str, place: int, wrong: str) -> None:
    code = complete_uscc(department="9", category="1", region=region, organisation=organisation)
    typed = code[:place] + wrong + code[place + 1 :]
    assert check_uscc(typed).is_valid == (typed == code)


@given(REGIONS, ORGANISATIONS, st.integers(2, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_proposed_again(region: str, organisation: str, place: int, wrong: str) -> None:
    code = complete_uscc(department="9", category="1", region=region, organisation=organisation)
    typed = code[:place] + wrong + code[place + 1 :]
    proposed = similar_codes(typed)
    assert (code in proposed) == (typed != code)
    assert all(check_uscc(each).is_valid for each in proposed)
    assert len(proposed) == len(set(proposed))


@given(REGIONS, ORGANISATIONS, st.integers(2, 16))
def test_two_swapped_neighbours_are_proposed_again(region: str, organisation: str, place: int) -> None:
    code = complete_uscc(department="9", category="1", region=region, organisation=organisation)
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (code in similar_codes(typed)) == (typed != code)


@given(REGIONS, ORGANISATIONS)
def test_letters_that_no_code_has_are_read_as_digits(region: str, organisation: str) -> None:
    code = complete_uscc(department="9", category="1", region=region, organisation=organisation)
    typed = code.translate(str.maketrans("0125", "OIZS"))
    assert similar_codes(typed) == ((code,) if typed != code else ())


@pytest.mark.parametrize("typed", ["", "91420100", "武汉" * 9, "V" * 18, "9142010071717521281"])
def test_nothing_is_proposed_for_what_is_no_code(typed: str) -> None:
    assert similar_codes(typed) == ()


@pytest.mark.parametrize("code", ["913100001322041051", "914201007171752128"])
def test_a_wrong_organisation_code_inside_is_only_a_warning(code: str) -> None:
    check = check_uscc(code)
    assert check.is_valid
    assert "组织机构代码" in check.warnings[0]


@pytest.mark.parametrize(
    "code",
    [
        "913201007490169549",
        "913101150607311257",
        "91320281137692538X",
        "914300007024418691",
        "91110000100001825N",
        "91310000132212144D",
    ],
)
def test_published_codes_with_a_wrong_check_character_are_errors(code: str) -> None:
    assert "校验位" in check_uscc(code).errors[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "现为0位"),
        ("9142010073357265", "现为16位"),
        ("914201007335726I2M", "I、O、Z、S、V"),
        ("91420100 73357265测M", "I、O、Z、S、V"),
        ("B14201007335726521", "登记管理部门"),
        ("91A201007335726521", "行政区划码"),
    ],
)
def test_a_wrong_shape_says_what_would_be_right(typed: str, sentence: str) -> None:
    assert sentence in check_uscc(typed).errors[0]


def test_width_case_and_spaces_are_folded() -> None:
    code = complete_uscc(department="9", category="1", region="420100", organisation="MA4KQR5X")
    typed = "\u3000" + "".join(chr(ord(c) + 0xFEE0) for c in code[:9].lower()) + " \u200b" + code[9:].lower() + "\n"
    assert check_uscc(typed).code == code
    assert check_uscc(typed).is_valid


def test_codes_that_begin_with_letters_are_valid() -> None:
    code = complete_uscc(department="N", category="2", region="420116", organisation="MF012345")
    assert check_uscc(code).is_valid


def test_an_unknown_category_is_a_warning() -> None:
    body = complete_uscc(department="5", category="4", region="420106", organisation="MJ012345")
    assert check_uscc(body).is_valid
    assert "机构类别" in check_uscc(body).warnings[0]


def test_regions_are_checked_only_where_they_are_known() -> None:
    abolished = complete_uscc(department="9", category="1", region="110103", organisation="70123456")
    assert check_uscc(abolished).warnings == ()
    assert check_uscc(abolished, known_regions={"110103"}).warnings == ()
    assert "行政区划码" in check_uscc(abolished, known_regions={"420100"}).warnings[0]
    assert "行政区划码" in check_uscc(abolished, known_regions=lambda region: region.startswith("42")).warnings[0]


@pytest.mark.parametrize(
    ("part", "value"),
    [("department", "B"), ("department", "91"), ("region", "4201"), ("region", "42010A"), ("organisation", "1234567I")],
)
def test_completing_refuses_parts_that_codes_do_not_have(part: str, value: str) -> None:
    parts = {"department": "9", "category": "1", "region": "420100", "organisation": "12345678"} | {part: value}
    with pytest.raises(ValueError, match="GB 32100"):
        complete_uscc(**parts)


@given(st.text())
def test_any_text_is_checked_without_an_exception(text: str) -> None:
    check = check_uscc(text)
    assert check.code == normalise_uscc(check.code)
    is_resident_id(text)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["11", "42", "65"]), st.integers(0, 999))
def test_resident_numbers_agree_with_another_implementation(birth: date, province: str, order: int) -> None:
    number = resident(f"{province}0106{birth:%Y%m%d}{order:03}")
    assert is_resident_id(number)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert not is_resident_id(wrong)
    assert looks_like_resident_id(wrong)


@pytest.mark.parametrize(
    "body", ["16010619900101123", "42010619900230123", "42010618990101123", "42010621000101123", "91010619900101123"]
)
def test_no_resident_number_without_province_or_birth_date(body: str) -> None:
    assert not is_resident_id(resident(body))


def test_a_resident_number_is_recognised_in_any_dress() -> None:
    assert is_resident_id(next(n for n in map(resident, ALMOST_ALL) if n.endswith("X")).lower())
    assert is_resident_id("４２０１０６ 19900101 123１")
    assert not is_resident_id(RESIDENT, on=date(1989, 12, 31))
    assert is_resident_id(RESIDENT, on=date(1990, 1, 1))


def test_a_code_may_be_a_resident_number_too() -> None:
    """Social organisations' codes (51...) share their shape with numbers of province 51."""
    both = next(number for order in range(1000) if check_uscc(number := resident(f"51010619900101{order:03}")).is_valid)
    assert is_resident_id(both)


def test_errors_never_repeat_what_was_typed() -> None:
    for sentence in check_uscc(RESIDENT).errors:
        assert not any(run in sentence for run in (RESIDENT[:6], RESIDENT[6:14], RESIDENT[14:]))
    assert set(string.digits) < set(ALPHABET)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (complete_uscc(department="9", category="1", region="420100", organisation="MA4KQR5X")[8:17], True),
        ("132204105", False),  # inside 913100001322041051, where the check is wrong
        ("MA4KQR5", False),
        ("", False),
        ("ma4kqr5x0", False),
        ("华谊化工有限公司吗", False),
    ],
)
def test_an_organisation_code_is_told_by_its_check(text: str, is_one: bool) -> None:
    assert is_organisation_code(text) is is_one


@pytest.mark.parametrize("number", ["942840199001011236", "911001199001011231"])
def test_a_foreign_residents_number_is_told_by_its_check_digit(number: str) -> None:
    assert is_residence_number(number)
    assert holds_resident_id(f"持 {number[:6]} {number[6:]} 者")
    assert not is_residence_number(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("body", ["99184019900101123", "94284019901301123"])
def test_a_province_and_a_birth_date_belong_to_a_foreign_residents_number(body: str) -> None:
    assert not is_residence_number(body + stdnum_ric.calc_check_digit(body))


def test_a_flawless_code_is_no_foreign_residents_number() -> None:
    code = complete_uscc(department="9", category="1", region="420100", organisation="MA4KQR5X")
    assert not is_residence_number(code)
