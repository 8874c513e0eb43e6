"""The printed report."""

import io
import json
import re
from datetime import date
from typing import Any

import pypdf
import pytest

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.report.content import report_html, report_pdf, report_snapshot
from enterprises.creditfile.types import Badge, BadgeTone
from enterprises.documents.numbers import clean_number, report_number
from enterprises.documents.snapshot import Json, canonical, sha256_of
from tests.documents.files import INSTANT, USCC, credit_file, credit_row, credit_subject
from tests.documents.printed import text_of

NUMBER = "20261123102705A1B2C3D4"
TITLES = (
    "一、登记注册基础信息",
    "二、行政管理信息",
    "三、诚实守信相关荣誉信息",
    "四、严重失信主体名单信息",
    "五、经营(活动)异常名录(状态)信息",
    "六、信用承诺信息",
    "七、信用评价信息",
    "八、司法判决及执行信息",
    "九、其他信息",
    "十、信用状况提升建议",
)


def snapshot(**changes: Any) -> dict[str, Json]:
    return report_snapshot(credit_file(**changes), number=NUMBER, at=INSTANT)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return report_pdf(snapshot())


@pytest.fixture(scope="module")
def text(pdf: bytes) -> str:
    return text_of(pdf)


def test_the_cover_names_all_that_the_standard_wants(pdf: bytes) -> None:
    cover = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    for part in (
        "公共信用信息报告",
        "武汉江城示例科技有限公司",
        USCC,
        NUMBER,
        "2026年11月23日 10:27:05",
        "出具单位",
        "V2.0",
    ):
        assert part in cover


def test_ten_chapters_in_order(text: str) -> None:
    places = [text.index(title) for title in TITLES]
    assert places == sorted(places)


def test_eight_counters(text: str) -> None:
    summary = text[text.index("信用信息概要") : text.index(TITLES[0])]
    assert re.findall(r"(\d) 条", summary) == list("10000000")


def test_pages_are_numbered(pdf: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 4
    assert "第 2 页 / 共 4 页" in pages[1].extract_text()


def test_a_record_says_why_it_is_there_and_until_when(text: str) -> None:
    record = text[text.index("第 1 条") :]
    for part in ("武市监处罚〔2026〕15号", "武汉市市场监督管理局", "总局令第107号", "2026年4月2日至2027年4月1日"):
        assert part in record


def test_labels_are_never_broken(text: str) -> None:
    for label in (
        "没收违法所得、没收非法财物的金额(万元)",
        "法定代表人/负责人/执行事务合伙人",
        "暂扣或吊销证照名称及编号",
    ):
        assert label in text.splitlines()


def test_a_missing_value_is_two_dashes(text: str) -> None:
    lines = text.splitlines()
    assert lines[lines.index("暂扣或吊销证照名称及编号") + 1] == "— —"


def test_an_empty_chapter_says_so_and_as_of_when(text: str) -> None:
    assert text.count("截至2026年11月23日 10:27:05没有公示中的记录") == 7


def test_a_disputed_record_is_marked() -> None:
    rows = {Chapter.ADMINISTRATION: (credit_row(disputed=True), credit_row(record_id=8))}
    html = report_html(snapshot(rows=rows))
    assert html.count('class="disputed"') == 1


def test_an_open_end_is_long_term() -> None:
    row = credit_row(public_until=None, last_public_on=None)
    assert "2026年4月2日至长期" in report_html(snapshot(rows={Chapter.HONOUR: (row,)}))


def test_badges_are_words() -> None:
    badge = Badge(code="b", label="严重失信主体", tone=BadgeTone.BLACK_LIST)
    assert "严重失信主体" in text_of(report_pdf(snapshot(badges=(badge,))))


def test_the_data_are_inside(pdf: bytes) -> None:
    ((name, (content,)),) = pypdf.PdfReader(io.BytesIO(pdf)).attachments.items()
    assert name == f"report-{NUMBER}.json"
    assert json.loads(content) == snapshot()


def test_the_digest_of_the_data_is_printed(text: str) -> None:
    assert sha256_of(canonical(snapshot())) in text.replace("\n", "")


def test_the_same_snapshot_gives_the_same_bytes(pdf: bytes) -> None:
    assert report_pdf(json.loads(canonical(snapshot()))) == pdf


def test_only_the_snapshot_prints(settings: Any) -> None:
    settings.ISSUING_AUTHORITY = "别的单位"
    before = snapshot()
    settings.ISSUING_AUTHORITY = "再别的单位"
    html = report_html(before)
    assert "别的单位" in html
    assert "再别的单位" not in html


@pytest.mark.parametrize("demo", [True, False])
def test_made_up_data_say_so_on_every_page(settings: Any, demo: bool) -> None:
    settings.DEMO = demo
    pages = pypdf.PdfReader(io.BytesIO(report_pdf(snapshot()))).pages
    assert all(("示例数据" in page.extract_text()) is demo for page in pages)


def test_markup_in_a_value_is_text() -> None:
    html = report_html(snapshot(subject=credit_subject(name="<img src=x>&公司")))
    assert "<img" not in html
    assert "&lt;img src=x&gt;&amp;公司" in html


def test_a_very_long_record_is_whole() -> None:
    fact = "当事人违法事实甚多。" * 500
    cells = (*credit_row().cells[:2], credit_row().cells[6].__class__(code="CF_SY", label="违法事实", value=fact))
    printed = text_of(report_pdf(snapshot(rows={Chapter.ADMINISTRATION: (credit_row(cells=cells),)})))
    assert printed.replace("\n", "").count("当事人违法事实甚多") >= 495  # a few are cut by page headings


def test_an_individual_business_is_named_as_one() -> None:
    assert "（个体工商户）" in report_html(snapshot(subject=credit_subject(uscc="92420100MA4L1A2X3C")))


def test_numbers_are_time_and_eight_secret_characters() -> None:
    numbers = {report_number(at=INSTANT) for _ in range(200)}
    assert len(numbers) == 200
    assert all(re.fullmatch(r"20261123102705[0-9A-Z]{8}", number) for number in numbers)


@pytest.mark.parametrize(
    "typed", [f" {NUMBER} ", "20261123102705 A1B2C3D4", "２０２６１１２３１０２７０５A1B2C3D4", NUMBER + "\x00\n"]
)
def test_a_number_is_read_however_it_was_typed(typed: str) -> None:
    assert clean_number(typed) == NUMBER


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"repair_basis": "规则甲", "repair_confirmed": False},
            "自2026年7月2日起可以申请信用修复（依据规则甲，待核实）",
        ),
        ({"repair_basis": "规则甲", "repair_confirmed": True}, "自2026年7月2日起可以申请信用修复（依据规则甲）"),
        ({}, "自2026年7月2日起可以申请信用修复</p>"),  # issued before the basis was stored
        ({"repairable_from": date(2026, 4, 2)}, "履行义务后可立即申请信用修复"),
    ],
)
def test_the_regime_that_grants_repair_is_named(changes: dict[str, Any], said: str) -> None:
    rows = {Chapter.ADMINISTRATION: (credit_row(**changes),)}
    assert said in report_html(snapshot(rows=rows))
