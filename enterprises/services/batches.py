"""Numbered batches of imported rows."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from enterprises.catalogue.types import RecordKind
from enterprises.models import Agency, ImportBatch, Record
from enterprises.rules.lifecycle import State
from enterprises.services.permissions import require_recorder, require_reviewer
from enterprises.services.publication import publish_record
from enterprises.services.refusals import Refused

_LONGEST_NAME = 255


def open_batch(
    *, kind: RecordKind, agency: Agency, by: User, at: datetime, file_name: str, file_sha256: str
) -> ImportBatch:
    """Open a batch for the rows of one file; its id is the number that people use.

    :raises NotPermitted: `by` is no recorder of the agency.
    """
    require_recorder(by, agency=agency)
    return ImportBatch.objects.create(
        kind=kind.code,
        agency=agency,
        imported_by=by,
        file_name=file_name[-_LONGEST_NAME:],
        file_sha256=file_sha256,
        created_at=at,
    )


def count_batch(batch: ImportBatch, *, accepted: int, unchanged: int, refused: int) -> None:
    """Store how many rows of the file were taken, were there already, and were refused so far."""
    batch.accepted, batch.unchanged, batch.refused = accepted, unchanged, refused
    batch.save(update_fields=["accepted", "unchanged", "refused"])


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that stayed submitted, and why."""

    record_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """How many rows were published, and those that were not."""

    published: int
    refused: tuple[RefusedRow, ...]


def publish_batch(batch: ImportBatch, *, by: User, at: datetime) -> BatchResult:
    """Publish every submitted row of a batch; a refused one stays submitted and is named.

    :raises NotPermitted: `by` is no reviewer of the batch's agency.
    """
    require_reviewer(by, agency=batch.agency)
    published, refused = 0, []
    for record in Record.objects.filter(batch=batch, state=State.SUBMITTED).order_by("id").iterator():
        try:
            publish_record(record=record, by=by, at=at)
        except Refused as refusal:
            refused.append(RefusedRow(record_id=record.pk, reason=refusal.sentence))
        else:
            published += 1
    return BatchResult(published=published, refused=tuple(refused))
