"""Files of published editions after something in them was taken off (decision 0010)."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from enterprises.documents.services import replace_file, restore_file
from enterprises.documents.snapshot import sha256_of
from enterprises.shared.clock import day_of
from lists.editions.errata import Erratum
from lists.editions.files.content import without
from lists.editions.files.make import content_of_snapshot
from lists.editions.files.sealing import BUNDLE, SealedFiles, sealed_files
from lists.editions.models import Edition, Entry
from lists.editions.queries import errata_contents, stale_editions
from lists.editions.services.sealing import (
    chain_of,
    first_digests,
    last_revision,
    seal_earlier_editions,
    store_manifest,
    unsealed_editions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemadeFiles:
    """Files made again, not stored, without the entries of the listings `gone`, with the `errata` of these numbers."""

    sealed: SealedFiles
    gone: frozenset[int]
    errata: frozenset[int]


def remake_files(*, edition: Edition, at: datetime) -> RemadeFiles:
    """Make the files of a published edition from its snapshot, without the entries that are no longer public.

    They are of the formats with which it was published.
    """
    document = edition.document
    if document is None or edition.number is None:
        raise ValueError("a draft has no files")
    seal_earlier_editions(edition.credit_list, at=at)
    withdrawn = Entry.objects.filter(edition=edition).withdrawn(on=day_of(at))
    gone = frozenset(withdrawn.values_list("listing_id", flat=True))
    content = replace(content_of_snapshot(document.snapshot), errata=errata_contents(edition))
    content = without(content, listings=gone)
    chain = chain_of(edition.credit_list, up_to=edition.number)
    formats = chain[-1].digests.keys()
    sealed = sealed_files(content, chain=chain, revision=last_revision(edition) + 1, at=at, formats=formats)
    return RemadeFiles(sealed=sealed, gone=gone, errata=frozenset(erratum.number for erratum in content.errata))


@transaction.atomic
def store_remade(*, edition: Edition, remade: RemadeFiles, at: datetime) -> bool:
    """Put the files in place of the earlier ones; return False if another process did so meanwhile.

    The digest of the first bytes is kept beside that of the new ones. A file that was lost is there again.
    """
    document = Edition.objects.select_for_update(of=["self"]).select_related("document").get(pk=edition.pk).document
    if document is None or last_revision(edition) + 1 != remade.sealed.manifest.revision:
        return False
    left_out = {"listing": sorted(remade.gone)}
    stored = set(document.files.values_list("format", flat=True))
    first = first_digests(edition)
    for name, content in remade.sealed.files.items():
        if name in stored:
            replace_file(document=document, format=name, content=content, left_out=left_out, at=at)
        else:
            digest = first.get(name, sha256_of(content))
            restore_file(document=document, format=name, content=content, first_sha256=digest, left_out=left_out, at=at)
    store_manifest(edition, remade.sealed.manifest, bundle=remade.sealed.files[BUNDLE], at=at)
    _mark_left_out(edition, gone=remade.gone)
    Erratum.objects.filter(edition=edition, number__in=remade.errata).update(is_in_files=True)
    return True


def _mark_left_out(edition: Edition, *, gone: frozenset[int]) -> None:
    """Mark the entries that the files leave out; one whose listing came back is named again, and can go again."""
    entries = Entry.objects.filter(edition=edition)
    entries.filter(listing_id__in=gone, is_left_out=False).update(is_left_out=True)
    entries.filter(is_left_out=True).exclude(listing_id__in=gone).update(is_left_out=False)


def rebuild_stale_files(*, at: datetime) -> int:
    """Rebuild the files of every edition that names what is no longer public or lacks an erratum; return how many."""
    editions = list(stale_editions(on=day_of(at)))
    for edition in editions:
        store_remade(edition=edition, remade=remake_files(edition=edition, at=at), at=at)
    return len(editions)


def seal_unsealed_editions(*, at: datetime) -> int:
    """Make up the manifests and bundles of editions that were published without; return how many editions."""
    lists = {edition.credit_list_id: edition.credit_list for edition in unsealed_editions()}
    return sum(seal_earlier_editions(credit_list, at=at) for credit_list in lists.values())
