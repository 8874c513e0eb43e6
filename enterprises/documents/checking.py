"""Stored bytes of issued documents against their digests.

Reports, letters and certificates are not made again byte for byte: what is damaged is not served, and stands where
operators and officers look.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from enterprises.documents.models import DocumentCheck, IssuedFile
from enterprises.documents.snapshot import sha256_of

EVERY = timedelta(days=1)
# Files of one round of the worker; they are in memory one after the other.
ROUND = 20
# New files lie above the last one checked. A slow transaction may commit a lower one later.
BEHIND = 1_000
DAMAGED = "该文件的存储内容已损坏，不再提供下载，需要从备份恢复。"

logger = logging.getLogger(__name__)


class FileDamaged(Exception):
    """The stored bytes are not those that were issued."""


def whole_bytes(file: IssuedFile) -> bytes:
    """Return the bytes of a file as they were issued.

    :raises FileDamaged: the stored ones are others.
    """
    content = bytes(file.content)
    if sha256_of(content) != file.sha256:
        logger.error("Document %s: the stored %s is damaged and is not served", file.document_id, file.format)
        raise FileDamaged(DAMAGED)
    return content


def files_to_check(files: QuerySet[IssuedFile], *, at: datetime) -> list[int]:
    """Return ids of at most `ROUND` of these files: new ones first, then those unseen for a day, the longest first."""
    last = DocumentCheck.objects.aggregate(last=Max("file_id"))["last"] or 0
    new = files.filter(pk__gt=last - BEHIND, check_row__isnull=True).order_by("pk").values_list("pk", flat=True)
    found = list(new[:ROUND])
    due = DocumentCheck.objects.filter(checked_at__lte=at - EVERY, file__in=files.order_by().values("pk"))
    seen = due.order_by("checked_at", "file_id").values_list("file_id", flat=True)
    return [*found, *seen[: ROUND - len(found)]]


def check_files(ids: Iterable[int], *, at: datetime) -> list[DocumentCheck]:
    """Rehash stored files, and note which are damaged; return those."""
    damaged = []
    for file in IssuedFile.objects.filter(pk__in=list(ids)).order_by("pk").iterator(chunk_size=1):
        differs = sha256_of(bytes(file.content)) != file.sha256
        values = {"checked_at": at, "is_damaged": differs}
        check = DocumentCheck.objects.update_or_create(file=file, defaults=values)[0]
        if check.is_damaged:
            logger.error("Document %s: the stored %s is damaged", file.document_id, file.format)
            damaged.append(check)
    return damaged


def damaged_files() -> QuerySet[DocumentCheck]:
    """Return the files that the last look found damaged, with their documents."""
    found = DocumentCheck.objects.filter(is_damaged=True).select_related("file__document")
    heavy = ("file__content", "file__left_out", "file__document__snapshot", "file__document__refs")
    return found.defer(*heavy).order_by("file_id")
