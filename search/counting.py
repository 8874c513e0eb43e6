"""Facets over a few firms, counted here from what is kept beside each card; over many the engine counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from search.industries import section_of
from search.port import DEEPEST, FACETS, PENALTY, Days, Document, FacetCount, Facets

Shown = tuple[str, str, str]  # what is shown (a kind, a list), its first day, the first day after; "" = open


class Facts(NamedTuple):
    """What facets say of one firm."""

    region: str
    section: str
    status: str
    year: str  # "" unknown
    kinds: list[Shown]
    lists: list[Shown]


NO_FACTS = Facts(region="", section="", status="", year="", kinds=[], lists=[])


def facts_of(document: Document) -> Facts:
    """Return what facets say of the firm of a document."""
    return Facts(
        region=document.region,
        section=section_of(document.industry) or document.industry,
        status=document.status,
        year=str(document.year or ""),
        kinds=_shown(document.kinds),
        lists=_shown(document.listed),
    )


def _shown(groups: Mapping[str, Iterable[Days]]) -> list[Shown]:
    return [
        (name, days.starts.isoformat(), days.ends.isoformat() if days.ends else "")
        for name, ranges in groups.items()
        for days in ranges
    ]


def counted(firms: Iterable[Facts], *, on: date) -> Facets:
    """Count the values of the facets over firms, at most as many as can be reached."""
    day = on.isoformat()
    counts = {name: Counter[str]() for name in FACETS}
    for facts in islice(firms, DEEPEST):
        kinds = set(_on(facts.kinds, day))
        counts["region"][facts.region] += 1
        counts["industry"][facts.section] += 1
        counts["status"][facts.status] += 1
        counts["has_penalty"]["true" if PENALTY in kinds else "false"] += 1
        counts["kind"].update(kinds)
        counts["list"].update(set(_on(facts.lists, day)))
        counts["year"][facts.year] += 1
    return {name: facet_of(counter.items()) for name, counter in counts.items()}


def _on(shown: Iterable[Shown], day: str) -> Iterator[str]:
    return (name for name, starts, ends in shown if starts <= day and (not ends or day < ends))


def facet_of(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """Return the counts of one facet as pages show them, the greatest first; firms without a value do not count."""
    facet = (FacetCount(value=value, count=count) for value, count in counts if value and count)
    return tuple(sorted(facet, key=lambda entry: (-entry.count, entry.value)))
