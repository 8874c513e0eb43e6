"""Status of a number, or of a file, that somebody holds (docs/rules/documents.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from enterprises.documents.identity import signing_identity
from enterprises.documents.models import IssuedDigest, IssuedDocument, IssuedFile
from enterprises.documents.naming import numbers_in
from enterprises.documents.numbers import clean_number
from enterprises.documents.services import is_withdrawn
from enterprises.documents.signing import SignatureCheck, verify
from enterprises.documents.snapshot import sha256_of_file
from enterprises.evaluations.verification import InstitutionReport, find_report
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of


class Verdict(StrEnum):
    """The four answers of `/verify/`."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"  # genuine, and something in it is no longer public


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """An answer; `document` is None when unknown. `enterprise` decides whom it may name.

    `file` is the file whose bytes were given, `sha256` their digest; both are missing when only a
    number was. `signature` is that of a genuine PDF. `handed_in`: the file is the report of an institution, not ours.
    """

    verdict: Verdict
    document: IssuedDocument | None = None
    file: IssuedFile | None = None
    sha256: str = ""
    signature: SignatureCheck | None = None
    handed_in: InstitutionReport | None = None

    def enterprise(self, *, on: date) -> Enterprise | None:
        """Return whom the answer may name: the enterprise of a genuine document.

        A letter names it after its withdrawal too, as long as the enterprise itself is public.
        """
        if self.document is None or self.document.enterprise is None:
            return None
        if self.document.kind == IssuedDocument.Kind.LETTER:
            shown = self.verdict in {Verdict.GENUINE, Verdict.WITHDRAWN}
            return self.document.enterprise if shown and _is_public(self.document.enterprise, on=on) else None
        return self.document.enterprise if self.verdict is Verdict.GENUINE else None


def _is_public(enterprise: Enterprise, *, on: date) -> bool:
    return Enterprise.objects.public(on=on).filter(pk=enterprise.pk).exists()


def verify_number(number: str, *, on: date) -> Verification:
    """Return whether a document of that number was issued, and whether all of it is still public."""
    document = _document(clean_number(number))
    if document is None:
        return Verification(verdict=Verdict.UNKNOWN)
    # The files of an edition are made again without what was withdrawn, and then whole again.
    left_out = [file.left_out for file in document.files.defer("content")]
    gone = any(is_withdrawn(document, on=on, left_out=one) for one in left_out)
    return Verification(verdict=Verdict.WITHDRAWN if gone else Verdict.GENUINE, document=document)


def verify_file(path: Path, *, at: datetime) -> Verification:
    """Decide whether a file was issued here; nothing of it is kept.

    Its bytes are held in memory only if their digest is that of a document of ours.

    :raises Busy: too many files that are not ours are being read.
    """
    sha256 = sha256_of_file(path)
    digests = IssuedDigest.objects.filter(sha256=sha256).select_related("file__document__enterprise")
    digest = digests.defer("file__content").order_by("-since", "-id").first()
    if digest is None:
        return _handed_in(sha256, on=day_of(at)) or _not_ours(path, sha256=sha256)
    file = digest.file
    left_out = file.left_out if sha256 == file.sha256 else {}
    gone = _is_recalled(digest) or is_withdrawn(file.document, on=day_of(at), left_out=left_out)
    return Verification(
        verdict=Verdict.WITHDRAWN if gone else Verdict.GENUINE,
        document=file.document,
        file=file,
        sha256=sha256,
        # As of the day it was signed, which we know: a certificate that has ended since signed it no less.
        signature=verify(path.read_bytes(), identity=signing_identity(), at=digest.since)
        if file.format == "pdf"
        else None,
    )


def _handed_in(sha256: str, *, on: date) -> Verification | None:
    """Return the answer for a released report of an institution, None for any other file."""
    report = find_report(sha256, on=on)
    if report is None:
        return None
    verdict = Verdict.GENUINE if report.is_public else Verdict.WITHDRAWN
    return Verification(verdict=verdict, sha256=sha256, handed_in=report)


def _is_recalled(digest: IssuedDigest) -> bool:
    """Return whether the bytes were made before their document was recalled."""
    recalled_at = digest.file.document.recalled_at
    return recalled_at is not None and digest.since < recalled_at


def _not_ours(path: Path, *, sha256: str) -> Verification:
    """Distinguish an altered copy, which names a document of ours, from any other file."""
    named = numbers_in(path)
    known = {one.number: one for one in IssuedDocument.objects.filter(number__in=named)}
    document = next((known[number] for number in named if number in known), None)
    verdict = Verdict.UNKNOWN if document is None else Verdict.ALTERED
    return Verification(verdict=verdict, document=document, sha256=sha256)


def _document(number: str) -> IssuedDocument | None:
    """Find a document by its number; people type capitals as small letters."""
    documents = IssuedDocument.objects.select_related("enterprise")
    return documents.filter(number__in={number, number.upper()}).order_by("id").first()
