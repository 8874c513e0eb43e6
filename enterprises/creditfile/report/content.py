"""The public credit report: from a credit file to a snapshot, from the snapshot alone to a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from unicodedata import east_asian_width

from django.conf import settings
from django.template.loader import render_to_string

from enterprises.catalogue.cells import LabelledValue
from enterprises.creditfile.types import CreditFile
from enterprises.documents.qr_code import qr_code
from enterprises.documents.render import Attached, render
from enterprises.documents.snapshot import Json, canonical, from_plain, sha256_of, to_plain
from enterprises.shared.clock import SHANGHAI

# Raised when the printed layout changes; each document remembers the one it was printed with.
TEMPLATE_VERSION = "7"
FORMAT = "creditportal-report"
TITLE = "公共信用信息报告"
LAYOUT_VERSION = "V2.0"  # 版本号 on the cover: the edition of the national layout
# A line has three places. What label and value (in half-width columns) may have of one, and of two.
ONE_PLACE = (38, 28)
TWO_PLACES = (80, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedField:
    """A label and value as printed; `places` of the three of a line."""

    label: str
    value: str
    places: int


def report_snapshot(file: CreditFile, *, number: str, at: datetime) -> dict[str, Json]:
    """Freeze everything that the report prints, the portal's own facts included."""
    return {
        "format": FORMAT,
        "template_version": TEMPLATE_VERSION,
        "number": number,
        "issued_at": at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "issuer": settings.ISSUING_AUTHORITY,
        "contact_phone": settings.CONTACT_PHONE,
        "base_url": settings.PUBLIC_BASE_URL,
        "demo": settings.DEMO,
        "file": snapshot_of(file),
    }


def content_sha256(snapshot: Mapping[str, Json]) -> str:
    """Return the digest of the report's content, whatever its number and the time of reading."""
    content = {key: value for key, value in snapshot.items() if key not in {"number", "issued_at", "file"}}
    file = snapshot["file"]
    assert isinstance(file, dict)
    content["file"] = {key: value for key, value in file.items() if key != "as_of"}
    return sha256_of(canonical(content))


def report_pdf(snapshot: Mapping[str, Json]) -> bytes:
    """Print the snapshot, with itself attached for machines; unsigned.

    The same snapshot gives the same bytes on the same machine.
    """
    number = str(snapshot["number"])
    attached = Attached(name=f"report-{number}.json", description="本报告的机器可读数据", content=canonical(snapshot))
    return render(report_html(snapshot), number=number, at=_issued_at(snapshot), attachments=[attached])


def report_html(snapshot: Mapping[str, Json]) -> str:
    """Return the report as HTML with its styles inside."""
    raw = snapshot["file"]
    assert isinstance(raw, dict)
    file = file_of(raw)
    verify_url = f"{snapshot['base_url']}/verify/{snapshot['number']}/"
    return render_to_string(
        "documents/report.html",
        {
            "title": TITLE,
            "number": snapshot["number"],
            "issuer": snapshot["issuer"],
            "is_demo": snapshot["demo"],
            "layout_version": LAYOUT_VERSION,
            "snapshot": snapshot,
            "issued_at": _issued_at(snapshot),
            "snapshot_sha256": sha256_of(canonical(snapshot)),
            "verify_url": verify_url,
            "verify_home": f"{snapshot['base_url']}/verify/",
            "qr_code": qr_code(verify_url, title=f"二维码：打开 {verify_url} 核验本报告"),
            "file": file,
            "is_individual": file.subject.uscc.startswith("92") and not file.subject.is_numbered,
            "facts": pairs(file.subject.facts),
            "chapters": [
                {"view": view, "rows": [{"row": row, "pairs": pairs(row.cells)} for row in view.rows]}
                for view in file.chapters
            ],
        },
    )


def pairs(cells: tuple[LabelledValue, ...]) -> list[PrintedField]:
    """Prepare label and value pairs for lines of three places."""
    return [PrintedField(label=cell.label, value=cell.value, places=_places(cell)) for cell in cells]


def _places(cell: LabelledValue) -> int:
    widths = columns(cell.label), columns(cell.value)
    if "\n" in cell.value:
        return 3
    return next((places for places, most in ((1, ONE_PLACE), (2, TWO_PLACES)) if _fit(widths, most)), 3)


def _fit(widths: tuple[int, int], most: tuple[int, int]) -> bool:
    return all(width <= limit for width, limit in zip(widths, most, strict=True))


def columns(text: str) -> int:
    """Return the width of a text in half-width columns."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _issued_at(snapshot: Mapping[str, Json]) -> datetime:
    return datetime.fromisoformat(str(snapshot["issued_at"]))


def snapshot_of(file: CreditFile) -> dict[str, Json]:
    """Return the file as plain JSON values: days as ISO text, instants in UTC."""
    plain = to_plain(file)
    assert isinstance(plain, dict)
    return plain


def file_of(snapshot: Mapping[str, Json]) -> CreditFile:
    """Return the file that `snapshot_of` froze.

    A field that the snapshot is too old to have takes its default.

    :raises UnreadableSnapshot: a value is missing or of another type.
    """
    return from_plain(CreditFile, snapshot)
