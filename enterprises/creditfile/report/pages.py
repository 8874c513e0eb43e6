"""Issue reports and serve them as they were issued."""

import logging
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from enterprises.creditfile.report.services import issue_report
from enterprises.documents.checking import FileDamaged, whole_bytes
from enterprises.documents.fonts import FontMissing
from enterprises.documents.identity import CertificateNotValid
from enterprises.documents.models import IssuedDocument
from enterprises.documents.recalls import successor_of
from enterprises.documents.render import RenderingFailed
from enterprises.documents.services import is_withdrawn
from enterprises.register.selectors import NoSuchFile, find_public_enterprise
from enterprises.shared import clock
from enterprises.shared.http import client_address, public_answer, too_many_requests, unavailable
from enterprises.shared.throttling.limits import Scope, seconds_to_wait
from enterprises.shared.throttling.views import throttled

LOGGER = logging.getLogger(__name__)
CONTENT_TYPES = {"pdf": "application/pdf", "json": "application/json"}
RETRY_RENDERING_AFTER = 300  # seconds


# Exempt: nobody's authority is used, and programs issue reports too; addresses are limited instead.
@csrf_exempt
@require_POST
@public_answer
def issue(request: HttpRequest, uscc: str) -> HttpResponse:
    """Issue a report on the enterprise, or give today's of the same content, and lead to it."""
    at = clock.now()
    enterprise = find_public_enterprise(uscc, on=clock.day_of(at))
    if isinstance(enterprise, NoSuchFile):
        return render(request, "enterprises/no_file.html", {"missing": enterprise}, status=404)
    if wait := seconds_to_wait(Scope.REPORT, address=client_address(request)):
        return too_many_requests(request, wait)
    try:
        document = issue_report(enterprise=enterprise, at=at)
    except CertificateNotValid as refusal:
        LOGGER.warning("no report can be signed: %s", refusal.sentence, extra={"group": "no report can be signed"})
        return unavailable(request, None, message=refusal.sentence)
    except (FontMissing, RenderingFailed):
        LOGGER.exception("a report could not be printed")
        return unavailable(request, RETRY_RENDERING_AFTER, message="报告暂时无法生成，信用档案页面不受影响。")
    return HttpResponse(status=303, headers={"Location": reverse("enterprises:report", args=[document.number])})


@require_safe
@public_answer
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show where to download a report, with the digest of each file."""
    document = _report(number)
    if document is None:
        raise Http404
    if is_withdrawn(document, on=clock.today()):
        return render(request, "410.html", {"successor": successor_of(document)}, status=410)
    return render(
        request, "enterprises/report.html", {"document": document, "files": list(document.files.defer("content"))}
    )


@throttled(Scope.FILES)
@require_safe
@public_answer
def report_file(request: HttpRequest, number: str, format: str) -> HttpResponse:  # noqa: A002
    """Serve the bytes as they were signed, as long as everything in them is public."""
    document = _report(number)
    file = document.files.filter(format=format).first() if document else None
    if document is None or file is None:
        raise Http404
    if is_withdrawn(document, on=clock.today()):
        return render(request, "410.html", {"successor": successor_of(document)}, status=410)
    try:
        content = whole_bytes(file)
    except FileDamaged:
        return render(request, "enterprises/file_damaged.html", {"document": document}, status=503)
    subject = document.enterprise.public_name if document.enterprise else ""
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[file.format],
        headers={
            "Content-Disposition": attachment_named(f"信用报告-{subject}-{number}.{format}", plain=f"{number}.{format}")
        },
    )


def attachment_named(name: str, *, plain: str) -> str:
    """Return the header that offers a file for saving, with a name in ASCII for old readers."""
    safe = "".join(one for one in name if one.isalnum() or one in "-.()（）")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _report(number: str) -> IssuedDocument | None:
    reports = IssuedDocument.objects.filter(kind=IssuedDocument.Kind.REPORT)
    return reports.select_related("enterprise").filter(number=number).first()
