"""Scales as typed, and what stands beside a grade."""

from datetime import date

import pytest

from enterprises.evaluations.rules import (
    UNREGISTERED,
    EvaluationType,
    Grade,
    RegisteredInstitution,
    ScaleUnreadable,
    contrast_sentence,
    institution_marks,
    is_public_contact,
    read_scale,
    scale_sentence,
)

ON = date(2026, 5, 6)
SCALE = (Grade(grade="AAA", meaning="优秀"), Grade(grade="A", meaning="一般"))


def institution(**changes: object) -> RegisteredInstitution:
    given = {
        "name": "甲公司",
        "code": "x",
        "qualification": "备案",
        "qualification_authority": "人民银行",
        "qualified_until": date(2026, 5, 6),
        "withdrawn_on": None,
        "withdrawn_reason": "",
        "scales": {EvaluationType.CREDIT.value: SCALE},
    }
    return RegisteredInstitution(**{**given, **changes})  # type: ignore[arg-type] # mixed values


def marks(of: RegisteredInstitution | None, *, kind: str = EvaluationType.CREDIT, grade: str = "AAA") -> list[str]:
    return list(institution_marks(of, evaluation_type=kind, grade=grade, on=ON))


@pytest.mark.parametrize("text", ["AAA 优秀\n\nA 一般", "AAA：优秀\nA:一般", "AAA\t优秀\r\n A  一般 "])
def test_a_scale_is_one_grade_a_line(text: str) -> None:
    assert read_scale(text) == SCALE
    assert scale_sentence(SCALE) == "由高到低：AAA 优秀；A 一般"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("AAA", "第1行缺少含义"),
        ("AAA 优秀\nA：", "第2行缺少含义"),
        ("A 一\nA 二", "第2行的等级“A”重复"),
        ("A 一", "2到20个"),
        ("\n".join(f"{n} x" for n in range(21)), "2到20个"),
        ("", "2到20个"),
    ],
)
def test_a_scale_names_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(ScaleUnreadable, match=sentence):
        read_scale(text)


@pytest.mark.parametrize(
    ("text", "is_public"),
    [
        ("027-12345678", True),
        ("0086 27 1234 5678", True),
        ("www.example.com，kefu@example.com", True),
        ("400-812-3456", True),
        ("13812345678", False),
        ("电话１３８ 1234-5678", False),
        ("+86 138 1234 5678", False),
        ("420102199001011234", False),
    ],
)
def test_a_contact_in_the_register_is_no_persons(text: str, is_public: bool) -> None:
    assert is_public_contact(text) is is_public


def test_a_grade_of_a_registered_scale_needs_no_mark() -> None:
    assert marks(institution()) == []


def test_a_grade_names_what_its_institution_does_not_have() -> None:
    assert marks(None) == [UNREGISTERED]
    assert "不在评价机构登记的等级标准内" in marks(institution(), grade="AAAA")[0]
    assert "没有登记社会责任评价" in marks(institution(), kind=EvaluationType.SOCIAL)[0]
    assert marks(institution(qualified_until=date(2026, 5, 5))) == ["评价机构的资质已于2026年5月5日到期。"]
    assert marks(institution(qualified_until=None)) == []


def test_a_withdrawn_institution_is_named_from_its_day() -> None:
    left = institution(withdrawn_on=ON, withdrawn_reason="资质被撤销")
    assert marks(left) == ["评价机构已于2026年5月6日退出登记，原因：资质被撤销。此前的等级仍予列示。"]
    assert marks(institution(withdrawn_on=date(2026, 5, 7), withdrawn_reason="x")) == []


def test_the_contrast_names_each_grade_once() -> None:
    sentence = contrast_sentence(grades=[("甲公司", "AAA"), ("乙公司", "AA"), ("甲公司", "AAA")])
    assert "获甲公司评定AAA、乙公司评定AA，" in sentence
    assert "严重失信主体名单" in sentence
