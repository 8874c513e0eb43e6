"""Files of published editions after something in them was taken off (decision 0010)."""

from datetime import datetime

from django.db import transaction

from enterprises.documents.services import replace_file
from enterprises.shared.clock import day_of
from lists.editions.files.content import without
from lists.editions.files.make import content_of_snapshot, files_of
from lists.editions.models import Edition, Entry
from lists.editions.queries import stale_editions


def rebuild_files(*, edition: Edition, at: datetime) -> None:
    """Make the files of a published edition again, without the entries that are no longer public.

    The digest of the first bytes is kept beside that of the new ones.
    """
    document = edition.document
    if document is None:
        raise ValueError("a draft has no files")
    withdrawn = Entry.objects.filter(edition=edition).withdrawn(on=day_of(at))
    gone = frozenset(withdrawn.values_list("listing_id", flat=True))
    files = files_of(without(content_of_snapshot(document.snapshot), listings=gone), at=at)
    with transaction.atomic():
        for name, content in files.items():
            replace_file(document=document, format=name, content=content, left_out={"listing": sorted(gone)}, at=at)
        Entry.objects.filter(edition=edition, listing_id__in=gone).update(is_left_out=True)


def rebuild_stale_files(*, at: datetime) -> int:
    """Rebuild the files of every edition that still names what is no longer public; return how many."""
    editions = list(stale_editions(on=day_of(at)))
    for edition in editions:
        rebuild_files(edition=edition, at=at)
    return len(editions)
