"""What every engine must do, on SQLite and a real Elasticsearch."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.names.queries import read_query
from search.port import WINDOW, Index, Query
from tests.search.asking import CITY, CODE, ask, fill, ids
from tests.search.make import AGENCY, TODAY, document, tombstone


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "first", "rule", "field"),
        [
            ("91420100MA00000001", 1, "code", "uscc"),
            ("91420100ma 00000002", 2, "code", "uscc"),
            ("310000000012345", 1, "code", "uscc"),
            ("上海华谊化工有限公司", 1, "name", "name"),
            ("上海華誼化工有限公司", 1, "name", "name"),
            ("上海华谊", 1, "prefix", "name"),
            ("华谊化工", 1, "phrase", "name"),
            ("华谊 物流", 2, "phrase", "name"),
            ("华谊化工（上海）有限公司", 1, "pairs", "name"),
            ("上海旭日精细化工厂", 1, "name", "former_name"),
            ("旭日", 1, "phrase", "former_name"),
            ("shanghaihuayihuagong", 1, "pinyin", "name"),
            ("lao wang", 5, "pinyin", "name"),
            ("shanxianchangle", 7, "pinyin", "name"),
            ("clmy", 7, "initials", "name"),
            ("tcl", 6, "prefix", "name"),
            ("鲜达", 8, "phrase", "name"),
            ("xianda", 8, "pinyin", "name"),
            ("蜃楼", 8, "phrase", "name"),
            ("上海华义化工有限公司", 1, "pinyin", "name"),
            ("上海华议化公有限公司", 1, "pinyin", "name"),
            ("上海华谊化学有限公司", 1, "pairs", "name"),
            ("上海谊华化工有限公司", 1, "pairs", "name"),
            ("上海华化工有限公司", 1, "pairs", "name"),
            ("武汉江汉老王餐馆怎么样", 5, "pairs", "name"),
        ],
    )
    def test_the_enterprise_comes_first_and_says_why(
        self, city_index: Index, text: str, first: int, rule: str, field: str
    ) -> None:
        hit = ask(city_index, text).hits[0]
        assert hit.match is not None
        assert (hit.id, hit.match.group.value, hit.match.field.value) == (first, rule, field)

    def test_a_partial_code_finds_all_that_begin_so(self, city_index: Index) -> None:
        page = ask(city_index, "91420100MA000000")
        assert ids(page) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert page.total == 8

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("91420100", [1, 2, 3, 4]),
            ("91420100M", [1, 2, 3]),
            ("91420100MA0Z", [3]),  # as long as what Elasticsearch holds as a number
            ("91420100MA0Z9", [3]),
            ("91420100MA00000001", [1]),
            ("91420100MA1", []),
            ("91420101", [5]),
            ("91420099", [6]),
        ],
    )
    def test_codes_come_in_order_and_none_beside(self, index: Index, text: str, found: list[int]) -> None:
        codes = ["MA00000001", "MA00000002", "MA0Z900003", "XXZZZZZZZZ"]
        enterprises = [document(n, "武汉甲有限公司", uscc="91420100" + code) for n, code in enumerate(codes, start=1)]
        outside = [document(5, "乙", uscc="914201010000000000"), document(6, "丙", uscc="91420099ZZZZZZZZZZ")]
        fill(index, *enterprises, *outside)
        page = ask(index, text)
        assert (ids(page), page.total, page.total_is_exact) == (found, len(found), True)

    def test_another_enterprise_of_such_a_register_number_comes_first(self, index: Index) -> None:
        others = [document(n, "武汉甲有限公司") for n in range(2, 202)]
        fill(index, document(1, "黄石乙有限公司", uscc="91420200MA00000001", register="91420100"), *others)
        page = index.search(Query(text=read_query("91420100"), on=TODAY, limit=180, facets=True))
        assert [ids(page)[0], page.total, page.facets["region"][0].count] == [1, 201, 201]
        assert page.next_cursor
        rest = index.search(Query(text=read_query("91420100"), on=TODAY, limit=180, cursor=page.next_cursor))
        assert sorted(ids(page) + ids(rest)) == list(range(1, 202))

    @pytest.mark.parametrize(
        "typed",
        [
            CODE.replace("0", "O"),
            CODE.replace("1", "I"),
            CODE[:12] + "7" + CODE[13:],
            CODE[:9] + CODE[10] + CODE[9] + CODE[11:],
        ],
    )
    def test_a_mistyped_code_finds_what_it_may_stand_for(self, index: Index, typed: str) -> None:
        fill(index, *CITY, document(9, "武汉鲜达有限公司", uscc=CODE))
        [hit] = ask(index, typed).hits
        assert hit.match is not None
        assert (hit.id, hit.match.type.value, hit.match.is_the_enterprise) == (9, "mistyped_code", False)

    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("上海旭日精细化工厂（现更名为上海华谊化工有限公司）", 1),
            ("上海华谊化工有限公司（原上海旭日精细化工厂）", 1),
            ("武汉新华谊商贸有限公司（现名：武汉大新商贸有限公司）", 4),
            ("上海旭日精细化工厂，现更名为上海华谊化工有限公司", 1),
            ("上海旭日精细化工厂现已更名为上海华谊化工有限公司", 1),
            ("上海华谊化工有限公司，原名：上海旭日精细化工厂", 1),
        ],
    )
    def test_a_text_with_two_names_finds_the_enterprise_of_either(
        self, city_index: Index, typed: str, first: int
    ) -> None:
        assert ids(ask(city_index, typed))[0] == first

    @pytest.mark.parametrize("typed", ["乾穗种业", "qiansui", "gansui", "⻓江乾穗", "乾穗⾦种"])
    def test_names_are_found_by_registered_characters_and_look_alikes(self, index: Index, typed: str) -> None:
        fill(index, *CITY, document(9, "长江乾穗种业有限公司"), document(10, "武汉乾穗金种有限公司"))
        assert ids(ask(index, typed))[0] in (9, 10)

    @pytest.mark.parametrize("text", [CODE[8:17], CODE[8:], "ma4kqr5x-" + CODE[16], CODE[8:].lower()])
    def test_an_organisation_code_finds_the_enterprise_and_is_not_its_whole_code(self, index: Index, text: str) -> None:
        fill(index, *CITY, document(9, "武汉鲜达有限公司", uscc=CODE))
        [hit] = ask(index, text).hits
        assert hit.match is not None
        assert (hit.id, hit.match.group.value, hit.match.type.value) == (9, "code", "organisation_code")
        assert not hit.match.is_the_enterprise

    def test_a_brand_finds_all_that_bear_it_in_order(self, city_index: Index) -> None:
        page = ask(city_index, "华谊")
        assert ids(page) == [3, 1, 2, 4]
        assert (page.total, page.total_is_exact) == (4, True)

    def test_a_typed_region_keeps_the_others_out(self, city_index: Index) -> None:
        assert ids(ask(city_index, "武汉华谊"))[:2] == [2, 4]

    def test_one_character(self, city_index: Index) -> None:
        assert ids(ask(city_index, "蜃")) == [8]

    @pytest.mark.parametrize("text", ["不存在的企业名称", "91420100MA99999999", "qqqqqq", "？！", "", "腾讯"])
    def test_nothing_is_found_where_nothing_fits(self, city_index: Index, text: str) -> None:
        page = ask(city_index, text)
        assert (page.hits, page.total, page.total_is_exact) == ((), 0, True)

    def test_names_of_the_hit_are_reported(self, city_index: Index) -> None:
        assert ask(city_index, "旭日").hits[0].names == ("上海华谊化工有限公司", "上海旭日精细化工厂")


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"region": "42"}, [2, 4, 5, 8]),
            ({"region": "420103"}, [5]),
            ({"industry": "F"}, [4, 7, 8]),
            ({"industry": "51"}, [4, 7, 8]),
            ({"industry": "6210"}, [5]),
            ({"status": "CANCELLED"}, [4]),
            ({"region": "42", "status": "ACTIVE"}, [2, 5, 8]),
            ({"has_penalty": True}, []),
            ({"kind": "penalty"}, []),
            ({"agency": AGENCY}, []),
            ({"list": "trustworthy"}, []),
            ({"year": 1998}, [6]),
            ({"year": 2015, "industry": "F"}, [4, 8]),
        ],
    )
    def test_browsing_goes_by_code(self, city_index: Index, filters: dict[str, Any], found: list[int]) -> None:
        page = ask(city_index, **filters)
        assert ids(page) == found
        assert page.total == len(found)
        assert all(hit.match is None for hit in page.hits)

    def test_filters_narrow_a_text(self, city_index: Index) -> None:
        assert ids(ask(city_index, "华谊", region="42", status="ACTIVE")) == [2]

    def test_facets_count_what_fits(self, index: Index) -> None:
        penalised = document(
            2, "武汉华谊物流有限公司", industry="5430", penalties=((date(2026, 1, 1), date(2027, 1, 1)),), version=2
        )
        honour = ("honour", "other", date(2026, 1, 1), date(2027, 1, 1))
        listed = document(
            3,
            "华谊集团有限公司",
            year=1998,
            records=(honour, honour),
            lists=(("trustworthy", date(2026, 1, 1), None),),
            version=2,
        )
        fill(index, *CITY, penalised, listed)
        facets = ask(index, "华谊", facets=True).facets
        counts = {name: {facet.value: facet.count for facet in values} for name, values in facets.items()}
        assert counts["status"] == {"ACTIVE": 3, "CANCELLED": 1}
        assert counts["industry"] == {"C": 2, "G": 1, "F": 1}
        assert counts["has_penalty"] == {"true": 1, "false": 3}
        assert counts["kind"] == {"penalty": 1, "honour": 1}
        assert counts["list"] == {"trustworthy": 1}
        assert counts["year"] == {"2015": 3, "1998": 1}
        assert counts["region"] == {"420106": 3, "310101": 1}

    def test_facets_of_browsing_and_of_typos(self, city_index: Index) -> None:
        browsed = ask(city_index, region="42", facets=True).facets["status"]
        assert {facet.value: facet.count for facet in browsed} == {"ACTIVE": 3, "CANCELLED": 1}
        typo = ask(city_index, "上海华谊花工有限公司", facets=True).facets["region"]
        assert [(facet.value, facet.count) for facet in typo] == [("310101", 1)]

    def test_facets_leave_out_what_ranking_leaves_out(self, index: Index) -> None:
        fill(
            index, document(1, "武汉有为科技有限公司"), document(2, "武汉江澜科技有限公司")
        )  # a limited enterprise: 有限
        page = ask(index, "武汉有", facets=True)
        assert ids(page) == [1]
        assert [facet.count for facet in page.facets["region"]] == [page.total]

    def test_a_total_is_not_called_exact_where_ranking_may_drop_more(self, index: Index) -> None:
        held = [document(n, f"武汉{chr(0x5000 + n)}安科技有限公司") for n in range(1, WINDOW)]
        fill(index, *held, document(900, "武汉有为科技有限公司"), document(901, "武汉有道科技有限公司"))
        page = ask(index, "武汉有", facets=True)
        assert not page.total_is_exact
        assert page.total < len(held) + 2


class TestVisibility:
    DAY = date(2026, 3, 1)

    @pytest.mark.parametrize("text", ["华谊", "华仪星辰精细化工", "华意星晨精细话工", "91420100MA", "hyxc", ""])
    def test_an_enterprise_is_found_from_its_day(self, index: Index, text: str) -> None:
        held = document(1, "武汉华谊星辰精细化工有限公司", public_from=self.DAY)
        fill(index, held, document(2, "上海东方商贸有限公司", region="310000"))
        assert ids(ask(index, text, on=self.DAY - timedelta(days=1), region="42")) == []
        assert ids(ask(index, text, on=self.DAY, region="42")) == [1]
        assert ids(ask(index, text, on=self.DAY, region="11")) == []

    @pytest.mark.parametrize("what", ["has_penalty", "kind", "agency", "list"])
    def test_records_and_lists_hold_from_the_first_day_until_before_the_end(self, index: Index, what: str) -> None:
        ends = date(2026, 6, 1)
        fill(
            index,
            document(1, "甲公司", penalties=((self.DAY, ends),), lists=(("x", self.DAY, ends),)),
            document(2, "乙公司"),
        )
        values = {"has_penalty": True, "kind": "penalty", "agency": AGENCY, "list": "x"}
        wanted: dict[str, Any] = {what: values[what]}
        days = [self.DAY - timedelta(days=1), self.DAY, ends - timedelta(days=1), ends]
        assert [ids(ask(index, on=day, **wanted)) for day in days] == [[], [1], [1], []]
        counted = [ask(index, on=day, region="42", facets=True).facets for day in days]
        assert [[facet.count for facet in facets["kind"]] for facets in counted] == [[], [1], [1], []]

    def test_no_penalty_is_the_opposite(self, index: Index) -> None:
        fill(index, document(1, "甲公司", penalties=((self.DAY, None),)), document(2, "乙公司"))
        assert ids(ask(index, has_penalty=False)) == [2]
        assert ids(ask(index, has_penalty=True)) == [1]

    def test_days_of_one_kind_or_agency_do_not_count_for_another(self, index: Index) -> None:
        past = ("licence", "past", date(2026, 1, 1), date(2026, 2, 1))
        fill(index, document(1, "甲公司", records=(past, ("honour", "present", date(2026, 2, 1), None))))
        found = [ask(index, kind=kind).total for kind in ("licence", "honour")]
        assert found == [0, 1]
        found = [ask(index, agency=agency).total for agency in ("past", "present", "unknown")]
        assert found == [0, 1, 0]

    def test_a_day_of_one_list_does_not_count_for_another(self, index: Index) -> None:
        lists = (("x", date(2026, 1, 1), date(2026, 2, 1)), ("y", date(2026, 2, 1), None))
        fill(index, document(1, "甲公司", lists=lists))
        assert ids(ask(index, list="x")) == []
        assert ids(ask(index, list="y")) == [1]

    @pytest.mark.parametrize("shorter_first", [True, False])
    def test_of_days_that_begin_alike_the_longer_ones_count(self, index: Index, shorter_first: bool) -> None:
        ends = [date(2026, 4, 1), date(2026, 6, 1)][:: 1 if shorter_first else -1]
        lists = tuple(("x", self.DAY, end) for end in ends)
        fill(index, document(1, "甲公司", penalties=tuple((self.DAY, end) for end in ends), lists=lists))
        filters: list[dict[str, Any]] = [{"list": "x"}, {"kind": "penalty"}, {"agency": AGENCY}]
        for wanted in filters:
            found = [ids(ask(index, on=day, **wanted)) for day in (date(2026, 5, 31), date(2026, 6, 1))]
            assert found == [[1], []]


class TestVersions:
    def test_an_older_version_is_ignored(self, index: Index) -> None:
        fill(index, document(1, "武汉新名有限公司", version=3))
        fill(index, document(1, "武汉旧名有限公司", version=2))
        assert ids(ask(index, "新名")) == [1]
        assert ids(ask(index, "旧名")) == []

    def test_a_newer_or_equal_version_replaces_everything(self, index: Index) -> None:
        fill(index, document(1, "武汉旧名有限公司", penalties=((date(2026, 1, 1), None),), version=2))
        fill(index, document(1, "武汉新名有限公司", version=2))
        assert ids(ask(index, "旧名")) == []
        assert ids(ask(index, has_penalty=True)) == []
        assert ids(ask(index, "新名")) == [1]
        fill(index, document(1, "武汉又名有限公司", version=3))
        assert ids(ask(index, "又名")) == [1]

    def test_a_tombstone_hides_and_keeps_older_versions_out(self, index: Index) -> None:
        fill(index, document(1, "武汉华谊有限公司", version=1))
        fill(index, tombstone(1, version=3))
        fill(index, document(1, "武汉华谊有限公司", version=2))
        assert ids(ask(index, "华谊")) == []
        assert ids(ask(index, region="42")) == []
        assert index.suggest(read_query("武汉华谊"), limit=5) == ()
        fill(index, document(1, "武汉华谊有限公司", version=4))
        assert ids(ask(index, "华谊")) == [1]

    def test_what_is_removed_is_forgotten(self, index: Index) -> None:
        fill(index, *CITY)
        index.remove([1, 99])
        index.refresh()
        assert 1 not in ids(ask(index, "华谊"))
        assert [stamp.id for stamp in index.stamps()] == [2, 3, 4, 5, 6, 7, 8]

    def test_stamps_tell_versions_and_digests(self, index: Index) -> None:
        fill(index, document(7, "甲公司", version=4), tombstone(3, version=2))
        assert [(s.id, s.version, s.digest) for s in index.stamps()] == [(3, 2, "gone-2"), (7, 4, "7-4-甲公司")]


class TestRebuild:
    def test_versions_are_summed(self, index: Index) -> None:
        assert index.version_sum() == 0
        fill(
            index,
            document(1, "武汉华谊有限公司", version=3),
            document(2, "武汉东湖有限公司", version=5),
            tombstone(3, version=2),
        )
        assert index.version_sum() == 10
        index.remove([2])
        index.refresh()
        assert index.version_sum() == 5

    def test_the_new_index_replaces_the_old_at_the_end(self, index: Index) -> None:
        fill(index, document(1, "武汉旧名有限公司", version=9))
        with index.rebuild() as writer:
            writer.write([document(2, "武汉新名有限公司")])
            writer.write([document(3, "武汉另名有限公司")])
            assert ids(ask(index, "旧名")) == [1]
            assert ids(ask(index, "新名")) == []
        assert ids(ask(index, "旧名")) == []
        assert ids(ask(index, "新名")) == [2]
        assert ids(ask(index, "另名")) == [3]

    def test_a_broken_rebuild_leaves_the_old_index(self, index: Index) -> None:
        fill(index, document(1, "武汉旧名有限公司"))
        with pytest.raises(RuntimeError), index.rebuild() as writer:
            writer.write([document(2, "武汉新名有限公司")])
            raise RuntimeError
        assert ids(ask(index, "旧名")) == [1]
        assert ids(ask(index, "新名")) == []

    def test_after_a_rebuild_versions_count_on(self, index: Index) -> None:
        with index.rebuild() as writer:
            writer.write([document(1, "武汉新名有限公司", version=5)])
        fill(index, document(1, "武汉旧名有限公司", version=4))
        assert ids(ask(index, "新名")) == [1]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(), max_size=40))
def test_no_text_breaks_an_engine(index: Index, text: str) -> None:
    index.replace([document(1, "武汉华谊有限公司")])
    ask(index, text)
    index.suggest(read_query(text), limit=3)
