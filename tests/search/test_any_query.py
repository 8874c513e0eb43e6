"""Whatever is typed, no answer is a fault: on each engine, and without one.

`QUERIES=10000 make test ARGS=tests/search/test_any_query.py` asks ten thousand on each.
"""

import os
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.shared import clock
from search import results as finding
from search.indexing.documents import documents_of
from search.port import Index, SearchUnavailable
from tests.search.make import AT, stored_enterprise

QUERIES = int(os.environ.get("QUERIES", "120"))
LONGEST = 10_000
PIECES = (
    *("华谊", "武汉", "有限公司", "武汉华谊物流有限公司", "华", "長樂", "huayi", "hy", "武han", "餐", "有限责任"),
    *("91420100MA00000001", "9142 0100", "９１４２０１００", "110101", "19900307", "武市监罚〔2026〕1号"),
    *('"', "'", "“", "”", "`", "\\", "/", "//", ";", "--", "/*", "%", "_", "\x00", "\t", "\n", "\r\n", "\x1b[0m"),
    *("*", "?", "~", "~2", "^2", ":", "name:", "+", "-", "!", "&&", "||", "AND", "OR", "NOT", "NEAR(", "{x}", "$", "@"),
    *("(", ")", "（", "）", "[", "]", "【", "】", "〔", "〕", "{", "}", "<b>", "</script>", "《", "》"),
    *(
        "🙂",
        "👨‍👩‍👧‍👦",
        "🇨🇳",
        "\u202e",
        "\u200f",
        "שלום",
        "مرحبا",
        "\u200b",
        "\ufeff",
        "e\u0301",
        "\u0fad" * 9,
        "ﷺ",
        "ß",
        "İ",
    ),
    *("\ud800", "\udfff", "\uffff", "\U0010ffff", "\U00020bb7", "𠮷", "㈱", "Ⅷ", "①", "壹", "1", "十", " ", "\u3000"),
)
PIECE = st.sampled_from(PIECES)
LONG = st.tuples(st.lists(PIECE, min_size=1, max_size=9).map("".join), st.integers(1, LONGEST)).map(
    lambda made: (made[0] * LONGEST)[: made[1]]
)
TEXT = st.one_of(st.lists(PIECE, max_size=12).map("".join), st.text(max_size=60), LONG)
QUERY = st.one_of(TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=40))
ADDRESSES = ("/api/v1/search/?q=", "/search/?q=", "/api/v1/suggest/?q=")
asking = settings(
    max_examples=QUERIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture
def city(db: None) -> list[int]:
    """Store enterprises whose names have all there is to be found by."""
    names = ("武汉华谊物流有限公司", "单县长乐贸易有限公司", "TCL科技集团股份有限公司", "武汉市江汉区老王餐馆")
    return [stored_enterprise(number, name, f"{name}旧号").pk for number, name in enumerate(names, start=1)]


def ask(client: Client, query: bytes, expected: set[int]) -> None:
    for address in ADDRESSES:
        answer = client.get(address + quote_from_bytes(query))
        assert answer.status_code in expected, (address, query)


@pytest.fixture
def filled(index: Index, city: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal search in an engine that holds the enterprises."""
    index.replace(documents_of(city))
    index.refresh()
    monkeypatch.setattr(finding, "index", lambda: index)
    monkeypatch.setattr(clock, "now", lambda: AT)


@asking
@given(query=QUERY)
@pytest.mark.usefixtures("filled")
def test_an_engine_answers_or_refuses(client: Client, query: bytes) -> None:
    ask(client, query, {200, 400})


@asking
@given(query=QUERY)
@pytest.mark.usefixtures("city")
def test_without_an_engine_it_is_logged(client: Client, query: bytes) -> None:
    def unavailable() -> None:
        raise SearchUnavailable("down")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "index", unavailable)
        ask(client, query, {200, 400, 503})
