"""Issue documents, keep their bytes, and list what in them is no longer public."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db import transaction

from enterprises.documents.models import RECALLED_FOR_GOOD, IssuedDigest, IssuedDocument, IssuedFile
from enterprises.documents.refs import Ref, RefKind, ref_owners
from enterprises.documents.snapshot import canonical, sha256_of
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of

# Ids of what a document shows, by kind: {"record": [7], "listing": [9]}.
Refs: TypeAlias = Mapping[str, Collection[int]]
# Ids named in one statement: below the variables of an SQLite statement.
CHUNK = 5_000


class FileMissing(LookupError):
    """The document has no file of that format."""


def store_document(
    *,
    number: str,
    kind: str,
    snapshot: Mapping[str, Any],
    refs: Refs,
    files: Mapping[str, bytes],
    at: datetime,
    template_version: str,
    enterprise: Enterprise | None = None,
    corrects: IssuedDocument | None = None,
    content_sha256: str = "",
) -> IssuedDocument:
    """Store an issued document with its files by format, in one transaction.

    `corrects` becomes REPLACED: a correction is a new document that refers to the old one.

    :raises IntegrityError: the number is taken, or a report of that day has the same content.
    """
    snapshot_sha256 = sha256_of(canonical(snapshot))
    with transaction.atomic():
        document = IssuedDocument.objects.create(
            number=number,
            kind=kind,
            enterprise=enterprise,
            corrects=corrects,
            issued_at=at,
            issued_on=day_of(at),
            content_sha256=content_sha256 or snapshot_sha256,
            snapshot=snapshot,
            snapshot_sha256=snapshot_sha256,
            refs=_plain(refs),
            template_version=template_version,
        )
        for name, content in files.items():
            _store_file(document, name=name, content=content, at=at)
        if corrects is not None:
            IssuedDocument.objects.filter(pk=corrects.pk).update(state=IssuedDocument.State.REPLACED)
    return document


def _store_file(document: IssuedDocument, *, name: str, content: bytes, at: datetime) -> IssuedFile:
    digest = sha256_of(content)
    file = IssuedFile.objects.create(
        document=document, format=name, content=content, sha256=digest, first_sha256=digest
    )
    IssuedDigest.objects.create(file=file, sha256=digest, since=at)
    return file


def replace_file(*, document: IssuedDocument, format: str, content: bytes, left_out: Refs, at: datetime) -> IssuedFile:  # noqa: A002
    """Replace the bytes that are served after something in them was withdrawn.

    `left_out` names what the new bytes leave out. The digests of all earlier bytes stay known.

    :raises FileMissing: the document never had a file of that format.
    """
    digest = sha256_of(content)
    with transaction.atomic():
        file = IssuedFile.objects.select_for_update().filter(document=document, format=format).first()
        if file is None:
            raise FileMissing(format)
        file.content, file.sha256, file.left_out, file.rebuilt_at = content, digest, _plain(left_out), at
        file.save(update_fields=["content", "sha256", "left_out", "rebuilt_at"])
        IssuedDigest.objects.get_or_create(file=file, sha256=digest, defaults={"since": at})
    return file


def add_file(*, document: IssuedDocument, format: str, content: bytes, left_out: Refs, at: datetime) -> IssuedFile:  # noqa: A002
    """Add bytes in a format that the document did not have; `left_out` names what they leave out.

    :raises IntegrityError: it has that format.
    """
    with transaction.atomic():
        file = _store_file(document, name=format, content=content, at=at)
        file.left_out = _plain(left_out)
        file.save(update_fields=["left_out"])
    return file


def restore_file(
    *,
    document: IssuedDocument,
    format: str,  # noqa: A002
    content: bytes,
    first_sha256: str,
    left_out: Refs,
    at: datetime,
) -> None:
    """Put back bytes that were lost or damaged; the caller has made sure that they are those of `at`.

    A row that is gone is written anew, with the digest of its first bytes, which readers may hold. Call inside a
    transaction.
    """
    digest = sha256_of(content)
    file = IssuedFile.objects.select_for_update().filter(document=document, format=format).first()
    if file is None:
        file = _store_file(document, name=format, content=content, at=at)
        file.first_sha256, file.left_out = first_sha256, _plain(left_out)
        file.rebuilt_at = at if digest != first_sha256 else None
        issued = {"since": document.issued_at}
        IssuedDigest.objects.get_or_create(file=file, sha256=first_sha256, defaults=issued)
    file.content, file.sha256 = content, digest
    file.save(update_fields=["content", "sha256", "first_sha256", "left_out", "rebuilt_at"])


def withdrawn_refs(document: IssuedDocument, *, on: date) -> dict[str, list[int]]:
    """Return what the document shows that is not public on that day, by kind; empty when all of it is."""
    gone = {kind: _no_longer_public(kind, ids, on=on) for kind, ids in document.refs.items()}
    return {kind: ids for kind, ids in gone.items() if ids}


def is_withdrawn(document: IssuedDocument, *, on: date, left_out: Refs | None = None) -> bool:
    """Return whether bytes of a document may no longer be shown that day.

    That is so when its enterprise, or anything in it but what the bytes leave out, is not public. It is so of every
    recalled document but an edition; a letter outlives the publication of what it is about.
    """
    if document.recalled_at is not None and document.kind in RECALLED_FOR_GOOD:
        return True
    if document.kind == IssuedDocument.Kind.LETTER:
        return False
    subject = document.enterprise_id
    if subject is not None and not Enterprise.objects.public(on=on).filter(pk=subject).exists():
        return True
    gone = withdrawn_refs(document, on=on)
    return any(set(ids).difference((left_out or {}).get(kind, ())) for kind, ids in gone.items())


def refs_by_kind(refs: Iterable[Ref]) -> dict[str, list[int]]:
    """Group refs as a document stores them."""
    grouped: dict[str, set[int]] = {}
    for ref in refs:
        grouped.setdefault(ref.kind.value, set()).add(ref.id)
    return _plain(grouped)


def _no_longer_public(kind: str, ids: Collection[int], *, on: date) -> list[int]:
    wanted, public = sorted(set(ids)), set[int]()
    for start in range(0, len(wanted), CHUNK):
        public |= _public_ids(kind, wanted[start : start + CHUNK], on=on)
    return [one for one in wanted if one not in public]


def _public_ids(kind: str, ids: list[int], *, on: date) -> set[int]:
    """Query the owner of a kind of ref; what has no owner is not public."""
    if kind == RefKind.RECORD:
        return set(Record.objects.public(on=on).filter(pk__in=ids).values_list("pk", flat=True))
    public = set[int]()
    for owner in ref_owners():
        if owner.ref_kind == kind:
            public |= owner.public_ids(ids=ids, on=on)
    return public


def _plain(refs: Refs) -> dict[str, list[int]]:
    return {kind: sorted(ids) for kind, ids in sorted(refs.items()) if ids}
