"""What people call regions, lists and agencies: small tables, held in this process for a minute."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from time import monotonic

from django.db.models import QuerySet, Value

from enterprises.agencies.models import Agency, AgencyAlias
from enterprises.register.models import Region
from enterprises.shared.rules.masking import public_text
from search.fast.compiled import CompiledQuery
from search.listings import list_names
from search.names.scripts import squash

HELD_SECONDS = 60
_DIVISION = re.compile(r"^(.{2,8}?)(?:省|市|自治州|自治区|区|自治县|县)(?=.{3})")
_SHORTEST = 3


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by code, of lists by slug; `former_agencies` are pairs of a former name and the code of today's agency."""

    regions: Mapping[str, str]
    lists: Mapping[str, str]
    agencies: Mapping[str, str]
    former_agencies: Sequence[tuple[str, str]] = ()

    @cached_property
    def full(self) -> dict[str, str]:
        """Return the agency's code for each squashed full name; former names count if one agency alone bore them."""
        former = {(squash(name), code) for name, code in self.former_agencies}
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


def _rows(_: object) -> QuerySet[Region, tuple[str, str, str]]:
    regions = Region.objects.order_by().values_list(Value("region"), "code", "name")
    agencies = Agency.objects.order_by().values_list(Value("agency"), "code", "name")
    former = AgencyAlias.objects.order_by().values_list(Value("former"), "agency__code", "name")
    return regions.union(agencies, former, list_names(), all=True)


_ROWS = CompiledQuery(_rows)


class _Held:
    names: Names | None = None
    until = 0.0


def names() -> Names:
    """Return the names as they were at most a minute ago; reading them again is one query."""
    held, now = _Held.names, monotonic()
    if held is None or now >= _Held.until:
        held = _Held.names = _read()
        _Held.until = now + HELD_SECONDS
    return held


def forget() -> None:
    """Read the names again when they are needed next."""
    _Held.names = None


def _read() -> Names:
    found: dict[str, dict[str, str]] = {"region": {}, "agency": {}, "list": {}}
    former = []
    for table, code, name in _ROWS.rows_of_all():
        if table == "former":
            former.append((public_text(name), code))
        else:
            found[table][code] = public_text(name)
    return Names(
        regions=found["region"], agencies=found["agency"], lists=found["list"], former_agencies=tuple(sorted(former))
    )
