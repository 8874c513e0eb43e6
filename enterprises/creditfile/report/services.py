"""Issue the public credit report on an enterprise."""

from datetime import date, datetime

from django.db import IntegrityError

from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import TEMPLATE_VERSION, content_sha256, report_pdf, report_snapshot
from enterprises.creditfile.types import CreditFile
from enterprises.documents.identity import require_valid_certificate, signing_identity
from enterprises.documents.models import IssuedDocument
from enterprises.documents.numbers import report_number
from enterprises.documents.services import refs_by_kind, store_document
from enterprises.documents.signing import sign
from enterprises.documents.snapshot import canonical
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of

REPORT_REASON = "出具公共信用信息报告"


def issue_report(*, enterprise: Enterprise, at: datetime) -> IssuedDocument:
    """Return the report on the enterprise's public file as of `at`, a new one unless today's has the same content.

    :raises enterprises.documents.render.RenderingFailed: it cannot be laid out.
    :raises enterprises.documents.fonts.FontMissing: the machine lacks the font.
    :raises enterprises.documents.identity.CertificateNotValid: the certificate has run out.
    """
    file = assemble(enterprise, on=day_of(at), at=at)
    return issue_report_on(file, enterprise=enterprise, at=at)


def issue_report_on(file: CreditFile, *, enterprise: Enterprise, at: datetime) -> IssuedDocument:
    """Issue the report on a file that was assembled already."""
    number = report_number(at=at)
    snapshot = report_snapshot(file, number=number, at=at)
    digest = content_sha256(snapshot)
    if existing := _report_of_the_day(enterprise, on=day_of(at), digest=digest):
        return existing
    identity = signing_identity()
    require_valid_certificate(identity, at=at)  # before it is printed, which takes a second
    pdf = sign(report_pdf(snapshot), identity=identity, at=at, reason=REPORT_REASON)
    try:
        return store_document(
            number=number,
            kind=IssuedDocument.Kind.REPORT,
            snapshot=snapshot,
            refs=refs_by_kind(file.refs()),
            files={"pdf": pdf, "json": canonical(snapshot)},
            at=at,
            template_version=TEMPLATE_VERSION,
            enterprise=enterprise,
            content_sha256=digest,
        )
    except IntegrityError:
        # Another request issued the same report while this one was being printed.
        if existing := _report_of_the_day(enterprise, on=day_of(at), digest=digest):
            return existing
        raise


def _report_of_the_day(enterprise: Enterprise, *, on: date, digest: str) -> IssuedDocument | None:
    reports = IssuedDocument.objects.filter(kind=IssuedDocument.Kind.REPORT, enterprise=enterprise)
    return reports.filter(issued_on=on, content_sha256=digest).first()
