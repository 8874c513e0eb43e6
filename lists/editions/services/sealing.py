"""Signed manifests of editions: stored with each set of files, and made up for editions that have none."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from enterprises.documents.services import add_file
from enterprises.documents.snapshot import sha256_of
from lists.criteria.models import CreditList
from lists.editions.files.bundle import SCHEMA, own_file
from lists.editions.files.content import without
from lists.editions.files.make import content_of_snapshot
from lists.editions.files.manifest import SealedManifest
from lists.editions.files.sealing import BUNDLE, seal
from lists.editions.models import Edition, Entry, Manifest
from lists.editions.rules import EditionState


def chain_of(credit_list: CreditList, *, up_to: int) -> list[SealedManifest]:
    """Return the manifests as published, of the list's editions up to that number."""
    rows = Manifest.objects.filter(edition__credit_list=credit_list, edition__number__lte=up_to, revision=1)
    return [sealed_manifest(row) for row in rows.order_by("edition__number")]


def store_manifest(edition: Edition, manifest: SealedManifest, *, bundle: bytes | None, at: datetime) -> None:
    """Add a manifest to an edition, with the digest of the bundle that is stored with it.

    :raises IntegrityError: the edition has one of that revision.
    """
    Manifest.objects.create(
        edition=edition,
        revision=manifest.revision,
        content=manifest.content,
        sha256=manifest.sha256,
        signature=manifest.signature,
        bundle_sha256="" if bundle is None else sha256_of(bundle),
        made_at=at,
    )


def last_revision(edition: Edition) -> int:
    """Return the revision of the files as they are; 0 before they were sealed."""
    last = Manifest.objects.filter(edition=edition).order_by("-revision").values_list("revision", flat=True).first()
    return last or 0


def unsealed_editions() -> QuerySet[Edition]:
    """Return the published editions without a manifest: those published before there were manifests."""
    sealed = Manifest.objects.filter(edition=OuterRef("pk"))
    rows = Edition.objects.filter(~Exists(sealed), state=EditionState.PUBLISHED)
    return rows.select_related("document", "credit_list").order_by("credit_list_id", "number")


def seal_earlier_editions(credit_list: CreditList, *, at: datetime) -> int:
    """Make up the manifests that the list's editions lack, the oldest first; return how many editions lacked one.

    :raises CertificateNotValid: the certificate has run out.
    """
    if not unsealed_editions().filter(credit_list=credit_list).exists():
        return 0
    with transaction.atomic():
        CreditList.objects.select_for_update().get(pk=credit_list.pk)
        editions = list(unsealed_editions().filter(credit_list=credit_list))
        for edition in editions:
            _seal_stored(edition, at=at)
    return len(editions)


def _seal_stored(edition: Edition, *, at: datetime) -> None:
    """Seal the stored files: first by the digests they were published with, then as they are."""
    document = edition.document
    if document is None or edition.number is None:
        raise ValueError("a draft has no files")
    chain = chain_of(edition.credit_list, up_to=edition.number - 1)
    previous = chain[-1].sha256 if chain else ""
    content = replace(content_of_snapshot(document.snapshot), previous_sha256=previous)
    stored = list(document.files.exclude(format=BUNDLE))
    files = {file.format: bytes(file.content) for file in stored}
    first = {f"{content.document_number}.{file.format}": file.first_sha256 for file in stored}
    first[SCHEMA] = sha256_of(own_file(SCHEMA))
    sealed = seal(content, files=files, chain=chain, revision=1, at=at, digests=first)
    is_as_published = all(file.sha256 == file.first_sha256 for file in stored)
    store_manifest(edition, sealed.manifest, bundle=sealed.files[BUNDLE] if is_as_published else None, at=at)
    gone = frozenset(Entry.objects.filter(edition=edition, is_left_out=True).values_list("listing_id", flat=True))
    if not is_as_published:
        left = without(content, listings=gone)
        sealed = seal(left, files=files, chain=[*chain, sealed.manifest], revision=2, at=at)
        store_manifest(edition, sealed.manifest, bundle=sealed.files[BUNDLE], at=at)
    add_file(document=document, format=BUNDLE, content=sealed.files[BUNDLE], left_out={"listing": sorted(gone)}, at=at)


def first_digests(edition: Edition) -> dict[str, str]:
    """Return the digests with which an edition's formats were published, the bundle among them where it is known."""
    return expected_digests(Manifest.objects.get(edition=edition, revision=1))


def expected_digests(row: Manifest) -> dict[str, str]:
    """Return the digest of each format of a revision, of the bundle only where it was stored."""
    bundle = {BUNDLE: row.bundle_sha256} if row.bundle_sha256 else {}
    return {**sealed_manifest(row).digests, **bundle}


def sealed_manifest(row: Manifest) -> SealedManifest:
    """Return a stored manifest."""
    return SealedManifest(revision=row.revision, content=bytes(row.content), signature=bytes(row.signature))
