"""The receipt of a case as PDF: number, secret code, and a QR code that leads to the case."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.selectors import companions_of
from enterprises.documents.qr_code import qr_code
from enterprises.documents.render import render

TITLE = "申请回执"


def receipt_pdf(case: Case, *, code: str) -> bytes:
    """Return the receipt; the code is printed as given and kept nowhere."""
    address = f"{settings.PUBLIC_BASE_URL}{reverse('cases:case', args=[case.number])}"
    kind = case_kind(case.kind)
    html = render_to_string(
        "documents/case_receipt.html",
        {
            "title": TITLE,
            "number": case.number,
            "issuer": settings.ISSUING_AUTHORITY,
            "is_demo": settings.DEMO,
            "case": case,
            "kind": kind,
            "companions": companions_of(case),
            "code": code,
            "address": address,
            # The part behind # stays in the reader's browser, which fills the form with it.
            "qr_code": qr_code(f"{address}#{code}", title=f"申请{case.number}的查询地址"),
        },
    )
    return render(html, number=case.number, at=case.received_at)
