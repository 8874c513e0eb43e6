"""Whether index and database are of one age, though no change waits.

The revision of an enterprise only ever rises, and a document carries the revision it was made from. So the
sum over all documents never exceeds that over all enterprises, and equals it once nothing waits. An index has the
larger sum if the database alone was restored from a backup. It has the smaller sum if it was lost or restored itself.
The same holds of entries, each of which carries the revision of the enterprise of its record.
"""

from enum import StrEnum
from operator import gt, lt

from django.db.models import Sum

from enterprises.register.models import Enterprise
from search.entry_port import Engine
from search.indexing.entries import version_sum_of_records
from search.indexing.models import IndexBuild, OutboxEntry, OutboxState


class Drift(StrEnum):
    """How the index stands to the database."""

    NONE = "same age"
    NEWER = "newer"
    OLDER = "older"
    UNKNOWN = "changes wait"  # an index that is behind by those is no older than it should be


def drift_of(*, index: Engine) -> Drift:
    """Compare the sums; what is read first decides that a change in between is never taken for drift.

    Reads each row of both sides: a fraction of a second for a million.

    :raises SearchUnavailable: the engine does not answer.
    """
    before = _standing()
    if before is None:
        return Drift.UNKNOWN
    held = index.version_sum(), index.entries.version_sum()
    kept = Enterprise.objects.aggregate(kept=Sum("revision"))["kept"] or 0, version_sum_of_records()
    if any(map(gt, held, kept)) and not _is_rebuilding():
        return Drift.NEWER
    if before != _standing() or _waiting():
        return Drift.UNKNOWN
    return Drift.OLDER if any(map(lt, held, kept)) else Drift.NONE


def _standing() -> tuple[int, int] | None:
    """Return what changes with each drain and each rebuild, None while one runs."""
    if _is_rebuilding():
        return None
    generation = OutboxState.objects.values_list("generation", flat=True).first() or 0
    return generation, IndexBuild.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _waiting() -> bool:
    return OutboxEntry.objects.exists()


def _is_rebuilding() -> bool:
    return IndexBuild.objects.running().exists()
