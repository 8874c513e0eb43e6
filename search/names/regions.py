"""Find the regions that begin a name: every division of GB/T 2260, of today and of the past.

A division is known by its full name (麻阳苗族自治县) and by its name with a plain suffix (麻阳县). Where that
is usual in names, it is known bare (麻阳). Bare names of counties and districts count only below their own city
or province: alone they are as often a brand.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from enterprises.register.reference.regions import RegionRow, region_rows
from search.names.data import regions
from search.names.scripts import normalise

_LEVELS = 4
_PEOPLE = f"(?:{'|'.join(regions.PEOPLES)})族?|(?:{'|'.join(regions.PEOPLES_WITH_SUFFIX)})族"
_AUTONOMOUS = re.compile(rf"(?<=.)(?:{_PEOPLE})*自治(区|州|县|旗)$")
_SUFFIX = re.compile(rf"(?<=.)({'|'.join(regions.SUFFIXES)})$")
_CITY_DIGITS = 4
_KEY = 2  # characters by which words are looked up


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """One reading of a word: the division's digits down to its level, and its bare name."""

    digits: str
    name: str
    is_bare: bool
    stands_alone: bool  # without its city or province before it


def bare_name(name: str) -> str:
    """Return the name of a division without peoples and suffix: 麻阳 for 麻阳苗族自治县."""
    if name.startswith(regions.WITH_ITS_PEOPLE):
        return regions.WITH_ITS_PEOPLE
    bare = _AUTONOMOUS.sub("", name)
    return _SUFFIX.sub("", bare) if bare == name else bare


def _digits(code: str) -> str:
    return re.sub(r"(00){1,2}$", "", code)


def _spellings(row: RegionRow) -> Iterator[tuple[str, NamedRegion]]:
    for name in (row.name, *row.earlier_names):
        yield from _spellings_of(name, _digits(row.code), is_past=row.last_year is not None)


def _spellings_of(name: str, digits: str, *, is_past: bool) -> Iterator[tuple[str, NamedRegion]]:
    if name in regions.NO_REGIONS or not name:
        return
    bare, is_county = bare_name(name), len(digits) > _CITY_DIGITS
    is_alone = name not in regions.UNSURE
    yield name, NamedRegion(digits, bare, is_bare=False, stands_alone=is_alone)
    suffix = _AUTONOMOUS.search(name)
    if suffix and suffix[1] != "区":
        yield bare + suffix[1], NamedRegion(digits, bare, is_bare=False, stands_alone=is_alone)
    if len(bare) > 1 and bare not in regions.ONLY_WITH_SUFFIX:
        is_city = not is_county or name.endswith("市")
        stands_alone = (is_city and not (is_county and is_past)) or bare in regions.COUNTIES
        yield bare, NamedRegion(digits, bare, is_bare=True, stands_alone=stands_alone)


@cache
def _words() -> dict[str, tuple[NamedRegion, ...]]:
    """Return every spelling with its readings."""
    found: dict[str, set[NamedRegion]] = defaultdict(set)
    for row in region_rows():
        for word, reading in _spellings(row):
            found[normalise(word)].add(
                NamedRegion(reading.digits, normalise(reading.name), reading.is_bare, reading.stands_alone)
            )
    for name, digits in regions.ADDED.items():
        for word in (name, *(name + suffix for suffix in regions.SUFFIXES)):
            found[word].add(NamedRegion(digits, name, is_bare=word == name, stands_alone=True))
    for name in regions.ZONES:
        found[name].add(NamedRegion("", name, is_bare=False, stands_alone=True))
    return {word: tuple(sorted(readings, key=lambda reading: reading.digits)) for word, readings in found.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words that begin with two characters, longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for word in _words():
        found[word[:_KEY]].add(len(word))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


Believable = Callable[[NamedRegion, str], bool]


def _lies_in(reading: NamedRegion, digits: str) -> bool:
    return reading.digits.startswith(digits) and not (reading.is_bare and reading.digits == digits)


def _readings(word: str, within: frozenset[str] | None) -> tuple[NamedRegion, ...]:
    readings = _words().get(word, ())
    if within is None:
        return tuple(reading for reading in readings if reading.stands_alone)
    nested = tuple(reading for reading in readings if any(_lies_in(reading, digits) for digits in within))
    return nested or tuple(reading for reading in readings if not reading.is_bare)


def take_regions(text: str, *, believable: Believable, all_of_it: bool = False) -> tuple[tuple[str, ...], str]:
    """Return the regions at the prefix from the largest down, and the rest.

    Something always remains, unless `all_of_it`. `believable` is whether a division may be meant where
    such a rest follows.
    """
    found: dict[str, None] = {}
    within: frozenset[str] | None = None
    for _ in range(_LEVELS):
        taken = _take(text, within, believable, least=0 if all_of_it else 1)
        if taken is None:
            break
        readings, length = taken
        found[readings[0].name] = None
        within = frozenset(reading.digits for reading in readings if reading.digits) or within
        text = text[length:]
    return tuple(found), text


def _take(
    text: str, within: frozenset[str] | None, believable: Believable, *, least: int
) -> tuple[tuple[NamedRegion, ...], int] | None:
    for length in _lengths().get(text[:_KEY], ()):
        if length + least > len(text):
            continue
        rest = text[length:]
        readings = tuple(reading for reading in _readings(text[:length], within) if believable(reading, rest))
        if readings:
            return readings, length
    return None


def is_brandlike(region: str) -> bool:
    """Return whether a bare region is as well a brand: 大同, and every county's name."""
    readings = _words().get(region, ())
    return region in regions.BRANDLIKE or all(len(reading.digits) > _CITY_DIGITS for reading in readings)


@lru_cache(maxsize=4096)
def _digits_of(region: str) -> frozenset[str]:
    """Return the divisions that a joined region may stand for, the smallest of it."""
    text = region
    within: frozenset[str] | None = None
    while text:
        taken = _take(text, within, lambda _reading, _rest: True, least=0)
        if taken is None:
            return frozenset()
        readings, length = taken
        within = frozenset(reading.digits for reading in readings if reading.digits) or within
        text = text[length:]
    return within or frozenset()


@lru_cache(maxsize=16384)
def regions_overlap(a: str, b: str) -> bool:
    """Return whether two regions, as joined in names, may be the same or one lie within the other."""
    if not a or not b or a in b or b in a:
        return True
    return any(x.startswith(y) or y.startswith(x) for x in _digits_of(a) for y in _digits_of(b))


@lru_cache(maxsize=16384)
def lies_within(inner: str, outer: str) -> bool:
    """Return whether a region, as joined in names, is a part of another one and not the whole of it."""
    if not inner or not outer or inner == outer:
        return False
    return any(x.startswith(y) and x != y for x in _digits_of(inner) for y in _digits_of(outer))
