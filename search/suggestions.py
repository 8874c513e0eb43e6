"""Names for what is being typed: the index proposes, the database decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from enterprises.models import Enterprise, FormerName
from enterprises.prepared import PreparedQuery
from search.engines import index
from search.text.queries import Kind, read_query
from search.text.scripts import squash
from search.text.sounds import initials, syllables

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A firm; `former_name` is the one that was typed where the name itself does not show it."""

    uscc: str
    name: str
    former_name: str | None = None


def _firm_rows(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    return Enterprise.objects.public(on=on).filter(pk__in=ids).order_by().values_list("pk", "uscc", "name")


def _former_rows(ids: Sequence[int]) -> QuerySet[Any, Any]:
    return FormerName.objects.filter(enterprise_id__in=ids).order_by().values_list("enterprise_id", "name")


_FIRMS, _FORMER = PreparedQuery(_firm_rows), PreparedQuery(_former_rows)


def suggest(text: str, *, on: date) -> list[Suggestion]:
    """Return the enterprises whose name, pinyin or initials begin with the text, best first; at most two queries.

    :raises SearchUnavailable: the engine does not answer.
    """
    ids = index().suggest(text, limit=MOST)
    firms = {pk: (uscc, name) for pk, uscc, name in _FIRMS.rows(ids, on)}
    query = read_query(text)
    hidden = [pk for pk, (_, name) in firms.items() if query.kind is not Kind.CODE and not _says(name, query.squashed)]
    former = _former_names(hidden, query.squashed)
    return [Suggestion(uscc=firms[pk][0], name=firms[pk][1], former_name=former.get(pk)) for pk in ids if pk in firms]


def _former_names(ids: Collection[int], typed: str) -> dict[int, str]:
    return {pk: name for pk, name in _FORMER.rows(list(ids)) if _says(name, typed)}


def _says(name: str, typed: str) -> bool:
    """Tell whether a name shows what was typed, in characters, pinyin or initials."""
    squashed = squash(name)
    if typed in squashed:
        return True
    said = syllables(squashed)
    return typed in "".join(said) or typed in initials(said)
