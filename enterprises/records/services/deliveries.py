"""A delivery: one file whose import was cut and continued, in one batch or in several of different people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import ImportBatch
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The batches of one file, the first one first; all later ones continue it."""

    batches: tuple[ImportBatch, ...]

    @property
    def accepted(self) -> int:
        """Rows that any of the imports stored."""
        return sum(batch.accepted for batch in self.batches)

    @property
    def unchanged(self) -> int:
        """Rows that were stored before the delivery, by its last reading."""
        return sum(batch.unchanged for batch in self.batches)

    @property
    def refused(self) -> int:
        """Rows that the last reading refused."""
        return sum(batch.refused for batch in self.batches)

    @property
    def is_finished(self) -> bool:
        """Whether an import has reached the end of the file."""
        return all(batch.finished_at for batch in self.batches)

    @property
    def is_of_several(self) -> bool:
        """Whether the rows stand under more than one number."""
        return len(self.batches) > 1

    def batch_of(self, user: User) -> ImportBatch | None:
        """Return the batch of one person."""
        return next((batch for batch in self.batches if not is_another(user, batch.imported_by_id)), None)


def delivery_of(batch: ImportBatch) -> Delivery:
    """Return the delivery that a batch belongs to."""
    first = batch.continues or batch
    following = first.continued_by.select_related("imported_by").order_by("id")
    return Delivery(batches=(first, *following))


def unfinished_delivery(*, kind: RecordKind, agency: Agency, file_sha256: str) -> Delivery:
    """Return the batches of imports of this file that have not reached its end, none if there are none."""
    batches = ImportBatch.objects.filter(kind=kind.code, agency=agency, file_sha256=file_sha256, finished_at=None)
    return Delivery(batches=tuple(batches.select_related("imported_by").order_by("id")))


def count_rows(batch: ImportBatch, *, more_accepted: int, unchanged: int, refused: int) -> None:
    """Add what was accepted, and store what this reading has left unchanged and refused so far.

    Called in the transaction of the rows, so that the number is right wherever the import ends.
    """
    ImportBatch.objects.filter(pk=batch.pk).update(
        accepted=F("accepted") + more_accepted, unchanged=unchanged, refused=refused
    )


def begin_reading_anew(batches: Iterable[ImportBatch]) -> None:
    """Drop what an earlier reading left unchanged and refused: the new one counts these rows itself."""
    ImportBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(unchanged=0, refused=0)


def finish_batches(batches: Iterable[ImportBatch], *, at: datetime) -> None:
    """Note that an import that began at `at` has reached the end of the file of these batches."""
    ImportBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(finished_at=at)
