"""The order in which districts stand, in print and on pages: pure (decision 0066)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

CITY = 4  # digits of a GB/T 2260 code that name the city


@dataclass(frozen=True, slots=True)
class District:
    """A district as entries name it; without a code in editions from before they had one."""

    name: str
    code: str = ""


def in_order(counts: Mapping[District, int]) -> list[District]:
    """Return districts in the order of their codes; `counts` holds the entries of each.

    Those of other cities follow, and who names no district is last. The city is the one with the most entries.
    """
    cities = Counter[str]()
    for district, count in counts.items():
        if district.code:
            cities[district.code[:CITY]] += count
    city = min(cities, key=lambda code: (-cities[code], code), default="")

    def place(district: District) -> tuple[bool, bool, str, str]:
        return not district.name, district.code[:CITY] != city, district.code, district.name

    return sorted(counts, key=place)
