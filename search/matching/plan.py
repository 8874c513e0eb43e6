"""Turn a query into engine queries: exact keys first, all bigrams next, edits only if needed.

An engine answers three queries about a plan. Exact: enterprises that have one of `keys`, heaviest
first, or a key that begins with one of `prefixes`, or all of `required`. Fuzzy: those that have one of
`fuzzy_keys` or `deletions`, heaviest first, or a key that begins with one of `fuzzy_prefixes`. Fallback: those that
share most of `unigrams` or any of `bigrams`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from enterprises.shared.rules.uscc import ORGANISATION_LENGTH
from search.names.data import regions
from search.names.edits import deletions_of, without_edited_form
from search.names.features import PREFIX_LENGTHS, Key
from search.names.parsing import NameParts, parse_name, region_inside
from search.names.pinyin import syllables
from search.names.queries import Kind, QueryText
from search.names.scripts import is_han
from search.names.similarity import QueryFeatures

_SHORTEST_REGION, _SHORTEST_CORE = 2, 4  # characters
_REGION_ENDS = frozenset(suffix[-1] for suffix in regions.SUFFIXES)
ENOUGH = 20  # exact hits beyond which typos are not considered


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The keys and tokens by which an engine searches for one query."""

    typed: QueryFeatures
    keys: dict[str, int]  # exact key -> weight
    prefixes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    fuzzy_keys: dict[str, int] = field(default_factory=dict)  # exact key -> weight
    deletions: dict[int, int] = field(default_factory=dict)  # what is left without one character -> weight
    fuzzy_prefixes: tuple[str, ...] = ()
    unigrams: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()

    @property
    def query(self) -> QueryText:
        """Return the parsed text."""
        return self.typed.query

    @property
    def required_bigrams(self) -> tuple[str, ...]:
        """Return the required bigrams and words."""
        return tuple(token for token in self.required if not is_unigram(token))

    @property
    def required_unigrams(self) -> tuple[str, ...]:
        """Return the required unigrams."""
        return tuple(token for token in self.required if is_unigram(token))

    @property
    def is_by_code(self) -> bool:
        """Return whether a code alone is requested."""
        return bool(self.prefixes) and not self.required

    @property
    def has_fuzzy(self) -> bool:
        """Return whether there is a fuzzy query."""
        return bool(self.fuzzy_keys or self.deletions or self.fuzzy_prefixes)

    @property
    def has_fallback(self) -> bool:
        """Return whether there is a fallback query."""
        return bool(self.unigrams or self.bigrams)


def is_unigram(token: str) -> bool:
    """Return whether a token is one Han character."""
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
    keys |= {Key.USCC.of(code): 70 for code in query.similar_codes}
    return Plan(typed=QueryFeatures(query), keys=keys, prefixes=(Key.USCC.of(query.code),))


def _latin_plan(query: QueryText) -> Plan:
    typed = query.squashed
    keys = {
        Key.NAME.of(typed): 100,
        Key.CORE.of(typed): 90,
        Key.BRAND.of(typed): 80,
        Key.PINYIN.of(typed): 60,
        Key.INITIALS.of(typed): 40,
    }
    prefixes = (Key.PINYIN.of(typed), Key.INITIALS.of(typed), Key.NAME.of(typed)) if len(typed) > 1 else ()
    return Plan(typed=QueryFeatures(query), keys=keys, required=query.required, fuzzy_prefixes=prefixes)


def _name_plan(query: QueryText) -> Plan:
    core, region = query.core, query.region
    keys = {Key.NAME.of(query.squashed): 100}
    if query.former:
        keys[Key.NAME.of(query.former)] = 90
    if region:
        stem = region + core
        keys |= {Key.STEM.of(stem): 80, Key.CORE.of(stem): 70, Key.CORE_PREFIX.of(stem): 60, Key.BRAND.of(stem): 50}
    else:
        keys |= {Key.CORE.of(core): 80, Key.BRAND.of(core): 60}
        if len(core) in PREFIX_LENGTHS:
            keys[Key.CORE_PREFIX.of(core)] = 40
    edited = _without_edited_form(query)
    return Plan(
        typed=QueryFeatures(query),
        keys=keys,
        required=query.required,
        fuzzy_keys=_fuzzy_keys(query, edited),
        deletions=_deletions(query, edited),
        unigrams=query.unigrams,
        bigrams=query.bigrams,
    )


def _fuzzy_keys(query: QueryText, edited: NameParts | None) -> dict[str, int]:
    """Return keys of what sounds alike, lies elsewhere, or has its only edit in the legal form."""
    region, core = query.region, query.core
    keys = {Key.CORE.of(core): 1, Key.BRAND.of(core): 1, Key.PINYIN.of("".join(query.pinyin)): 2}
    keys[Key.PINYIN.of("".join((*syllables(region), *query.pinyin)))] = 3
    keys[Key.PINYIN.of("".join(syllables(query.squashed)))] = 3
    if edited:
        keys |= {Key.CORE.of(edited.core): 2, Key.STEM.of(edited.stem): 3}
    for rest in _behind_edited_region(query):
        keys.setdefault(Key.CORE.of(rest), 2)
    return keys


def _behind_edited_region(query: QueryText) -> Iterator[str]:
    """Yield what may be the core where a region with an edit was read into it: 兴宇激光 in 保金县兴宇激光."""
    core = query.core
    ends = [at + 1 for at, character in enumerate(core) if at and character in _REGION_ENDS]
    if not query.region:
        ends.append(_SHORTEST_REGION)
    yield from (core[end:] for end in ends if len(core) - end >= _SHORTEST_CORE)


def _deletions(query: QueryText, edited: NameParts | None) -> dict[int, int]:
    """Return the keys of one edit in the core, and weightier those of one edit in region and core."""
    deletions = dict.fromkeys(deletions_of(query.core), 2) | dict.fromkeys(deletions_of(query.region + query.core), 3)
    if edited:  # two characters may have changed places across the beginning of the legal form
        deletions |= dict.fromkeys(deletions_of(edited.stem), 3)
    inner, rest = region_inside(query.core) if not query.region else ((), "")
    return deletions | dict.fromkeys(deletions_of("".join(inner) + rest), 3) if inner else deletions


def _without_edited_form(query: QueryText) -> NameParts | None:
    """Return the parts before a legal form that has one edit in it; None where it has none."""
    head = without_edited_form(query.squashed)
    return parse_name(head) if head else None
