"""How a credit file is shown; what is in it is the read model's business."""

import re

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import CreditFile
from enterprises.register.selectors import NoSuchFile
from tests.pages.samples import credit_file, licence, penalty


def shown(file: CreditFile) -> str:
    """Render the page and close up the white space between words."""
    request = RequestFactory().get(f"/enterprises/{file.subject.uscc}/")
    return re.sub(r"\s+", " ", render_to_string("enterprises/file.html", {"file": file}, request))


def chapter(page: str, number: int) -> str:
    """Cut one chapter out of the page."""
    _, _, rest = page.partition(f'id="chapter-{number}"')
    return rest.partition('<section class="chapter"')[0]


def test_ten_chapters_in_order() -> None:
    page = shown(credit_file())
    assert [int(number) for number in re.findall(r'<section class="chapter" id="chapter-(\d+)"', page)] == [
        *range(1, 11)
    ]


def test_each_counter_leads_to_its_chapter() -> None:
    page = shown(credit_file())
    counters = re.findall(r'<a href="#chapter-(\d+)"><span class="counters__number[^>]*>(\d+)<', page)
    assert counters == [("2", "3"), ("3", "0"), ("4", "1"), *((str(number), "0") for number in range(5, 10))]


def test_a_record_says_its_source_its_basis_and_until_when() -> None:
    page = chapter(shown(credit_file(rows={Chapter.ADMINISTRATION: (penalty(),)})), 2)
    assert '公示至 <time datetime="2027-06-01">2027-06-01</time>' in page
    assert "公示依据：《信用修复管理办法》" in page
    assert "数据来源：武汉市市场监督管理局" in page
    assert '最早可申请信用修复：<time datetime="2026-09-02">' in page
    assert "异议处理中" not in page


def test_a_record_without_an_end_says_so() -> None:
    page = chapter(shown(credit_file(rows={Chapter.ADMINISTRATION: (licence(),)})), 2)
    assert "公示无截止日期" in page
    assert "公示至" not in page
    assert '<dt>有效期至</dt><dd class="facts__missing" >— —<' in page


def test_a_disputed_record_is_marked_in_words() -> None:
    page = chapter(shown(credit_file(rows={Chapter.ADMINISTRATION: (penalty(disputed=True),)})), 2)
    assert "异议处理中" in page


def test_an_empty_chapter_says_that_there_is_none_and_as_of_when() -> None:
    page = shown(credit_file(rows={}))
    for number in range(2, 10):
        assert re.search(r"截至 <time[^>]*>2026-11-23 10:05</time>，没有公示中的.+。", chapter(page, number)), number
    assert "截至" not in chapter(page, 1) + chapter(page, 10)


def test_kinds_of_one_chapter_are_counted_apart() -> None:
    page = chapter(shown(credit_file()), 2)
    assert re.findall(r'chapter__kind">(\S+) <span class="meta">(\d+) 条', page) == [
        ("行政许可", "1"),
        ("行政处罚", "2"),
    ]
    assert re.findall(r"第 (\d+) 条", page) == ["1", "1", "2"]


def test_former_names_show_their_last_day() -> None:
    page = chapter(shown(credit_file()), 1)
    assert re.search(r"武汉江澜机电有限公司 .*?2016-04-18</time> 起，至 <time datetime=\"2021-02-28\">", page)
    assert re.search(r"武汉江岚机电有限公司 .*?启用日期不详，至 <time datetime=\"2016-04-17\">", page)


def test_parent_and_branches_are_linked() -> None:
    page = chapter(shown(credit_file()), 1)
    for uscc in ("914201007171752123", "91420102MA4L000017", "91420115MA4L000025"):
        assert f'href="/enterprises/{uscc}/"' in page


def test_a_report_is_asked_for_by_a_form() -> None:
    page = shown(credit_file())
    assert '<form class="card" method="post" action="/enterprises/91420100MA4KXYQW0U/reports/">' in page


def test_badges_differ_in_shape_symbol_and_words() -> None:
    page = shown(credit_file())
    assert re.search(r'badge--red-list"><svg.*?#star"></use></svg>守信激励对象', page)
    assert re.search(r'badge--black-list"><svg.*?#barred"></use></svg>失信惩戒对象', page)


def test_markup_in_data_is_text() -> None:
    page = shown(credit_file(rows={Chapter.ADMINISTRATION: (penalty(title="<script>alert(1)</script>"),)}))
    assert "<script>alert" not in page


def no_file(*, code: str, errors: tuple[str, ...]) -> str:
    facts = {"missing": NoSuchFile(code=code, errors=errors)}
    return render_to_string("enterprises/no_file.html", facts, RequestFactory().get("/"))


def test_a_wrong_code_is_told_what_is_wrong() -> None:
    page = no_file(code="<b>9142", errors=("校验位不符", "长度不符"))
    assert "统一社会信用代码有误" in page
    assert "校验位不符" in page
    assert "长度不符" in page
    assert "&lt;b&gt;9142" in page
    assert 'action="/search/"' in page


def test_a_good_code_without_a_file_is_not_called_wrong() -> None:
    page = no_file(code="91420100MA4KXYQW0U", errors=())
    assert "没有查到这家企业" in page
    assert "有误" not in page
    assert 'action="/search/"' in page


def test_one_record_is_not_called_several_in_english() -> None:
    with override("en"):
        page = shown(credit_file(rows={Chapter.ADMINISTRATION: (penalty(),)}))
    units = re.findall(r"counters__number[^>]*>(\d+)<span[^>]*> (\w+)<", page)
    assert units[0] == ("1", "record")
    assert units[1] == ("0", "records")
