"""On an English page a screen reader hears English in English, and each Chinese part in Chinese."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from creditportal.chinese_parts import mark_chinese_parts
from tests.access.world import World
from tests.sql.visits import Visit, city, visits

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{3}.*[A-Za-z]{3}")
VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


class Reader(HTMLParser):
    """Collect the Chinese texts of a page that no `lang` states."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.misread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            above = self.open[-1][1] if self.open else ""
            self.open.append((tag, (dict(attrs).get("lang") or above).lower()))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1] if self.open else ("", "")
        if tag in {"script", "style", "title"} or not language:
            return
        if (CHINESE.search(data) and not language.startswith("zh")) or (
            language.startswith("zh") and re.search(r"[A-Za-z]{3}.*[A-Za-z]{3}", data) and not CHINESE.search(data)
        ):
            self.misread.append(data.strip())


def misread(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.misread


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<p>Listed</p>", "<p>Listed</p>"),
        ("<p>武汉 2026 年</p>", '<p><span lang="zh-Hans">武汉 2026 年</span></p>'),
        ("<a>by 武汉, 18 Nov</a>", '<a><span>by <span lang="zh-Hans">武汉</span>, 18 Nov</span></a>'),
        (
            "<p>下载 PDF 报告</p>",
            '<p><span><span lang="zh-Hans">下载</span> PDF <span lang="zh-Hans">报告</span></span></p>',
        ),
        ('<a title="武>汉">x</a>', '<a title="武>汉">x</a>'),
        ('<option value="1">武汉</option>', '<option lang="zh-Hans" value="1">武汉</option>'),
        ("<option>Wuhan 市</option>", "<option>Wuhan 市</option>"),
        ("<script>'武汉' < '<p>汉</p>'</script>", "<script>'武汉' < '<p>汉</p>'</script>"),
        ("<svg><text x='1'>十月</text></svg>", "<svg><text lang=\"zh-Hans\" x='1'>十月</text></svg>"),
        ("<!-- 武汉 --><textarea>\n武汉</textarea>", '<!-- 武汉 --><textarea lang="zh-Hans">\n武汉</textarea>'),
    ],
)
def test_a_chinese_part_is_marked_where_it_stands(page: str, marked: str) -> None:
    assert mark_chinese_parts(page) == marked


@pytest.mark.django_db
def test_no_page_has_english_read_in_chinese() -> None:
    with city() as world:
        found = {visit.row.name: page_of(visit, world=world) for visit in visits()}
    pages = {name: page for name, page in found.items() if page}
    assert len(pages) > 60
    assert all('<html lang="en">' in page for page in pages.values())
    assert {name: texts for name, page in pages.items() if (texts := misread(page))} == {}


def page_of(visit: Visit, *, world: World) -> str:
    """Return the English page of a visit; "" where it answers with a file."""
    client, user = Client(), world.users[visit.who]
    client.cookies["django_language"] = "en"
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    things = {name: world.arguments[what] for name, what in visit.row.arguments.items()}
    answer = client.get(reverse(visit.row.name, kwargs=things) + visit.row.query)
    return answer.text if answer["Content-Type"].startswith("text/html") else ""
