import re
from pathlib import Path

import pytest

from enterprises.catalogue.registry import (
    KINDS,
    generation_of,
    header_index,
    ignored_headers,
    kind_of,
    normalise_header,
)
from enterprises.catalogue.types import Chapter, Generation, RecordColumn, Tone, Visibility

ROOT = Path(__file__).parents[2]


def test_the_page_names_each_kind_with_its_chapter() -> None:
    rows = re.findall(r"^\| ([a-z-]+) \| (\d+) \|", (ROOT / "docs/rules/catalogue.md").read_text(), re.MULTILINE)
    chapters = {code: Chapter(int(chapter)) for code, chapter in rows}
    assert chapters == {code: kind.chapter for code, kind in KINDS.items()}
    assert list(KINDS.values()) == sorted(KINDS.values(), key=lambda kind: kind.chapter)
    assert chapters["licence"] is Chapter.ADMINISTRATION


def test_an_unknown_kind_is_no_kind() -> None:
    with pytest.raises(KeyError):
        kind_of("score")
    with pytest.raises(KeyError):
        kind_of("penalty").field("CF_CFJDRQ")
    with pytest.raises(KeyError):
        kind_of("honour").column(RecordColumn.FINE_YUAN)


@pytest.mark.parametrize(
    ("kind", "header", "code"),
    [
        ("penalty", "CF_WSH", "CF_WSH"),
        ("penalty", "cf_wsh", "CF_WSH"),
        ("penalty", "行政处罚决定书文号", "CF_WSH"),
        ("penalty", " *行政处罚决定书文号（必填）：", "CF_WSH"),
        ("penalty", "决定书文号", "CF_WSH"),
        ("penalty", "罚款金额（万元）", "CF_NR_FK"),
        ("penalty", "行政相对人代码_1（统一社会信用代码）", "CF_XDR_SHXYM"),
        ("penalty", "行政相對人名稱", "CF_XDR_MC"),
        ("penalty", "CF_XDR_GSDJ", "CF_XDR_GSZC"),
        ("penalty", "CF_XDR_ZDM", "CF_XDR_ZZJG"),
        ("penalty", "CF_XDR_SFZ", "CF_XDR_ZJHM"),
        ("penalty", "CF_FR", "CF_FRDB"),
        ("penalty", "CF_FDDB", "CF_FRDB"),
        ("penalty", "CF_FR_SFZH", "CF_FR_ZJHM"),
        ("penalty", "CF_CFLB1", "CF_CFLB"),
        ("penalty", "CF_CFLB2", "CF_CFLB2"),
        ("penalty", "CF_JG", "CF_NR"),
        ("penalty", "cf_xzjg", "CF_CFJG"),
        ("penalty", "CF_AJMC", "CF_CFMC"),
        ("penalty", "COMP_NAME", "CF_XDR_MC"),
        ("licence", "XK_XDR", "XK_XDR_MC"),
        ("licence", "XK_SPLB", "XK_XKLB"),
        ("licence", "XK_JZQ", "XK_YXQZI"),
        ("licence", "XK_XZJG", "XK_XKJG"),
        ("licence", "XK_XDR_SHXYM", "XK_XDR_SHXYM"),
        ("abnormal-operation", "列入原因", "X_YC_LRYY"),
        ("abnormal-operation", "移出日期", "X_YC_YCRQ"),
        ("honour", "认定单位", "X_RY_JG"),
    ],
)
def test_headers_of_three_generations_find_their_field(kind: str, header: str, code: str) -> None:
    assert header_index(kind_of(kind))[normalise_header(header)] == code


def test_columns_nobody_wants_are_known() -> None:
    assert {"dfbm", "sjc", "cf_bm", "序号"} <= ignored_headers(kind_of("penalty"))


def test_a_file_without_any_later_column_is_of_the_first_generation() -> None:
    old = {"CF_WSH", "CF_CFMC", "CF_CFLB", "CF_SY", "CF_YJ", "CF_XDR_MC", "CF_XDR_SHXYM", "CF_NR", "CF_JDRQ", "CF_CFJG"}
    assert generation_of(kind_of("penalty"), old) is Generation.FIRST
    assert generation_of(kind_of("penalty"), old | {"CF_FRDB"}) is Generation.FIRST
    assert generation_of(kind_of("penalty"), old | {"CF_WFXW"}) is Generation.CURRENT
    assert generation_of(kind_of("licence"), {"XK_WSH", "XK_ZT"}) is Generation.FIRST
    assert generation_of(kind_of("honour"), {"X_RY_MC"}) is Generation.CURRENT


def test_identity_numbers_are_never_public() -> None:
    numbers = {field.code for kind in KINDS.values() for field in kind.fields if field.visibility is Visibility.NEVER}
    assert numbers == {"CF_FR_ZJHM", "CF_XDR_ZJHM", "XK_FR_ZJHM", "XK_XDR_ZJHM"}


def test_codes_of_ours_are_marked_unofficial() -> None:
    for kind in KINDS.values():
        if kind.code not in ("penalty", "licence"):
            assert all(field.code.startswith("X_") and not field.official for field in kind.fields)


def test_an_inspection_is_adverse_only_when_something_was_found() -> None:
    inspection = kind_of("inspection")
    assert inspection.is_adverse({"X_JC_JGPD": "不合格"})
    assert inspection.is_adverse({"X_JC_JGPD": "发现问题"})
    assert not inspection.is_adverse({"X_JC_JGPD": "合格"})
    assert not inspection.is_adverse({})


def test_other_kinds_are_adverse_by_their_tone() -> None:
    adverse = {kind.code for kind in KINDS.values() if kind.is_adverse({})}
    assert adverse == {"penalty", "abnormal-operation", "judgment"}
    assert {kind.code for kind in KINDS.values() if kind.tone is Tone.ADVERSE} == adverse
