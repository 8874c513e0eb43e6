"""All files of an edition at once."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from enterprises.documents.snapshot import canonical, from_plain, to_plain
from lists.editions.files.content import EditionContent, masked
from lists.editions.files.parquet import parquet_of
from lists.editions.files.pdf import pdf_of
from lists.editions.files.tables import csv_of, withdrawn_text, xlsx_of

FORMATS = frozenset({"csv", "json", "parquet", "pdf", "xlsx"})


def files_of(content: EditionContent, *, at: datetime, formats: Collection[str] = FORMATS) -> dict[str, bytes]:
    """Return the bytes of each of the formats; the PDF is signed at that instant."""
    data = json_of(content)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf_of(content, data=data, at=at),
        "csv": lambda: csv_of(content),
        "xlsx": lambda: xlsx_of(content),
        "parquet": lambda: parquet_of(content),
        "json": lambda: data,
    }
    return {name: make() for name, make in makers.items() if name in formats}


def json_of(content: EditionContent) -> bytes:
    """Return the edition as canonical JSON; a withdrawn entry holds its mark alone."""
    plain = edition_snapshot(content)
    plain["entries"] = [
        {"position": entry.position, "withdrawn": True, "note": withdrawn_text(entry.position)}
        if entry.is_withdrawn
        else {**to_dict(entry), "withdrawn": False}
        for entry in content.entries
    ]
    return canonical(plain)


def to_dict(value: object) -> dict[str, Any]:
    """Return a line as plain values, without what only we need."""
    plain = to_plain(value)
    assert isinstance(plain, dict)
    return {key: one for key, one in plain.items() if key not in {"is_withdrawn", "listing", "region_code"}}


def edition_snapshot(content: EditionContent) -> dict[str, Any]:
    """Return the content as the plain values that the document stores.

    Without errata or restored entries there is no word of them: editions from before such words keep their bytes.
    """
    plain = to_plain(content)
    assert isinstance(plain, dict)
    if not content.errata:
        del plain["errata"]
    if isinstance(changes := plain["changes"], dict) and not changes["restored"]:
        del changes["restored"]
    return plain


def content_of_snapshot(snapshot: dict[str, Any]) -> EditionContent:
    """Return the content that a document stored, with personal numbers masked.

    :raises UnreadableSnapshot: it is not an edition's.
    """
    return masked(from_plain(EditionContent, snapshot))
