"""Facets over a few firms, counted here from what is kept beside each card; over many the engine counts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from operator import attrgetter
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
    day, some = on.isoformat(), list(islice(firms, DEEPEST))
    kinds = [set(_on(facts.kinds, day)) for facts in some if facts.kinds]
    penalised = sum(PENALTY in shown for shown in kinds)
    counts: dict[str, Mapping[str, int]] = {
        "region": Counter(map(_region, some)),
        "industry": Counter(map(_section, some)),
        "status": Counter(map(_status, some)),
        "has_penalty": {"true": penalised, "false": len(some) - penalised},
        "kind": Counter(chain.from_iterable(kinds)),
        "list": Counter(chain.from_iterable(set(_on(facts.lists, day)) for facts in some if facts.lists)),
        "year": Counter(map(_year, some)),
    }
    return {name: facet_of(counts[name].items()) for name in FACETS}


_region, _section, _status, _year = map(attrgetter, ("region", "section", "status", "year"))


def _on(shown: Iterable[Shown], day: str) -> Iterator[str]:
    return (name for name, starts, ends in shown if starts <= day and (not ends or day < ends))


def facet_of(counts: Iterable[tuple[str, int]]) -> tuple[FacetCount, ...]:
    """Return the counts of one facet as pages show them, the greatest first; firms without a value do not count."""
    ordered = sorted((-count, value) for value, count in counts if value and count)
    return tuple([FacetCount(value=value, count=-count) for count, value in ordered])
