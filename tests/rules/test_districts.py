"""Districts stand in the order of their codes, those of other cities after ours."""

from lists.editions.districts import District, in_order

JIANGAN, WUCHANG, HUANGPI = District("江岸区", "420102"), District("武昌区", "420106"), District("黄陂区", "420116")
HUANGZHOU, JIANGBEI = District("黄州区", "421102"), District("江北区", "330205")
NOWHERE = District("")


def test_the_order_is_that_of_codes_and_not_of_names() -> None:
    assert in_order({HUANGPI: 1, WUCHANG: 1, JIANGAN: 1}) == [JIANGAN, WUCHANG, HUANGPI]


def test_other_cities_follow_ours_whatever_their_codes_and_who_has_no_district_is_last() -> None:
    counts = {NOWHERE: 9, JIANGBEI: 1, HUANGZHOU: 1, HUANGPI: 2, JIANGAN: 1}
    assert in_order(counts) == [JIANGAN, HUANGPI, JIANGBEI, HUANGZHOU, NOWHERE]


def test_ours_is_the_city_with_the_most_entries_not_with_the_most_districts() -> None:
    assert in_order({JIANGBEI: 5, JIANGAN: 1, WUCHANG: 1}) == [JIANGBEI, JIANGAN, WUCHANG]


def test_without_codes_names_stand_in_their_own_order() -> None:
    names = [District(name) for name in ("江岸区", "武昌区", "")]
    assert in_order(dict.fromkeys(names, 1)) == [District("武昌区"), District("江岸区"), District("")]
    assert in_order({}) == []
