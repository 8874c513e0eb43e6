"""Taking realistic names apart: each line of names.txt is name | regions | brand | trade | legal form | branch."""

from pathlib import Path

import pytest

from search.names.parsing import parse_name
from search.names.regions import regions_overlap, take_regions

NAMES = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", NAMES)
def test_a_name_is_taken_apart(line: str) -> None:
    name, *parts = (part.strip() for part in line.split("|"))
    found = parse_name(name)
    found_parts = [" ".join(found.region_words), found.brand, found.trade, found.legal_form, found.branch]
    assert found_parts == parts


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("湖北", "武汉", True),
        ("湖北武汉", "武汉江岸", True),
        ("恩施", "湖北", True),
        ("吉林", "吉林长春", True),
        ("武汉东湖高新区", "湖北", True),
        ("", "武汉", True),
        ("武汉", "上海", False),
        ("武汉江岸", "武汉江汉", False),
        ("东湖高新区", "上海", False),
    ],
)
def test_regions_contradict_each_other_or_not(a: str, b: str, *, same: bool) -> None:
    assert regions_overlap(a, b) is same
    assert regions_overlap(b, a) is same


def test_work_grows_with_the_length_and_no_faster() -> None:
    """Counted, not timed: how often a region is held against what follows it."""

    def asked(times: int) -> int:
        count = 0

        def believable(*_: object) -> bool:
            nonlocal count
            count += 1
            return True

        take_regions("武汉市江岸区" * times, believable=believable)
        return count

    assert asked(2_000) == asked(20)
