"""Facets over a few enterprises, counted from the facts stored with each; over many the engine counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from search.filters import FACETS, Filter, FilterKind
from search.port import DEEPEST, Days, Document, FacetCount, Facets

Shown = tuple[str, str, str]  # value of a mark, its first day, the first day after; "" = open
_VALUES = {each.name: index for index, each in enumerate(each for each in FACETS if not each.is_marked)}
_MARKS = {name: index for index, name in enumerate(dict.fromkeys(each.field for each in FACETS if each.is_marked))}


class FacetFacts(NamedTuple):
    """What facets count of one enterprise, in the order of the table of filters."""

    values: list[str]  # "" unknown
    marks: list[list[Shown]]


NO_FACTS = FacetFacts(values=[""] * len(_VALUES), marks=[[] for _ in _MARKS])


def facet_facts(document: Document) -> FacetFacts:
    """Return what facets count of the enterprise of a document."""
    values, marks = document.values, document.marks
    return FacetFacts(
        values=[each.to_facet(str(values.get(each.field, ""))) for each in FACETS if not each.is_marked],
        marks=[_shown(marks.get(name, {})) for name in _MARKS],
    )


def _shown(groups: Mapping[str, Iterable[Days]]) -> list[Shown]:
    return [
        (name, days.starts.isoformat(), days.ends.isoformat() if days.ends else "")
        for name, ranges in groups.items()
        for days in ranges
    ]


def counted(enterprises: Iterable[FacetFacts], *, on: date) -> Facets:
    """Count the values of the facets over enterprises, at most as many as can be reached."""
    day, some = on.isoformat(), list(islice(enterprises, DEEPEST))
    held = [[set(_on(shown, day)) for facts in some if (shown := facts.marks[index])] for index in _MARKS.values()]
    counts = {each.name: _counts(each, some, held) for each in FACETS}
    return {name: facet_of(values.items()) for name, values in counts.items()}


def _counts(each: Filter, some: Sequence[FacetFacts], held: Sequence[Sequence[set[str]]]) -> Mapping[str, int]:
    """Return the counts of one facet; `held` are the marks of the day, of the enterprises that have any."""
    if not each.is_marked:
        index = _VALUES[each.name]
        return Counter([facts.values[index] for facts in some])
    marks = held[_MARKS[each.field]]
    if each.kind is FilterKind.MARK:
        return Counter(chain.from_iterable(marks))
    flagged = sum(each.mark in values for values in marks)
    return {"true": flagged, "false": len(some) - flagged}


def _on(shown: Iterable[Shown], day: str) -> Iterator[str]:
    return (name for name, starts, ends in shown if starts <= day and (not ends or day < ends))


def facet_of(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """Return the counts of one facet, greatest first; enterprises without a value do not count."""
    ordered = sorted((-count, value) for value, count in counts if value and count)
    return tuple([FacetCount(value=value, count=-count) for count, value in ordered])
