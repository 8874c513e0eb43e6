"""Names of agencies that a typed text may hold, read anew by every search: they decide what is searched for."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from enterprises.agencies.models import Agency, AgencyAlias
from enterprises.shared.rules.masking import public_text
from search.fast.compiled import CompiledQuery
from search.indexing.models import OutboxState
from search.names.scripts import squash

_DIVISION = re.compile(r"^(.{2,8}?)(?:省|市|自治州|自治区|区|自治县|县)(?=.{3})")
_SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class AgencyNames:
    """Names of agencies by code; `former` are pairs of a former name and the code of today's agency."""

    agencies: Mapping[str, str]
    former: Sequence[tuple[str, str]] = ()

    @cached_property
    def full(self) -> dict[str, str]:
        """Return the agency's code for each squashed full name; former names count if one agency alone bore them."""
        former = {(squash(name), code) for name, code in self.former}
        bearers = Counter(name for name, _ in former)
        alone = {name: code for name, code in former if bearers[name] == 1}
        return alone | {squash(name): code for code, name in self.agencies.items()}

    @cached_property
    def by_short_name(self) -> dict[str, str]:
        """Return the code for each squashed text that names one agency alone, without its division or its 市 too."""
        texts = [(text, code) for name, code in self.full.items() for text in set(_shorter(name))]
        bearers = Counter(text for text, _ in texts)
        return {text: code for text, code in texts if bearers[text] == 1} | self.full


def _shorter(name: str) -> Iterator[str]:
    """Yield 市场监督管理局 and 广州市场监督管理局 for 广州市市场监督管理局."""
    while division := _DIVISION.match(name):
        rest = name[division.end() :]
        if len(rest) >= _SHORTEST:
            yield from (rest, division[1] + rest)
        name = rest


def _rows(_: object) -> QuerySet[Agency, tuple[str, str, str]]:
    agencies = Agency.objects.order_by().values_list(Value("agency"), "code", "name")
    former = AgencyAlias.objects.order_by().values_list(Value("former"), "agency__code", "name")
    generation = OutboxState.objects.order_by().values_list(
        Value("generation"), Cast("generation", CharField()), Value("")
    )
    return agencies.union(former, generation, all=True)


_ROWS = CompiledQuery(_rows)


def agency_names() -> tuple[AgencyNames, int]:
    """Return the names of agencies as they are now, and the generation of the outbox; one query."""
    rows = _ROWS.rows_of_all()
    generation = next((int(text) for table, text, _ in rows if table == "generation"), 0)
    return _made_of(frozenset(row for row in rows if row[0] != "generation")), generation


@lru_cache(maxsize=2)
def _made_of(rows: Collection[tuple[str, str, str]]) -> AgencyNames:
    """Mask and fold names; the same rows are worked through once."""
    return AgencyNames(
        agencies={code: public_text(name) for table, code, name in rows if table == "agency"},
        former=tuple(sorted((public_text(name), code) for table, code, name in rows if table == "former")),
    )
