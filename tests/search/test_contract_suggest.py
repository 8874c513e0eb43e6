"""What every engine must suggest while a name is typed, on SQLite and a real Elasticsearch."""

import pytest

from search.names.queries import read_query
from search.port import Index
from tests.search.asking import CITY, CODE, fill
from tests.search.make import document


class TestSuggest:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("上海", 1),
            ("华谊化", 1),
            ("老王", 5),
            ("laow", 5),
            ("lwcg", 5),
            ("tc", 6),
            ("91420100MA00000005", 5),
            ("旭日精", 1),
            ("武汉市新华", 4),
            ("老wang", 5),
            ("l王", 5),
            ("wuhan新华", 4),
            ("shanghai华谊", 1),
            ("上hai华yi", 1),
            ("laowanh", 5),  # one letter wrong, missing, too many, swapped
            ("laowng", 5),
            ("laowwang", 5),
            ("laowagn", 5),
            ("老汪餐", 5),  # the same sound
            ("上海华仪化", 1),
            ("鲜达海楼", 8),  # one character wrong, missing, too many, swapped
            ("武汉新华物", 4),
            ("武汉达蜃楼", 8),
            ("鲜达大蜃楼", 8),
            ("鲜达楼蜃", 8),
        ],
    )
    def test_beginnings_are_completed(self, city_index: Index, text: str, first: int) -> None:
        assert city_index.suggest(read_query(text), limit=5)[0] == first

    @pytest.mark.parametrize("typed", [CODE.replace("0", "O"), CODE.replace("1", "I"), CODE[:12] + "7" + CODE[13:]])
    def test_a_mistyped_code_is_completed_by_those_it_may_stand_for(self, index: Index, typed: str) -> None:
        fill(index, *CITY, document(9, "武汉鲜达有限公司", uscc=CODE))
        assert index.suggest(read_query(typed), limit=5) == (9,)

    def test_a_typo_is_forgiven_only_where_too_little_begins_so(self, index: Index) -> None:
        fill(
            index,
            *(document(n, f"鲜达蜃楼{c}有限公司") for n, c in enumerate("甲乙丙", start=1)),
            document(4, "鲜达海楼公司"),
        )
        assert set(index.suggest(read_query("鲜达蜃楼"), limit=9)) == {1, 2, 3}
        assert index.suggest(read_query("鲜达海楼"), limit=9)[0] == 4
        assert set(index.suggest(read_query("鲜达海楼"), limit=9)) == {1, 2, 3, 4}

    @pytest.mark.parametrize("text", ["鲜汰蜃", "xiem", "海达蜃楼", "武han鲜da店", "老x"])
    def test_two_typos_or_a_wrong_first_letter_or_too_few_letters_are_not_forgiven(
        self, city_index: Index, text: str
    ) -> None:
        assert city_index.suggest(read_query(text), limit=5) == ()

    @pytest.mark.parametrize("text", ["", "上", "w", "腾讯", "？？"])
    def test_too_short_or_unknown_gives_nothing(self, city_index: Index, text: str) -> None:
        assert city_index.suggest(read_query(text), limit=5) == ()

    def test_no_more_than_asked(self, city_index: Index) -> None:
        assert len(city_index.suggest(read_query("武汉"), limit=2)) == 2
