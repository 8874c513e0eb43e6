"""What every engine must do with entries, on SQLite and a real Elasticsearch."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search.entry_port import Engine, EntryFilters, EntryKind, EntryQuery, FoundEntries, SearchEntry
from search.names.queries import read_words
from search.port import DEEPEST, Days
from tests.search.conftest import ENGINES, empty_engine
from tests.search.make import TODAY

STARTS = date(2026, 1, 1)


def entry(
    number: int,
    *names: str,
    kind: EntryKind = EntryKind.PRODUCT,
    numbers: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    starts: date = STARTS,
    ends: date | None = None,
    decided_on: date | None = date(2026, 1, 1),
    version: int = 1,
    **values: str,
) -> SearchEntry:
    """Return an entry that is public from the year's first day on unless given otherwise."""
    return SearchEntry(
        id=number,
        version=version,
        enterprise=1,
        kind=kind,
        days=Days(starts=starts, ends=ends),
        decided_on=decided_on,
        names=names,
        numbers=numbers,
        words=words,
        values=values,
        digest=f"{number}-{version}",
    )


CITY = (
    entry(
        1,
        "电热水壶",
        "美岭",
        "美岭电热水壶",
        numbers=("20260301A01", "KS-18A"),
        words=("武汉美岭电器有限公司", "不合格"),
    ),
    entry(
        2,
        "电热水壶",
        "海星",
        "海星电热水壶",
        numbers=("2026-03-02/B7",),
        words=("不合格",),
        decided_on=date(2026, 3, 1),
    ),
    entry(3, "儿童自行车", "小飞侠", numbers=("GB 14746-2006",), words=("合格",)),
    entry(4, "中华老字号", "老字号", kind=EntryKind.HONOUR, words=("国家级",)),
    entry(5, "家用电热水壶", kind=EntryKind.STANDARD, numbers=("Q/WHML 001-2025", "GB/T 4706.19-2008")),
    entry(6, "排污许可证", "污水处理站排污许可", kind=EntryKind.LICENCE, numbers=("91420100MA00000001001P",)),
    entry(7, "湖北名牌产品", "名牌产品", kind=EntryKind.HONOUR, words=("省级",)),
    entry(8, "电热毯", "暖阳", "暖阳电热毯"),
)


def fill(index: Engine, *entries: SearchEntry) -> None:
    index.entries.replace(entries)
    index.entries.refresh()


