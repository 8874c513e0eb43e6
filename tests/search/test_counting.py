"""Facets that we count are those that an engine counts, and days joined are the same days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from search.engines.elasticsearch.index import ElasticsearchIndex
from search.engines.sqlite.index import SqliteIndex
from search.engines.staged import DayScope
from search.filters import Filters
from search.matching.counting import counted, facet_facts
from search.matching.plan import plan_of
from search.names.queries import read_query
from search.port import DEEPEST, Days
from tests.search.make import TODAY, document, tombstone

Engine = SqliteIndex | ElasticsearchIndex
FIRST = date(2026, 1, 1)
RANGES = st.lists(
    st.builds(
        lambda start, length: Days(
            starts=FIRST + timedelta(days=start), ends=FIRST + timedelta(days=start + length) if length else None
        ),
        st.integers(0, 30),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=6,
)
DAY = timedelta(days=1)
CITY = [
    document(1, "武汉天河商贸有限公司", penalties=((TODAY, None), (TODAY - DAY, TODAY + DAY)), year=None),
    document(2, "武汉天河物流有限公司", penalties=((TODAY - DAY, TODAY),), region="", industry="C"),
    document(3, "武汉天河餐饮有限公司", lists=(("x", TODAY, None), ("y", TODAY - DAY, TODAY)), status="CANCELLED"),
    document(
        4, "上海天河餐饮有限公司", records=(("licence", "other", TODAY, TODAY + DAY),), industry="", region="310101"
    ),
    document(5, "武汉另一家有限公司", public_from=TODAY + DAY),
    tombstone(6, version=1),
]


def test_an_engine_counts_what_we_count(index: Engine) -> None:
    index.replace(CITY)
    index.refresh()
    scope = DayScope(on=TODAY, filters=Filters())
    ours = counted(map(facet_facts, CITY[:4]), on=TODAY)
    assert index.facets(None, scope) == index.facets(plan_of(read_query("天河")), scope) == ours
    in_wuhan = DayScope(on=TODAY, filters=Filters(region="42"))
    ours = counted((facet_facts(CITY[0]), facet_facts(CITY[2])), on=TODAY)
    assert index.facets(plan_of(read_query("天河")), in_wuhan) == ours


def test_a_code_is_counted_by_its_prefix(index: Engine) -> None:
    index.replace(CITY)
    index.refresh()
    facets = index.facets(plan_of(read_query("91420100MA000000")), DayScope(on=TODAY, filters=Filters()))
    assert sum(facet.count for facet in facets["status"]) == 4


def test_no_more_are_counted_than_can_be_reached() -> None:
    facts = facet_facts(CITY[0])
    facets = counted((facts for _ in range(DEEPEST + 5)), on=TODAY)
    assert [facet.count for facet in facets["status"]] == [DEEPEST]


@given(RANGES)
def test_joined_ranges_hold_the_same_days(ranges: list[Days]) -> None:
    made = document(
        1, "武汉天河商贸有限公司", records=tuple(("penalty", "a", days.starts, days.ends) for days in ranges)
    )
    [joined] = made.marks["kinds"].values()
    assert len(joined) <= len(ranges)
    assert made.marks["agencies"] == {"a": joined}
    for day in (FIRST + timedelta(days=n) for n in range(45)):
        assert any(days.holds(day) for days in joined) == any(days.holds(day) for days in ranges)
    starts = [days.starts for days in joined]
    assert starts == sorted(set(starts))
