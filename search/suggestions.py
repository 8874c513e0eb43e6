"""Names for what is being typed: the index proposes, the database decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value

from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.masking import public_text
from search.engines import index
from search.names.pinyin import initials, syllables
from search.names.queries import Kind, read_query
from search.names.scripts import squash
from search.prepared import PreparedQuery

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A firm; `former_name` is the one that was typed where the name itself does not show it."""

    uscc: str
    name: str
    former_name: str | None = None


_FIRM, _FORMER = range(2)  # what a row tells of


def _rows(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    """Return the public ones of the firms, and former names of any."""
    firms = Enterprise.objects.public(on=on).filter(pk__in=ids).order_by()
    former = FormerName.objects.filter(enterprise_id__in=ids).order_by()
    told = former.values_list(Value(_FORMER), "enterprise_id", Value(""), "name")
    return firms.values_list(Value(_FIRM), "pk", "uscc", "name").union(told, all=True)


_ROWS = PreparedQuery(_rows)


def suggest(text: str, *, on: date) -> list[Suggestion]:
    """Return the enterprises whose name, pinyin or initials begin with the text, best first; at most one query.

    :raises SearchUnavailable: the engine does not answer.
    """
    query = read_query(text)
    ids = index().suggest(query, limit=MOST)
    rows = _ROWS.rows(ids, on)
    firms = {pk: (uscc, public_text(name)) for told, pk, uscc, name in rows if told == _FIRM}
    hidden = {pk for pk, (_, name) in firms.items() if query.kind is not Kind.CODE and not _says(name, query.squashed)}
    former = {
        pk: public_text(name)
        for told, pk, _, name in rows
        if told == _FORMER and pk in hidden and _says(public_text(name), query.squashed)
    }
    return [Suggestion(uscc=firms[pk][0], name=firms[pk][1], former_name=former.get(pk)) for pk in ids if pk in firms]


def _says(name: str, typed: str) -> bool:
    """Tell whether a name shows what was typed, in characters, pinyin or initials."""
    squashed = squash(name)
    if typed in squashed:
        return True
    said = syllables(squashed)
    return typed in "".join(said) or typed in initials(said)
