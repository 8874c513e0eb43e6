"""Tags of infringement cases, in line with the penalties they stand on."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.types import Role
from enterprises.enforcement.models import InfringementTag
from enterprises.enforcement.rules import infringements_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.shared.bulk import insert_rows

CHUNK = 2_000
_BASES, _ACT = PENALTY.role(Role.LEGAL_BASES).code, PENALTY.role(Role.ACT).code
_READ = ("pk", "kind", "decided_on", "details")  # the whole: SQLite parses it anew for each value taken out of it
_TAG_COLUMNS = ("record_id", "infringement", "why")


def tag_penalties_of(enterprise_ids: Collection[int]) -> int:
    """Bring the tags of the published penalties of enterprises up to date; return how many rows were added."""
    return _tag(_published().filter(enterprise__among=set(enterprise_ids)).values(*_READ))


def tag_all_penalties() -> int:
    """Tag all published penalties, in chunks by id; return how many rows were added."""
    added, last = 0, 0
    while True:
        rows = list(_published().filter(pk__gt=last).order_by("pk").values(*_READ)[:CHUNK])
        if not rows:
            return added
        added, last = added + _tag(rows), rows[-1]["pk"]


def _published() -> QuerySet[Record]:
    """Return the published records of every kind: by a kind SQLite would look up the penalties of all enterprises."""
    return Record.objects.filter(state=State.PUBLISHED).order_by()


def _tag(records: Iterable[Any]) -> int:
    rows = [row for row in records if row["kind"] == KindCode.PENALTY]
    right = {tag for row in rows for tag in _tags_of(row)}
    ids = {row["pk"] for row in rows}
    present = (
        {
            (record, infringement, why): pk
            for pk, record, infringement, why in InfringementTag.objects.filter(record__among=ids)
            .order_by()
            .values_list("pk", *_TAG_COLUMNS)
        }
        if ids
        else {}
    )
    stale = [pk for tag, pk in present.items() if tag not in right]
    if stale:
        InfringementTag.objects.filter(pk__in=stale).delete()
    missing = sorted(right - present.keys())
    insert_rows(InfringementTag, _TAG_COLUMNS, missing)
    return len(missing)


def _tags_of(row: Any) -> set[tuple[int, str, str]]:
    decided_on: date | None = row["decided_on"]
    details = row["details"]
    found = infringements_of(bases=details.get(_BASES) or "", act=details.get(_ACT) or "", decided_on=decided_on)
    return {(row["pk"], each.infringement.value, each.why) for each in found}
