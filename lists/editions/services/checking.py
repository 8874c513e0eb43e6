"""Stored files of editions against their manifests; what is missing or damaged is rebuilt to the same digest."""

import json
import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from enterprises.documents.models import IssuedDocument, IssuedFile
from enterprises.documents.services import restore_file
from enterprises.documents.snapshot import canonical, sha256_of
from enterprises.shared.outages import outage_of
from lists.editions.file_checks import FileCheck
from lists.editions.files.content import EditionContent, without
from lists.editions.files.make import content_of_snapshot
from lists.editions.files.sealing import BUNDLE, SealedFiles, sealed_files
from lists.editions.models import Edition, Manifest
from lists.editions.queries import errata_contents
from lists.editions.rules import EditionState
from lists.editions.services.sealing import chain_of, expected_digests, first_digests

EVERY = timedelta(days=1)
MISSING, DAMAGED = "缺失", "损坏"
LONGEST = FileCheck._meta.get_field("problem").max_length or 0

logger = logging.getLogger(__name__)


def editions_to_check(*, at: datetime) -> QuerySet[Edition]:
    """Return the sealed editions that nobody has looked at for a day, the longest unseen first."""
    sealed = Edition.objects.filter(state=EditionState.PUBLISHED, manifests__revision=1)
    unseen = sealed.exclude(file_check__checked_at__gt=at - EVERY)
    rows = unseen.select_related("document", "credit_list").order_by(
        F("file_check__checked_at").asc(nulls_first=True), "pk"
    )
    return rows.defer("document__snapshot", "document__refs")


def check_next_edition(*, at: datetime) -> FileCheck | None:
    """Check the edition that has waited longest, if one is due."""
    edition = editions_to_check(at=at).first()
    return None if edition is None else check_edition(edition, at=at)


def check_edition(edition: Edition, *, at: datetime, may_repair: bool = True) -> FileCheck:
    """Compare the stored files of an edition with its last manifest, rebuild what differs, and note the outcome."""
    found = file_problems(edition)
    repaired: list[str] = []
    if found and may_repair:
        try:
            repaired = repair(edition, formats=sorted(found))
        except Exception as error:  # a file that cannot be made again keeps no other edition from its check
            if outage_of(error) is not None:
                raise
            logger.exception("Files of edition %s could not be rebuilt", edition.pk)
    left = file_problems(edition) if found and may_repair else found  # another process may have made them meanwhile
    values: dict[str, object] = {"checked_at": at, "problem": _sentence(left)}
    if repaired:
        values |= {"repair": "、".join(repaired), "repaired_at": at}
    for name, problem in found.items():
        outcome = "not rebuilt" if name in left else "rebuilt"
        logger.error("Edition %s: %s %s, %s", edition.pk, name, problem, outcome)
    return FileCheck.objects.update_or_create(edition=edition, defaults=values)[0]


def file_problems(edition: Edition) -> dict[str, str]:
    """Return for each format that is not as it should be whether it is missing or damaged; empty for none."""
    manifest = _last_manifest(edition)
    document = edition.document
    if manifest is None or document is None:
        return {}
    expected = expected_digests(manifest)
    found: dict[str, str] = {}
    for name in dict.fromkeys((*expected, BUNDLE)):
        file = IssuedFile.objects.filter(document=document, format=name).first()
        if file is None:
            found[name] = MISSING
        elif {sha256_of(bytes(file.content)), file.sha256} != {expected.get(name, file.sha256)}:
            found[name] = DAMAGED
    return found


def repair(edition: Edition, *, formats: list[str]) -> list[str]:
    """Rebuild files from the snapshot at the instant of their manifest; return those that came out the same."""
    manifest = _last_manifest(edition)
    document = IssuedDocument.objects.filter(pk=edition.document_id or 0).first()
    if manifest is None or document is None:
        return []
    if not snapshot_is_whole(document):
        logger.error("Edition %s: its snapshot is damaged", edition.pk)
        return []
    content = _content(edition, document, manifest)
    digests = expected_digests(manifest)
    made = _made_again(edition, content, manifest, formats=digests.keys() - {BUNDLE})
    same = [
        name
        for name in formats
        if _is_same(made, name=name, expected=digests.get(name), document=document, manifest=manifest)
    ]
    taken_off = {"listing": [entry.listing for entry in content.entries if entry.is_withdrawn]}
    with transaction.atomic():
        Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
        newest = _last_manifest(edition)
        if newest is None or newest.pk != manifest.pk:
            return []
        first = first_digests(edition)
        for name in same:
            restore_file(
                document=document,
                format=name,
                content=made.files[name],
                first_sha256=first.get(name, sha256_of(made.files[name])),
                left_out=taken_off,
                at=manifest.made_at,
            )
    return same


def snapshot_is_whole(document: IssuedDocument) -> bool:
    """Return whether the snapshot of a document is the one that was stored; no file is made of another."""
    return sha256_of(canonical(document.snapshot)) == document.snapshot_sha256


def _is_same(
    made: SealedFiles, *, name: str, expected: str | None, document: IssuedDocument, manifest: Manifest
) -> bool:
    """Return whether a file came out as it was; without an expected digest a bundle must be one of its row's."""
    digest = sha256_of(made.files[name])
    if expected is not None:
        return digest == expected
    file = IssuedFile.objects.filter(document=document, format=BUNDLE).defer("content").first()
    is_known = file is None or file.digests.filter(sha256=digest).exists()
    return is_known and made.manifest.content == bytes(manifest.content)


def open_problems() -> QuerySet[FileCheck]:
    """Return the checks that found what could not be rebuilt, with their editions."""
    return FileCheck.objects.exclude(problem="").select_related("edition__credit_list").order_by("edition_id")


def _content(edition: Edition, document: IssuedDocument, manifest: Manifest) -> EditionContent:
    """Return what the files of a manifest hold: the snapshot, without what that manifest names as taken off."""
    plain = json.loads(bytes(manifest.content))
    content = content_of_snapshot(document.snapshot)
    if plain["previous"]:
        content = replace(content, previous_sha256=plain["previous"]["sha256"])
    held = set(plain.get("errata", ()))
    errata = tuple(one for one in errata_contents(edition) if one.document_number in held)
    content, off = replace(content, errata=errata), set(plain["taken_off"])
    return without(content, listings=frozenset(entry.listing for entry in content.entries if entry.position in off))


def _made_again(
    edition: Edition, content: EditionContent, manifest: Manifest, *, formats: Collection[str]
) -> SealedFiles:
    up_to = content.number if manifest.revision > 1 else content.number - 1
    chain = chain_of(edition.credit_list, up_to=up_to)
    return sealed_files(content, chain=chain, revision=manifest.revision, at=manifest.made_at, formats=formats)


def _last_manifest(edition: Edition) -> Manifest | None:
    return Manifest.objects.filter(edition=edition).order_by("-revision").first()


def _sentence(problems: dict[str, str]) -> str:
    if not problems:
        return ""
    named = "、".join(f"{name.upper()} {problem}" for name, problem in sorted(problems.items()))
    return f"{named}，未能重建为相同的文件。"[:LONGEST]
