"""All files of an edition with their signed manifest and the bundle of both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from enterprises.documents.identity import signing_identity
from enterprises.documents.signing import sign_detached
from enterprises.documents.snapshot import sha256_of
from lists.editions.files.bundle import bundle_of, bundled_files
from lists.editions.files.content import EditionContent
from lists.editions.files.make import FORMATS, files_of
from lists.editions.files.manifest import SealedManifest, manifest_of

BUNDLE = "zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFiles:
    """The bytes of each format, the bundle among them, and the manifest that covers the others."""

    files: dict[str, bytes]
    manifest: SealedManifest


def sealed_files(
    content: EditionContent,
    *,
    chain: Sequence[SealedManifest],
    revision: int,
    at: datetime,
    formats: Collection[str] = FORMATS,
) -> SealedFiles:
    """Make every file; `chain` holds the manifests as published, of all editions before and, from revision 2, of this.

    `formats` are those of an edition that was published with others than today's.

    :raises CertificateNotValid: the certificate that signs them has run out.
    """
    return seal(content, files=files_of(content, at=at, formats=formats), chain=chain, revision=revision, at=at)


def seal(
    content: EditionContent,
    *,
    files: Mapping[str, bytes],
    chain: Sequence[SealedManifest],
    revision: int,
    at: datetime,
    digests: Mapping[str, str] | None = None,
) -> SealedFiles:
    """Sign files that were made before; `digests` are those of files that are no longer there, by name.

    :raises CertificateNotValid: the certificate has run out.
    """
    bundled = bundled_files(content, files=files)
    as_published = chain[-1].sha256 if revision > 1 else ""
    found = digests or {name: sha256_of(data) for name, data in bundled.items()}
    plain = manifest_of(content, digests=found, revision=revision, as_published=as_published, at=at)
    signature = sign_detached(plain, identity=signing_identity(), at=at)
    manifest = SealedManifest(revision=revision, content=plain, signature=signature)
    links = [*chain, manifest] if revision == 1 else chain
    bundle = bundle_of(content, files=bundled, manifest=manifest, chain=links, at=at)
    return SealedFiles(files={**files, BUNDLE: bundle}, manifest=manifest)
