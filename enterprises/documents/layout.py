"""The layout library at work: HTML to the bytes of a PDF (`enterprises.documents.render`)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import md5
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from weasyprint import HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from enterprises.documents.fontfiles import compact_fonts
from enterprises.documents.printed_parts import Attached, RenderingFailed, TypesetRows
from enterprises.documents.rows import RowSetter
from enterprises.documents.written_tags import prefix_heads

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# Declares "PDF/UA-1", and describes the property that holds it, which PDF/A demands of every
# property that it does not define itself (veraPDF 6.6.2.3.1).
PDF_UA_CLAIM = f"""
<rdf:RDF xmlns:rdf="{RDF}"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>
"""
for prefix, namespace in (
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
):
    ElementTree.register_namespace(prefix, namespace)


def laid_out_pdf(
    html: str, *, number: str, at: datetime, attachments: Sequence[Attached], rows: TypesetRows | None, part: int | None
) -> bytes:
    """Return the PDF of a document whose characters all have a glyph.

    :raises RenderingFailed: it names another file.
    """
    try:
        return _pdf(html, number=number, at=at, attachments=attachments, rows=rows, part=part)
    except FatalURLFetchingError as error:
        raise RenderingFailed(str(error)) from error


def _pdf(
    html: str, *, number: str, at: datetime, attachments: Sequence[Attached], rows: TypesetRows | None, part: int | None
) -> bytes:
    document, setter = _laid_out(html, rows=rows)
    metadata = document.metadata
    metadata.keywords = [number]
    metadata.generator = "creditportal"
    metadata.created = metadata.modified = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    plain_claims = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *claims: _with_ua_claim(plain_claims(*claims))
    is_part = part is not None  # joining compresses and identifies, which each cost a second serialisation here
    content: bytes = document.write_pdf(
        finisher=partial(_finish, setter, part),
        pdf_variant="pdf/a-3a",
        output_intent="",  # ours is there already
        pdf_identifier=not is_part and md5(number.encode(), usedforsecurity=False).digest(),
        uncompressed_pdf=is_part,
        attachments=[_attachment(one, at=at) for one in attachments],
    )
    return content


def _laid_out(html: str, *, rows: TypesetRows | None) -> tuple[Any, RowSetter | None]:
    """Return the document as pages, and what tags its rows when it is written."""
    source, fonts = HTML(string=html, base_url="document:", url_fetcher=OnlyInline()), FontConfiguration()
    if rows is None:
        return source.render(font_config=fonts, color_profiles={"srgb": _srgb()}), None
    setter = RowSetter.of(rows, fonts=fonts, fetcher=OnlyInline())
    styles = [setter.prepare(source)]
    document = source.render(font_config=fonts, color_profiles={"srgb": _srgb()}, stylesheets=styles)
    setter.attach(document)
    return document, setter


def _finish(setter: RowSetter | None, part: int | None, document: Any, pdf: Any) -> None:
    if part:
        prefix_heads(pdf, f"{part}-")
    if setter:
        setter.tag(pdf)
    compact_fonts(document, pdf)


def _srgb() -> ColorProfile:
    """Return the output intent; the library's own way to it leaves the file open."""
    profile = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _attachment(attached: Attached, *, at: datetime) -> Attachment:
    return Attachment(
        file_obj=BytesIO(attached.content),
        name=attached.name,
        description=attached.description,
        relationship=attached.relationship,
        created=at.astimezone(UTC),
        modified=at.astimezone(UTC),
    )


def _with_ua_claim(rdf: bytes) -> bytes:
    """Add the claim to the document's own RDF; a second RDF beside it would break PDF/UA."""
    root = ElementTree.fromstring(rdf)  # noqa: S314 (our own text)
    root.extend(ElementTree.fromstring(PDF_UA_CLAIM))  # noqa: S314
    both: bytes = ElementTree.tostring(root, encoding="utf-8")
    return both


class OnlyInline(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Serves `data:` and stops the rendering at any other address."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"A document may not fetch {url[:200]}.")
        return super().fetch(url, headers)
