"""The bundle of an edition: every file, the signed manifests, and a script that checks them without a network."""

import zipfile
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from importlib.resources import files as resources
from io import BytesIO

from enterprises.shared.clock import SHANGHAI
from lists.editions.files.changes import changes_csv, changes_json
from lists.editions.files.content import EditionContent
from lists.editions.files.manifest import SealedManifest

VERIFIER = "verify.py"
SCHEMA = "edition.schema.json"
TABLES = (".csv", ".xlsx", ".parquet")
UNIX = 3
MODE = 0o644 << 16


def bundled_files(content: EditionContent, *, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what the manifest covers, by name: the files of the edition, its changes, the schema of its JSON."""
    number = content.document_number
    bundled = {f"{number}.{suffix}": data for suffix, data in sorted(files.items())}
    if content.changes is not None:
        bundled[f"{number}-changes.csv"] = changes_csv(content.entries, content.changes)
        bundled[f"{number}-changes.json"] = changes_json(
            content.entries, content.changes, slug=content.slug, number=content.number
        )
    bundled[SCHEMA] = own_file(SCHEMA)
    return bundled


def bundle_of(
    content: EditionContent,
    *,
    files: Mapping[str, bytes],
    manifest: SealedManifest,
    chain: Sequence[SealedManifest],
    at: datetime,
) -> bytes:
    """Return the bundle as ZIP; the same arguments give the same bytes.

    `files` are those of `bundled_files`, `chain` the manifests as published, of every edition up to this one.
    """
    parts = {"README.txt": readme(content, files=files), VERIFIER: own_file(VERIFIER)}
    parts |= {"manifest.json": manifest.content, "manifest.p7s": manifest.signature, **files}
    for number, one in enumerate(chain, start=1):
        parts[f"chain/{number}.json"], parts[f"chain/{number}.p7s"] = one.content, one.signature
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(_place(f"{content.document_number}/{name}", at=at), data)
    return target.getvalue()


def own_file(name: str) -> bytes:
    """Return a file that ships with the portal and goes into every bundle."""
    return (resources("lists.editions.files") / name).read_bytes()


def readme(content: EditionContent, *, files: Collection[str]) -> bytes:
    """Return the page that describes the bundle in Chinese and English; `files` are the names of what is in it."""
    text = own_file("bundle_readme.txt").decode()
    tables = [suffix for suffix in TABLES if f"{content.document_number}{suffix}" in files]
    facts = {
        "list": content.list_name,
        "edition": str(content.number),
        "as_of": content.as_of.isoformat(),
        "number": content.document_number,
        "base_url": content.base_url,
        "tables": " / ".join(tables),
    }
    for key, value in facts.items():
        text = text.replace(f"[{key}]", value)
    return text.encode()


def _place(name: str, *, at: datetime) -> zipfile.ZipInfo:
    """Return the entry of a file with the given time, in Shanghai, in place of that of the machine."""
    local = at.astimezone(SHANGHAI)
    place = zipfile.ZipInfo(name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    place.create_system, place.external_attr = UNIX, MODE
    place.compress_type = zipfile.ZIP_DEFLATED
    return place
