"""The manifest of an edition: the digests of its files and of the manifest before, without a name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from enterprises.documents.snapshot import canonical, sha256_of, to_plain
from lists.editions.files.content import EditionContent

FORMAT = "creditportal-edition-manifest/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedManifest:
    """A manifest's canonical JSON and the detached signature over it (CMS, DER)."""

    revision: int
    content: bytes
    signature: bytes

    @property
    def sha256(self) -> str:
        """Return the digest by which later manifests refer to this one."""
        return sha256_of(self.content)

    @property
    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file by format; the bundle, which holds the manifest, is not among them."""
        plain = json.loads(self.content)
        own = f"{plain['document_number']}."
        return {name.removeprefix(own): digest for name, digest in plain["files"].items() if name.startswith(own)}


def manifest_of(
    content: EditionContent, *, digests: Mapping[str, str], revision: int, as_published: str, at: datetime
) -> bytes:
    """Return the manifest as canonical JSON.

    `digests` gives the SHA-256 by file name. `as_published` is the digest of revision 1, "" in that revision itself.
    """
    previous: dict[str, object] | None = None
    if content.previous_sha256:
        previous = {"edition": content.number - 1, "sha256": content.previous_sha256}
    errata = [erratum.document_number for erratum in content.errata]
    return canonical(
        {
            **({"errata": errata} if errata else {}),
            "format": FORMAT,
            "list": content.slug,
            "list_name": content.list_name,
            "authority": content.authority,
            "edition": content.number,
            "document_number": content.document_number,
            "as_of": content.as_of.isoformat(),
            "published_at": to_plain(content.published_at),
            "revision": revision,
            "made_at": to_plain(at),
            "entries": len(content.entries),
            "taken_off": list(content.withdrawn),
            "files": dict(digests),
            "previous": previous,
            "as_published": as_published or None,
        }
    )
