"""The PDF of an edition: archivable, accessible, signed, its data inside."""

from datetime import datetime

from django.template.loader import render_to_string

from enterprises.documents.identity import signing_identity
from enterprises.documents.qr_code import qr_code
from enterprises.documents.render import Attached, render
from enterprises.documents.signing import sign
from lists.editions.files.content import EditionContent
from lists.editions.files.tables import rules_of

REASON = "名单发布"


def pdf_of(content: EditionContent, *, data: bytes, at: datetime) -> bytes:
    """Print and sign the edition; `data` is its JSON file, attached for machines."""
    attached = Attached(name=f"{content.document_number}.json", description="本期名单的机器可读数据", content=data)
    plain = render(html_of(content), number=content.document_number, at=at, attachments=[attached])
    return sign(plain, identity=signing_identity(), at=at, reason=REASON)


def html_of(content: EditionContent) -> str:
    """Return the edition as HTML with its styles inside."""
    verify_url = f"{content.base_url}/verify/{content.document_number}/"
    return render_to_string(
        "lists/edition_pdf.html",
        {
            "title": f"{content.list_name} 第{content.number}期",
            "number": content.document_number,
            "issuer": content.authority,
            "is_demo": content.is_demo,
            "content": content,
            "facts": rules_of(content),
            "verify_url": verify_url,
            "qr_code": qr_code(verify_url, title=f"二维码：打开 {verify_url} 核验本期名单"),
        },
    )
