"""Records behind a door: which, and how a condition on a meaning reads in the database."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import Meaning
from enterprises.records.models import Record
from search.doors.types import Door
from search.public_records import public_records

_RELATED = ("enterprise__region", "enterprise__now_under__region", "agency", "source_agency")


def public_rows(door: Door, *, on: date) -> QuerySet[Record]:
    """Return the records behind a door that the public may see on that day, the newest first."""
    rows = public_records(on=on).filter(kind__in=[kind.code for kind in door.kinds])
    if door.demanded:
        rows = rows.filter(condition(door, door.demanded, lambda lookup: Q(**{f"{lookup}__isnull": False})))
    kept = door.only(rows) if door.only else rows
    return kept.select_related(*_RELATED).order_by("-decided_on", "-pk")


def condition(door: Door, meaning: Meaning, of_lookup: Callable[[str], Q]) -> Q:
    """Return a condition on what has a meaning, over all kinds of the door; nothing fits where no kind has it."""
    fields = door.fields(meaning)
    if len(door.kinds) == 1 and fields:
        return of_lookup(lookup_of(*fields.values()))
    parts = [Q(kind=code) & of_lookup(lookup_of(field)) for code, field in fields.items()]
    return reduce(or_, parts, Q(pk__in=[]))
