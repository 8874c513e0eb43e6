"""From content to a snapshot, from the snapshot alone to a PDF in the layout of GB/T 9704 (信函格式)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.template.loader import render_to_string

from enterprises.agencies.models import Agency
from enterprises.documents.letters.content import LetterContent, LetterDeadline, Remedies
from enterprises.documents.letters.kinds import KINDS, LetterCode, LetterKind
from enterprises.documents.qr_code import qr_code
from enterprises.documents.render import Attached, render
from enterprises.documents.snapshot import Json, canonical, from_plain, to_plain
from enterprises.shared.clock import SHANGHAI, day_of
from enterprises.shared.rules.days import long_day
from enterprises.shared.rules.masking import public_text

# Raised when the printed layout changes; each document remembers the one it was printed with.
TEMPLATE_VERSION = "3"
FORMAT = "creditportal-letter"
NO_NUMBER = "（预览，未编号）"
PREVIEW_KEYWORD = "PREVIEW"
# Codes, numbers of documents, addresses of pages, and what the agency publishes of itself.
UNMASKED = frozenset({"uscc", "number", "address", "case_number", "contact", "review_body", "court"})
NUMERALS = "一二三四五六七八九十"

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSection:
    """A heading and its paragraphs as printed; `is_list`: they are numbered."""

    heading: str
    paragraphs: tuple[str, ...]
    is_list: bool


def letter_snapshot(
    *,
    kind: LetterKind,
    content: LetterContent,
    agency: Agency,
    head: str,
    reference: str,
    number: str,
    at: datetime,
    replaces: str = "",
) -> dict[str, Json]:
    """Freeze everything that the letter prints; numbers of persons in its texts are masked.

    `reference` and `number` are "" in a preview.
    """
    return {
        "format": FORMAT,
        "template_version": TEMPLATE_VERSION,
        "number": number,
        "reference": reference,
        "kind": kind.code.value,
        "agency": agency.public_name,
        "agency_code": agency.code,
        "head": head,
        "replaces": replaces,
        "issued_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "base_url": settings.PUBLIC_BASE_URL,
        "demo": settings.DEMO,
        "content": to_plain(masked(content)),
    }


def masked(value: _Value) -> _Value:
    """Return content whose texts hold no number of a person; codes of enterprises stay."""
    if isinstance(value, str):
        return public_text(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(masked(one) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        texts = [one.name for one in fields(value) if one.name not in UNMASKED]
        changed: dict[str, Any] = {name: masked(getattr(value, name)) for name in texts}
        return replace(value, **changed)
    return value


def letter_pdf(snapshot: Mapping[str, Json]) -> bytes:
    """Print the snapshot, with itself attached for machines; unsigned. A preview has no attachment."""
    number = str(snapshot["number"])
    attached = [
        Attached(name=f"letter-{number}.json", description="本函件的机器可读数据", content=canonical(snapshot))
        for _ in range(bool(number))
    ]
    html = letter_html(snapshot)
    return render(html, number=number or PREVIEW_KEYWORD, at=_issued_at(snapshot), attachments=attached)


def letter_html(snapshot: Mapping[str, Json]) -> str:
    """Return the letter as HTML with its styles inside."""
    kind = KINDS[LetterCode(str(snapshot["kind"]))]
    content = from_plain(LetterContent, snapshot["content"])
    verify_url = f"{snapshot['base_url']}/verify/{snapshot['number']}/"
    is_preview = not snapshot["number"]
    return render_to_string(
        "documents/letter.html",
        {
            "title": kind.title,
            "number": snapshot["reference"] or NO_NUMBER,
            "verify_number": snapshot["number"],
            "issuer": snapshot["agency"],
            "is_demo": snapshot["demo"],
            "is_preview": is_preview,
            "head": snapshot["head"],
            "replaces": snapshot["replaces"],
            "content": content,
            "opening": opening_of(kind, content),
            "sections": list(sections_of(kind, content)),
            "closing": kind.closing,
            "day": day_of(_issued_at(snapshot)),
            "verify_url": verify_url,
            "qr_code": "" if is_preview else qr_code(verify_url, title=f"二维码：打开 {verify_url} 核验本函件"),
        },
    )


def opening_of(kind: LetterKind, content: LetterContent) -> str:
    """Return the first paragraph."""
    about = content.about.label + (f"（{content.about.number}）" if content.about.number else "")
    received = long_day(content.received_on) if content.received_on else ""
    return kind.opening.format(received_on=received, matter=content.matter, about=about)


def sections_of(kind: LetterKind, content: LetterContent) -> Iterator[PrintedSection]:
    """Yield the sections in the order of the kind, without empty ones."""
    printed = [(heading, _paragraphs(getattr(content, name))) for name, heading in kind.sections]
    filled = [(heading, paragraphs) for heading, paragraphs in printed if paragraphs]
    for numeral, (heading, paragraphs) in zip(NUMERALS, filled, strict=False):
        yield PrintedSection(heading=f"{numeral}、{heading}", paragraphs=paragraphs, is_list=len(paragraphs) > 1)


def _paragraphs(value: object) -> tuple[str, ...]:
    if isinstance(value, Remedies):
        return (remedies_text(value),)
    if not isinstance(value, tuple):
        return ()
    return tuple(one if isinstance(one, str) else f"{one.label}：{_when(one)}。" for one in value)


def _when(deadline: LetterDeadline) -> str:
    return long_day(deadline.on) if deadline.on else deadline.within


def remedies_text(remedies: Remedies) -> str:
    """Return the sentence on review and lawsuit."""
    return (
        f"如不服，可以自收到本文书之日起{remedies.review_days}日内向{remedies.review_body}申请行政复议，"
        f"也可以自收到本文书之日起{remedies.lawsuit_months}个月内向{remedies.court}提起行政诉讼。"
        "复议、诉讼期间不停止执行，法律另有规定的除外。"
    )


def _issued_at(snapshot: Mapping[str, Json]) -> datetime:
    return datetime.fromisoformat(str(snapshot["issued_at"]))
