"""The goals of honours come from a file of the city: texts of both languages, and what is wrong in one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.utils import translation

from enterprises.catalogue.kinds.honour import HONOUR
from enterprises.catalogue.types import Role
from search.doors.goal_file import read_goals
from search.doors.goals import GoalFigure
from search.doors.honours import HONOURS

GOAL = {
    "name": "time-honoured",
    "label": {"zh": "老字号", "en": "Time-honoured brands"},
    "goal": {"zh": "30 个", "en": "30"},
    "categories": ["老字号"],
    "levels": ["市级"],
    "then": 12,
    "counts_new_ones": True,
}
DOCUMENT = {
    "title": {"zh": "关于老字号的意见", "en": "an Opinion on old brands"},
    "number": "宜府发〔2024〕3号",
    "issued_on": "2024-02-01",
    "by_year": 2027,
    "goals": [GOAL],
}


def written(path: Path, **changes: Any) -> Path:
    (path / "goals.json").write_text(json.dumps({**DOCUMENT, **changes}), encoding="utf-8")
    return path / "goals.json"


def page_of(path: Path, language: str) -> str:
    figures = [GoalFigure(goal=each, now=20, this_year=2, year=2026) for each in read_goals(path, kind=HONOUR)]
    with translation.override(language):
        return render_to_string("doors/goals.html", {"goals": figures, "door": HONOURS})


def test_another_city_has_its_own_document(tmp_path: Path) -> None:
    chinese, english = (page_of(written(tmp_path), language) for language in ("zh-hans", "en"))
    assert "目标是《关于老字号的意见》（宜府发〔2024〕3号，2024-02-01）所定；现在的数字" in chinese
    assert "到2027年的目标" in chinese
    assert "30 个" in chinese
    assert "those of an Opinion on old brands (宜府发〔2024〕3号, 2024-02-01). The figures here" in english
    assert "Goal for 2027" in english
    assert ">Time-honoured brands<" in english
    assert ">12<" in english


def test_what_the_document_does_not_state_is_not_shown(tmp_path: Path) -> None:
    page = page_of(written(tmp_path, goals=[{**GOAL, "then": None}]), "zh-hans")
    assert "文件未载" in page
    assert "所定，该文件没有写明当时的数字；现在的数字" in page


def test_what_counts_is_read(tmp_path: Path) -> None:
    (goal,) = read_goals(written(tmp_path), kind=HONOUR)
    assert goal.values == {Role.HONOUR_CATEGORY: {"老字号"}, Role.HONOUR_LEVEL: {"市级"}}
    assert goal.after == goal.document.issued_on
    assert read_goals(written(tmp_path, goals=[]), kind=HONOUR) == ()


def test_the_default_file_is_the_one_in_use() -> None:
    read = read_goals(Path(settings.HONOUR_GOALS), kind=HONOUR)
    assert [each.name for each in HONOURS.goals] == [each.name for each in read] != []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"goals": [GOAL, GOAL]}, "two goals have one name"),
        ({"goals": [{**GOAL, "categories": ["名牌"]}]}, "counts 荣誉类别 名牌, which no honour has"),
        ({"goals": [{**GOAL, "levels": ["乡级"]}]}, "counts 荣誉级别 乡级, which no honour has"),
        ({"goals": [{**GOAL, "categories": []}]}, r"cannot be read: .*counts nothing.*\$\.goals"),
        ({"goals": [{**GOAL, "name": "a&b"}]}, r"cannot be read: .*small letters.*\$\.goals"),
        ({"goals": [{**GOAL, "name": ""}]}, r"cannot be read: .*small letters.*\$\.goals"),
        ({"title": {"zh": "意见", "en": ""}}, r"cannot be read: .*empty.*\$\.title"),
        ({"by_year": "2027"}, r"cannot be read: .*\$\.by_year"),
        ({"town": "宜昌"}, "cannot be read: .*town"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(changes: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"HONOUR_GOALS is .*{sentence}"):
        read_goals(written(tmp_path, **changes), kind=HONOUR)


@pytest.mark.parametrize("content", [b"", b"[]", json.dumps(DOCUMENT, ensure_ascii=False).encode("gb18030")])
def test_what_is_no_such_file_is_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "goals.json").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"HONOUR_GOALS is .*goals\.json', which cannot be read"):
        read_goals(tmp_path / "goals.json", kind=HONOUR)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "goals.json").write_text(json.dumps(DOCUMENT), encoding="utf-8-sig")
    assert [each.name for each in read_goals(tmp_path / "goals.json", kind=HONOUR)] == [GOAL["name"]]


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read_goals(tmp_path / "none.json", kind=HONOUR)
