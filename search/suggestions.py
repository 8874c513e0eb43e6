"""Names for what is being typed: the index proposes, the database decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value

from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.masking import public_text
from search.engines import index
from search.fast.compiled import CompiledQuery
from search.names.pinyin import initials, syllables
from search.names.queries import Kind, read_query
from search.names.scripts import squash

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An enterprise; `former_name` is the one that was typed where the name itself does not show it.

    `is_similar_code`: what was typed is no valid code, and its code is one that may be meant.
    """

    uscc: str
    name: str
    former_name: str | None = None
    is_similar_code: bool = False


_ENTERPRISE, _FORMER = range(2)  # the source of a row


def _rows(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    """Return the public ones of the enterprises, and former names of any."""
    enterprises = Enterprise.objects.public(on=on).filter(pk__in=ids).order_by()
    former = FormerName.objects.filter(enterprise_id__in=ids).order_by()
    source = former.values_list(Value(_FORMER), "enterprise_id", Value(""), "name")
    return enterprises.values_list(Value(_ENTERPRISE), "pk", "uscc", "name").union(source, all=True)


_ROWS = CompiledQuery(_rows)


def suggest(text: str, *, on: date) -> list[Suggestion]:
    """Return the enterprises whose name, pinyin or initials begin with the text, best first; at most one query.

    :raises SearchUnavailable: the engine does not answer.
    """
    query = read_query(text)
    ids = index().suggest(query, limit=MOST)
    rows = _ROWS.rows(ids, on)
    enterprises = {pk: (uscc, public_text(name)) for source, pk, uscc, name in rows if source == _ENTERPRISE}
    hidden = {
        pk for pk, (_, name) in enterprises.items() if query.kind is not Kind.CODE and not _shows(name, query.squashed)
    }
    former = {
        pk: public_text(name)
        for source, pk, _, name in rows
        if source == _FORMER and pk in hidden and _shows(public_text(name), query.squashed)
    }
    return [
        Suggestion(
            uscc=enterprises[pk][0],
            name=enterprises[pk][1],
            former_name=former.get(pk),
            is_similar_code=enterprises[pk][0] in query.similar_codes,
        )
        for pk in ids
        if pk in enterprises
    ]


def _shows(name: str, typed: str) -> bool:
    """Return whether a name shows what was typed, in characters, pinyin or initials."""
    squashed = squash(name)
    if typed in squashed:
        return True
    pinyin = syllables(squashed)
    return typed in "".join(pinyin) or typed in initials(pinyin)
