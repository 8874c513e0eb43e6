"""Records found by what they are about, loaded as they are now."""

from datetime import date

import pytest

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.register.services.links import link_codes
from search.engines import index
from search.engines.staged_entries import StagedEntries
from search.entries import count_kinds
from search.entry_port import EntryFilters, EntryKind, EntryQuery, FoundEntries
from search.indexing.builds import rebuild, sweep
from search.indexing.drift import Drift, drift_of
from search.names.queries import read_words
from tests.search.make import AGENCY, AT, TODAY, rename, settle, stored_enterprise, withdraw
from tests.search.records import KETTLE, find, found, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]


@pytest.fixture
def maker() -> Enterprise:
    return stored_enterprise(1, "武汉美岭电器有限公司")


@pytest.fixture
def kettle(maker: Enterprise) -> Record:
    record = keep(maker, "inspection", KETTLE)
    settle()
    return record


@pytest.mark.parametrize(
    "text",
    [
        "电热水壶",
        "dianreshuihu",
        "美岭",
        "美岭电热水壶",
        "20260301A01",
        "KS-18A",
        "GB4706.19",
        "武汉美岭电器 水壶",
        "不合格",
    ],
)
def test_a_spot_check_is_a_product(kettle: Record, text: str) -> None:
    (result,) = find(text).results
    assert (result.record.pk, result.kind, result.enterprise.uscc) == (
        kettle.pk,
        EntryKind.PRODUCT,
        "91420100MA00000001",
    )
    assert result.address == f"/products/{kettle.pk}/"


def test_each_kind_of_record_is_what_it_is_to_people(maker: Enterprise) -> None:
    keep(maker, "inspection", KETTLE)
    keep(maker, "inspection", {"X_JC_LX": "日常检查", "X_JC_SX": "电热水壶生产现场", "X_JC_JGPD": "合格"})
    keep(maker, "standard-declaration", {"X_ZM_MC": "电热水壶", "X_ZM_LX": "企业标准"}, document_number="Q/WHML 001")
    keep(maker, "honour", {"X_RY_MC": "电热水壶名牌", "X_RY_LB": "名牌产品", "X_RY_JB": "省级"})
    keep(maker, "licence", {"XK_XKWS": "许可决定", "XK_XKZS": "电热水壶生产许可证"})
    keep(maker, "evaluation", {"X_PJ_NR": "电热水壶信用评价", "X_PJ_DJ": "AAA", "X_PJ_DW": "示例信用公司"})
    settle()
    assert dict(count_kinds(read_words("电热水壶"), on=TODAY)) == dict.fromkeys(EntryKind, 1)
    (honour,) = find("名牌产品", kind=EntryKind.HONOUR, filters=EntryFilters(level="省级", category="名牌产品")).results
    assert honour.facts.values == {"level": "省级", "category": "名牌产品", "agency": AGENCY, "year": "2026"}


def test_what_its_record_no_longer_shows_is_gone_before_the_index_hears_of_it(kettle: Record) -> None:
    withdraw(kettle)
    answer = find("电热水壶")
    assert (answer.results, answer.count, answer.count_is_exact, answer.kinds, answer.facets) == ((), 0, False, {}, {})
    settle()
    answer = find("电热水壶")
    assert (answer.results, answer.count, answer.count_is_exact) == ((), 0, True)


def test_what_is_drained_during_a_search_is_searched_for_once_more(
    kettle: Record, maker: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(maker, "inspection", KETTLE)
    settle()
    searched: list[EntryQuery] = []
    search = StagedEntries.search

    def late(entries: StagedEntries, query: EntryQuery) -> FoundEntries:
        found = search(entries, query)
        if not searched:
            settle()
        searched.append(query)
        return found

    monkeypatch.setattr(StagedEntries, "search", late)
    withdraw(kettle)
    answer = find("电热水壶")
    assert (len(searched), answer.count, answer.count_is_exact, answer.kinds) == (2, 1, True, {EntryKind.PRODUCT: 1})
    assert [(one.value, one.count) for one in answer.facets["result"]] == [("不合格", 1)]
    searched.clear()
    keep(maker, "inspection", KETTLE)
    assert count_kinds(read_words("电热水壶"), on=TODAY) == {EntryKind.PRODUCT: 2}


def test_the_days_of_record_and_enterprise_decide(maker: Enterprise) -> None:
    record = keep(maker, "inspection", KETTLE, starts=date(2026, 5, 1), ends=date(2026, 6, 1))
    settle()
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [found("电热水壶", on=day) for day in days] == [[], [record.pk], [record.pk], []]
    Enterprise.objects.update(public_from=date(2026, 5, 20))
    assert [found("电热水壶", on=day) for day in days] == [[], [], [record.pk], []]


def test_an_enterprise_that_is_not_public_shows_no_record() -> None:
    hidden = stored_enterprise(2, "武汉未公示有限公司", public_from=None)
    keep(hidden, "inspection", KETTLE)
    settle()
    assert (found("电热水壶"), index().entries.count()) == ([], 1)


def test_masked_text_finds_nobody(maker: Enterprise) -> None:
    keep(maker, "inspection", KETTLE | {"X_JC_CP": "电饭锅 13800138000"})
    settle()
    assert found("13800138000") == []
    assert found("电饭锅") == []


def test_a_record_under_an_earlier_code_is_of_the_code_in_use(kettle: Record, maker: Enterprise) -> None:
    later = stored_enterprise(2, "武汉新美岭电器有限公司")
    link_codes(earlier=maker, later=later)
    settle()
    (result,) = find("新美岭 电热水壶").results
    assert result.enterprise == later
    rename(later, "武汉大美岭电器有限公司")
    settle()
    assert found("大美岭 电热水壶") == [kettle.pk]


def test_filters_are_confirmed_by_the_database(kettle: Record) -> None:
    assert found("电热水壶", filters=EntryFilters(result="不合格", year="2026")) == [kettle.pk]
    Record.objects.update(details=KETTLE | {"X_JC_JGPD": "合格"})
    assert found("电热水壶", filters=EntryFilters(result="不合格")) == []


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        EntryFilters(colour="red")


def test_rebuild_sweep_and_drift_cover_records(kettle: Record) -> None:
    assert drift_of(index=index()) is Drift.NONE
    index().entries.remove([kettle.pk])
    assert drift_of(index=index()) is Drift.OLDER
    assert found("电热水壶") == []
    assert sweep(index=index(), at=AT).repaired == 1
    assert found("电热水壶") == [kettle.pk]
    build = rebuild(index=index(), now=lambda: AT, holder="test")
    assert (build.documents, build.entries, found("电热水壶")) == (1, 1, [kettle.pk])


def test_a_page_and_its_facets(maker: Enterprise) -> None:
    records = [keep(maker, "inspection", KETTLE) for _ in range(3)]
    settle()
    first = find("电热水壶", kind=EntryKind.PRODUCT, page_size=2)
    assert ([r.record.pk for r in first.results], first.count, first.has_next) == (
        [records[2].pk, records[1].pk],
        3,
        True,
    )
    last = find("电热水壶", kind=EntryKind.PRODUCT, page_size=2, page=2)
    assert ([r.record.pk for r in last.results], last.has_next) == ([records[0].pk], False)
    assert [(one.value, one.count) for one in first.facets["result"]] == [("不合格", 3)]
