"""Turn a query into what an engine is asked: exact keys first, all pairs next, slips only if needed.

An engine answers three questions about a plan. Tight: which firms have one of `keys`, heaviest
first, or a key that begins with one of `fronts`, or all of `required`. Near: which have one of
`near_keys` or `gaps`, heaviest first, or a key that begins with one of `near_fronts`. Wide: which
share most of `singles` or any of `pairs`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from enterprises.shared.rules.uscc import ORGANISATION_LENGTH
from search.names.data import regions
from search.names.edits import gaps_of, without_slipped_form
from search.names.features import FRONT_LENGTHS, Key
from search.names.parsing import NameParts, parse_name, region_inside
from search.names.pinyin import syllables
from search.names.queries import Kind, QueryText
from search.names.scripts import is_han

_SHORTEST_REGION, _SHORTEST_CORE = 2, 4  # characters
_REGION_ENDS = frozenset(suffix[-1] for suffix in regions.SUFFIXES)
ENOUGH = 20  # tight hits beyond which nobody needs typos


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to ask an engine for one query."""

    query: QueryText
    keys: dict[str, int]  # exact key -> weight
    fronts: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    near_keys: dict[str, int] = field(default_factory=dict)  # exact key -> weight
    gaps: dict[int, int] = field(default_factory=dict)  # what is left without one character -> weight
    near_fronts: tuple[str, ...] = ()
    singles: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    @property
    def required_pairs(self) -> tuple[str, ...]:
        """Return the required pairs and words."""
        return tuple(token for token in self.required if not is_single(token))

    @property
    def required_singles(self) -> tuple[str, ...]:
        """Return the required single characters."""
        return tuple(token for token in self.required if is_single(token))

    @property
    def is_by_code(self) -> bool:
        """Tell whether a code alone is asked for."""
        return bool(self.fronts) and not self.required

    @property
    def has_near(self) -> bool:
        """Tell whether there is anything near to ask for."""
        return bool(self.near_keys or self.gaps or self.near_fronts)

    @property
    def can_widen(self) -> bool:
        """Tell whether there is anything to share."""
        return bool(self.singles or self.pairs)


def is_single(token: str) -> bool:
    """Tell whether a token is one Han character."""
    return len(token) == 1 and is_han(token)


def plan_of(query: QueryText) -> Plan:
    """Return the plan of a query that is not empty."""
    if query.kind is Kind.CODE:
        return _code_plan(query)
    return _latin_plan(query) if query.kind is Kind.LATIN else _name_plan(query)


def _code_plan(query: QueryText) -> Plan:
    keys = {Key.USCC.of(query.code): 100, Key.REGISTER.of(query.code): 90}
    if query.is_end_of_code:
        keys[Key.ORGANISATION.of(query.code[:ORGANISATION_LENGTH])] = 80
    return Plan(query=query, keys=keys, fronts=(Key.USCC.of(query.code),))


def _latin_plan(query: QueryText) -> Plan:
    typed = query.squashed
    keys = {
        Key.NAME.of(typed): 100,
        Key.CORE.of(typed): 90,
        Key.BRAND.of(typed): 80,
        Key.PINYIN.of(typed): 60,
        Key.INITIALS.of(typed): 40,
    }
    fronts = (Key.PINYIN.of(typed), Key.INITIALS.of(typed), Key.NAME.of(typed)) if len(typed) > 1 else ()
    return Plan(query=query, keys=keys, required=query.required, near_fronts=fronts)


def _name_plan(query: QueryText) -> Plan:
    core, region = query.core, query.region
    keys = {Key.NAME.of(query.squashed): 100}
    if region:
        stem = region + core
        keys |= {Key.STEM.of(stem): 80, Key.CORE.of(stem): 70, Key.FRONT.of(stem): 60, Key.BRAND.of(stem): 50}
    else:
        keys |= {Key.CORE.of(core): 80, Key.BRAND.of(core): 60}
        if len(core) in FRONT_LENGTHS:
            keys[Key.FRONT.of(core)] = 40
    slipped = _without_slipped_form(query)
    return Plan(
        query=query,
        keys=keys,
        required=query.required,
        near_keys=_near_keys(query, slipped),
        gaps=_gaps(query, slipped),
        singles=query.singles,
        pairs=query.pairs,
    )


def _near_keys(query: QueryText, slipped: NameParts | None) -> dict[str, int]:
    """Return keys of what sounds alike, lies elsewhere, or has its only slip in the legal form."""
    region, core = query.region, query.core
    keys = {Key.CORE.of(core): 1, Key.BRAND.of(core): 1, Key.PINYIN.of("".join(query.sounds)): 2}
    keys[Key.PINYIN.of("".join((*syllables(region), *query.sounds)))] = 3
    keys[Key.PINYIN.of("".join(syllables(query.squashed)))] = 3
    if slipped:
        keys |= {Key.CORE.of(slipped.core): 2, Key.STEM.of(slipped.stem): 3}
    for rest in _behind_slipped_region(query):
        keys.setdefault(Key.CORE.of(rest), 2)
    return keys


def _behind_slipped_region(query: QueryText) -> Iterator[str]:
    """Yield what may be the core where a region with a slip was read into it: 兴宇激光 in 保金县兴宇激光."""
    core = query.core
    ends = [at + 1 for at, character in enumerate(core) if at and character in _REGION_ENDS]
    if not query.region:
        ends.append(_SHORTEST_REGION)
    yield from (core[end:] for end in ends if len(core) - end >= _SHORTEST_CORE)


def _gaps(query: QueryText, slipped: NameParts | None) -> dict[int, int]:
    """Return the keys of one slip in the core, and weightier those of one slip in region and core."""
    gaps = dict.fromkeys(gaps_of(query.core), 2) | dict.fromkeys(gaps_of(query.region + query.core), 3)
    if slipped:  # two characters may have changed places across the beginning of the legal form
        gaps |= dict.fromkeys(gaps_of(slipped.stem), 3)
    inner, rest = region_inside(query.core) if not query.region else ((), "")
    return gaps | dict.fromkeys(gaps_of("".join(inner) + rest), 3) if inner else gaps


def _without_slipped_form(query: QueryText) -> NameParts | None:
    """Return the parts before a legal form that has one slip in it; None where it has none."""
    head = without_slipped_form(query.squashed)
    return parse_name(head) if head else None
