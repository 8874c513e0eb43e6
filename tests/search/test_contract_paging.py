"""How every engine pages through an answer, and how far it counts."""

from dataclasses import replace

import pytest

from search.filters import Filters
from search.names.queries import read_query
from search.port import WINDOW, Index, Query
from tests.search.asking import ask, fill, ids
from tests.search.make import TODAY, document


class TestPaging:
    def test_pages_follow_each_other_without_gap_or_repeat(self, index: Index) -> None:
        fill(index, *(document(n, f"武汉天河{chr(0x4E00 + n)}号商贸有限公司") for n in range(1, 181)))
        pages = [
            index.search(Query(text=read_query("天河"), on=TODAY, offset=offset, limit=50))
            for offset in (0, 50, 100, 150)
        ]
        found = [number for page in pages for number in ids(page)]
        assert [len(page.hits) for page in pages] == [50, 50, 50, 30]
        assert sorted(found) == list(range(1, 181))
        assert {(page.total, page.total_is_exact) for page in pages} == {(180, True)}

    @pytest.mark.parametrize("limit", [7, 50, 100])
    @pytest.mark.parametrize(
        ("text", "region"),
        [("天河", None), ("天河3号商贸", None), ("91420100MA", None), ("91420100MA0000", None), ("", "42")],
    )
    def test_walking_on_gives_each_enterprise_once(
        self, index: Index, text: str, region: str | None, limit: int
    ) -> None:
        fill(index, *(document(n, f"武汉天河{chr(0x4E00 + n)}3号商贸有限公司") for n in range(1, 221)))
        filters = Filters(region=region)
        query = Query(text=read_query(text), on=TODAY, filters=filters, limit=limit)
        page, found, steps = index.search(query), [], 0
        while True:
            found += ids(page)
            assert page.total == 220
            assert page.total_is_exact is (text != "天河3号商贸")  # as many were like it as are looked at
            if page.next_cursor:
                query, steps = replace(query, cursor=page.next_cursor), steps + 1
            elif query.cursor is None and query.offset + limit < page.total:
                query = replace(query, offset=query.offset + limit)
            else:
                break
            page = index.search(query)
        assert steps
        assert len(found) == 220
        assert set(found) == set(range(1, 221))

    def test_browsing_pages_follow_each_other(self, index: Index) -> None:
        fill(index, *(document(n, f"武汉天河{n}号商贸有限公司") for n in range(1, 31)))
        wanted = Filters(region="42")
        pages = [
            index.search(Query(text=read_query(""), on=TODAY, filters=wanted, offset=o, limit=20)) for o in (0, 20, 40)
        ]
        assert [number for page in pages for number in ids(page)] == list(range(1, 31))
        assert pages[0].total == 30

    @pytest.mark.parametrize("limit", [7, 50, 100])
    def test_what_is_similar_comes_once_though_it_fits_behind_the_window(self, index: Index, limit: int) -> None:
        fill(
            index,
            *(document(n, f"武汉天河{chr(0x5000 + n)}号商贸有限公司") for n in range(1, 11)),  # similar, and no more
            *(document(n, f"湖北武汉天河{chr(0x4E00 + n)}三号商贸有限公司") for n in range(11, 191)),
            *(document(n, f"武汉天河{chr(0x4E00 + n)}三号商贸有限公司") for n in range(191, 201)),  # similar, too
        )
        query = Query(text=read_query("武汉天河 三号商贸有限公司"), on=TODAY, limit=limit)
        page = index.search(query)
        found = ids(page)
        assert not page.total_is_exact
        while page.next_cursor or (query.cursor is None and query.offset + limit < page.total):
            following = page.next_cursor
            query = replace(query, cursor=following) if following else replace(query, offset=query.offset + limit)
            page = index.search(query)
            assert len(page.hits) <= limit
            found += ids(page)
        assert len(found) == len(set(found))
        assert set(range(11, 201)) <= set(found)

    def test_no_more_than_so_many_similar_ones_are_shown_and_the_total_says_so(self, index: Index) -> None:
        names = [f"武汉天河之{chr(0x5000 + n)}商贸有限公司" for n in range(2, WINDOW + 20)]
        known = document(1, "武汉天河之星商贸有限公司")
        fill(index, known, *(document(n, name) for n, name in enumerate(names[: WINDOW - 2], start=2)))
        page = ask(index, "武汉天河之星商贸")
        assert (page.total, page.total_is_exact) == (WINDOW - 1, True)
        fill(index, *(document(n, name) for n, name in enumerate(names, start=2)))
        page = ask(index, "武汉天河之星商贸")
        assert (page.total, page.total_is_exact) == (WINDOW, False)
        assert ask(index, "武汉天河之星商贸有限公司").total_is_exact
