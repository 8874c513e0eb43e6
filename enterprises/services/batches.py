"""Numbered batches of imported rows."""

from datetime import datetime

from django.contrib.auth.models import User

from enterprises.catalogue.types import RecordKind
from enterprises.models import Agency, ImportBatch
from enterprises.services.permissions import require_recorder

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