@pytest.fixture(params=ENGINES, scope="module")
def city_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give the entries of the city on each engine, made once for the tests that only read them."""
    with empty_engine(request, tmp_path_factory.mktemp("city")) as made:
        fill(made, *CITY)
        yield made
        assert [(stamp.id, stamp.version) for stamp in made.entries.stamps()] == [(one.id, one.version) for one in CITY]


def ask(index: Engine, text: str = "", *, on: date = TODAY, **given: Any) -> FoundEntries:
    return index.entries.search(EntryQuery(text=read_words(text), on=on, **given))


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("电热毯", 8),
            ("儿童自行车", 3),
            ("自行车", 3),
            ("兒童自行車", 3),
            ("zixingche", 3),
            ("ertongzixingche", 3),
            ("etzxc", 3),
            ("儿童自行東", 3),  # one wrong character
            ("儿童自车", 3),  # one missing
            ("儿童自行行车", 3),  # one too much
            ("儿通自行车", 3),  # of the same sound
            ("小飞侠", 3),
            ("小飞霞", 3),
            ("xiaofeixia", 3),
            ("xiaofeixa", 3),
            ("美岭 电热水壶", 1),
            ("美岭电热水壶", 1),
            ("meiling dianreshuihu", 1),
            ("海星 水壶", 2),
            ("海星电热水胡", 2),
            ("老字号", 4),
            ("老子号", 4),
            ("laozihao", 4),
            ("排污许可证", 6),
            ("排污许可", 6),
            ("paiwuxukezheng", 6),
            ("名牌", 7),
            ("省级 名牌产品", 7),
            ("武汉美岭电器 不合格", 1),
        ],
    )
    def test_the_record_comes_first(self, city_index: Engine, text: str, first: int) -> None:
        assert ask(city_index, text).ids[:1] == (first,)

    @pytest.mark.parametrize(
        "text",
        [
            "20260301A01",
            "2026-03-01 A01",
            "2026年3月1日A01",
            "批号：20260301a01",
            "LOT 2026.03.01/A01",
            "２０２６０３０１Ａ０１",
            "2026/3/1-A01",
            "批次 2026-03-01A01",
            "20260301",
            "20260301A02",  # mistyped
        ],
    )
    def test_a_batch_in_any_spelling(self, city_index: Engine, text: str) -> None:
        assert ask(city_index, text).ids[:1] == (1,)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("GB/T 4706.19-2008", 5),
            ("GBT4706.19", 5),
            ("gb/t4706.19—2008", 5),
            ("4706.19", 5),
            ("GBT47061992008", 5),  # one digit too much
            ("Q/WHML 001-2025", 5),
            ("qwhml001", 5),
            ("GB 14746", 3),
            ("GB14746 自行车", 3),
        ],
    )
    def test_a_standard_in_any_spelling(self, city_index: Engine, text: str, first: int) -> None:
        assert ask(city_index, text).ids[:1] == (first,)

    @pytest.mark.parametrize("text", ["", "，。", "完全无关的东西", "zzzz", "999999"])
    def test_nothing_is_found_by_anything_else(self, city_index: Engine, text: str) -> None:
        found = ask(city_index, text, kind=EntryKind.EVALUATION)
        assert (found.ids, found.total) == ((), 0)

    def test_kinds_are_counted_and_one_is_shown(self, city_index: Engine) -> None:
        found = ask(city_index, "电热水壶", kind=EntryKind.STANDARD)
        assert (found.ids, found.total) == ((5,), 1)
        assert found.kinds == {EntryKind.PRODUCT: 2, EntryKind.STANDARD: 1}

    def test_equal_names_go_first_then_the_latest(self, city_index: Engine) -> None:
        assert ask(city_index, "电热水壶").ids == (2, 1, 5)
        assert ask(city_index, "电热").ids == (2, 8, 1, 5)  # of 5 it is no beginning

    @pytest.mark.parametrize("text", ["信芝", "新知"])  # swapped, and of the same sound as 3
    def test_a_short_name_goes_before_a_part_that_sounds_so(self, index: Engine, text: str) -> None:
        later = date(2026, 3, 1)
        fill(index, entry(1, "芝信"), entry(2, "守信智能台灯", decided_on=later), entry(3, "心智"))
        assert ask(index, text).ids[-1] == 2
        assert ask(index, text).ids[0] in {1, 3}

    def test_swapped_characters_go_before_other_edits(self, index: Engine) -> None:
        later = date(2026, 3, 1)
        others = (entry(n, name, decided_on=later) for n, name in enumerate(("合墨斯", "航香斯", "墨斯"), start=2))
        fill(index, entry(1, "墨香斯"), *others)
        assert ask(index, "香墨斯").ids[0] == 1

    def test_a_page_goes_on_where_the_last_ended(self, index: Engine) -> None:
        fill(index, *(entry(n, "电热水壶", decided_on=date(2026, 1, n)) for n in range(1, 8)))
        pages = [ask(index, "电热水壶", offset=offset, limit=3) for offset in (0, 3, 6)]
        assert [page.ids for page in pages] == [(7, 6, 5), (4, 3, 2), (1,)]
        assert {page.total for page in pages} == {7}

    @pytest.mark.parametrize("text", ["电热水壶", ""])
    def test_a_page_too_deep_counts_what_there_is(self, city_index: Engine, text: str) -> None:
        first, deep = (ask(city_index, text, facets=True, offset=offset) for offset in (0, 3 * DEEPEST))
        assert first.ids
        assert deep == replace(first, ids=())


class TestScope:
    def test_the_day_decides(self, index: Engine) -> None:
        fill(index, entry(1, "电热水壶", starts=date(2026, 2, 1), ends=date(2026, 3, 1)))
        days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
        assert [ask(index, "电热水壶", on=day).total for day in days] == [0, 1, 1, 0]

    def test_filters_and_facets(self, index: Engine) -> None:
        fill(
            index,
            entry(1, "电热水壶", region="420106", year="2026", result="不合格"),
            entry(2, "电热水壶", region="420103", year="2025", result="不合格"),
            entry(3, "电热水壶", region="310101", year="2026", result="合格"),
            entry(4, "电热水壶", kind=EntryKind.STANDARD, region="420106"),
        )
        found = ask(index, "电热水壶", kind=EntryKind.PRODUCT, filters=EntryFilters(region="4201"), facets=True)
        assert sorted(found.ids) == [1, 2]
        assert {name: [(one.value, one.count) for one in ones] for name, ones in found.facets.items() if ones} == {
            "region": [("420103", 1), ("420106", 1)],
            "year": [("2025", 1), ("2026", 1)],
            "result": [("不合格", 2)],
        }
        both = EntryFilters(region="42", result="合格")
        assert ask(index, "电热水壶", filters=both).ids == ()

    def test_without_text_the_latest_of_a_kind(self, city_index: Engine) -> None:
        found = ask(city_index, kind=EntryKind.PRODUCT, limit=2)
        assert (found.ids, found.total) == ((2, 8), 4)


class TestKeeping:
    def test_a_later_version_replaces_and_an_earlier_one_does_not(self, index: Engine) -> None:
        fill(index, entry(1, "电热水壶", version=2))
        fill(index, entry(1, "电饭锅", version=1))
        assert (ask(index, "电热水壶").ids, ask(index, "电饭锅").ids) == ((1,), ())
        fill(index, entry(1, "电饭锅", version=2))
        assert (ask(index, "电热水壶").ids, ask(index, "电饭锅").ids) == ((), (1,))

    def test_a_tombstone_is_found_by_nothing_and_stays(self, index: Engine) -> None:
        fill(index, entry(1, "电热水壶"), entry(2, "电热水壶"))
        fill(index, SearchEntry(id=1, version=3, digest="gone"))
        assert ask(index, "电热水壶").ids == (2,)
        fill(index, entry(1, "电热水壶", version=2))
        assert ask(index, "电热水壶").ids == (2,)
        assert [(s.id, s.version, s.digest) for s in index.entries.stamps()] == [(1, 3, "gone"), (2, 1, "2-1")]
        assert (index.entries.version_sum(), index.entries.count()) == (4, 2)

    def test_what_is_removed_is_gone(self, index: Engine) -> None:
        fill(index, *CITY)
        index.entries.remove([1, 3, 99])
        index.entries.refresh()
        assert [stamp.id for stamp in index.entries.stamps()] == [2, 4, 5, 6, 7, 8]
        assert ask(index, "儿童自行车").ids == ()

    def test_a_rebuild_replaces_all(self, index: Engine) -> None:
        fill(index, *CITY)
        with index.rebuild() as writer:
            writer.entries.write([entry(9, "电热水壶"), entry(10, "电热水壶")])
            assert ask(index, "电热水壶").ids == (2, 1, 5)
        assert ask(index, "电热水壶").ids == (10, 9)

    def test_a_rebuild_that_fails_leaves_all(self, index: Engine) -> None:
        fill(index, *CITY)
        with pytest.raises(ZeroDivisionError), index.rebuild() as writer:
            writer.entries.write([entry(9, "电热水壶")])
            raise ZeroDivisionError
        assert ask(index, "电热水壶").ids == (2, 1, 5)
