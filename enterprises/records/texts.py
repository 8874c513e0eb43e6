"""Decision texts that anybody may read: blacked out, released by another person, of a record that is public."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from enterprises.catalogue.codes import KindCode
from enterprises.records.models import Record, RecordPaper

# SAMR order 45 makes decisions of penalties public, of no other kind.
KINDS_WITH_A_PUBLIC_TEXT = frozenset({KindCode.PENALTY.value})


def public_texts(*, on: date) -> QuerySet[RecordPaper]:
    """Return the texts that are public on that Shanghai day, at most one a record; nothing else reads them."""
    records = Record.objects.public(on=on).filter(kind__in=KINDS_WITH_A_PUBLIC_TEXT)
    released = RecordPaper.objects.filter(released_at__isnull=False, kind=RecordPaper.Kind.REDACTED)
    return released.filter(record__in=records).select_related("attachment")


def records_with_text(records: Iterable[Record]) -> frozenset[int]:
    """Return which of these public records have a released text; one query, if any is of such a kind."""
    ids = [record.pk for record in records if record.kind in KINDS_WITH_A_PUBLIC_TEXT]
    if not ids:
        return frozenset()
    released = RecordPaper.objects.filter(record__in=ids, released_at__isnull=False)
    return frozenset(released.order_by("record_id").values_list("record_id", flat=True))
