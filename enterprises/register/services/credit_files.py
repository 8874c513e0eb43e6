"""Writes about enterprises."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from enterprises.register.models import Enterprise
from enterprises.register.signals import credit_file_changed

# Ids named in one statement.
TOUCH_CHUNK = 1_000


def touch_credit_files(enterprise_ids: Iterable[int]) -> None:
    """Raise the revision of each enterprise by one and send `credit_file_changed`.

    Call it inside the transaction of the change, once for all enterprises that it touched. An id given twice counts
    once; the other codes of an enterprise are touched with it. Nothing is sent for an empty set.

    :raises django.db.transaction.TransactionManagementError: no transaction is open, so the
        revision could be raised without the change or the change without the revision.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("touch_credit_files needs the transaction of the change")
    ids = sorted(_with_linked(set(enterprise_ids)))
    for start in range(0, len(ids), TOUCH_CHUNK):
        _raise_revisions(ids[start : start + TOUCH_CHUNK])
    if ids:
        credit_file_changed.send(sender=Enterprise, enterprise_ids=ids)


def _with_linked(ids: set[int]) -> set[int]:
    """Add the enterprises that share a file with one of these: those of its other codes."""
    ordered, found = sorted(ids), set(ids)
    for start in range(0, len(ordered), TOUCH_CHUNK):
        some = ordered[start : start + TOUCH_CHUNK]
        latest = Enterprise.objects.filter(pk__among=some, now_under__isnull=False).order_by()
        roots = {*some, *(pk for pk in latest.values_list("now_under_id", flat=True) if pk)}
        earlier = Enterprise.objects.filter(now_under__among=roots).order_by()
        found |= roots | set(earlier.values_list("pk", flat=True))
    return found


def _raise_revisions(ids: list[int]) -> None:
    """Raise the revisions by one; on PostgreSQL lock in the order of ids, so that two batches never deadlock."""
    rows = Enterprise.objects.filter(pk__among=ids)
    if connection.features.has_select_for_update and len(ids) > 1:
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    rows.update(revision=F("revision") + 1)
