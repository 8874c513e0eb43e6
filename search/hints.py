"""Agency names in a typed text: a filter for enterprises with a public record of that agency."""

import re
from dataclasses import dataclass, replace

from search.agency_names import AgencyNames
from search.names.queries import LONGEST
from search.names.scripts import squash
from search.request import SearchRequest

_BLANKS = re.compile(r"[\s,，、;；。]+")
_MOST_WORDS = 12
_SHORTEST = 3
# What an agency's name ends in; 广州海关大厦 does not name the customs.
_ORGANS = ("局", "厅", "委", "院", "署", "部", "委员会", "办公室")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """An agency that a text names, and the text without it."""

    agency: str  # its code
    name: str
    rest: str
    stands_apart: bool  # parted from the rest by blanks: surely not a piece of an enterprise's name
    is_applied: bool = False  # nothing else was typed: it is a filter already


def may_name_agency(request: SearchRequest) -> bool:
    """Return whether names of agencies are looked for in the text."""
    return not (request.is_literal or request.text.isascii() or request.filters.get("agency") is not None)


def with_hint(request: SearchRequest, names: AgencyNames) -> tuple[SearchRequest, Hint | None]:
    """Return what to search for, and the agency that the text names.

    A name that is all there is becomes the filter; one that stands apart is cut out of the text.
    """
    hint = hint_in(request.text, names)
    if hint is None or not hint.stands_apart:
        return request, hint
    if hint.rest:
        return request.with_text(hint.rest, filters=request.filters), hint
    filters = request.filters.with_value("agency", hint.agency)
    return request.with_text("", filters=filters), replace(hint, is_applied=True)


def hint_in(text: str, names: AgencyNames) -> Hint | None:
    """Return the agency that a text names, by its longest run of words, else by a full name within."""
    if not names.agencies:
        return None
    text = text[:LONGEST].strip()
    return _apart(text, names) or _within(text, names)


def _apart(text: str, names: AgencyNames) -> Hint | None:
    words = list(filter(None, _BLANKS.split(text)))[:_MOST_WORDS]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            text = squash("".join(words[start : start + length]))
            code = names.by_short_name.get(text) if len(text) >= _SHORTEST else None
            if code:
                rest = " ".join([*words[:start], *words[start + length :]])
                return Hint(agency=code, name=names.agencies[code], rest=rest, stands_apart=True)
    return None


def _within(text: str, names: AgencyNames) -> Hint | None:
    squashed = squash(text)
    held = [name for name in names.full if name in squashed and name.endswith(_ORGANS)]
    if not held:
        return None
    name = max(held, key=len)
    code = names.full[name]
    return Hint(agency=code, name=names.agencies[code], rest=squashed.replace(name, "", 1), stands_apart=False)
