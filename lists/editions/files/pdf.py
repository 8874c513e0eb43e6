"""The PDF of an edition: archivable, accessible, signed, its data inside.

A long list is laid out in parts on worker processes and joined with its tags (decision 0048).
"""

import os
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.template.loader import render_to_string

from enterprises.documents.identity import signing_identity
from enterprises.documents.merging import NUMBERS, Corner, merge
from enterprises.documents.qr_code import qr_code
from enterprises.documents.render import Attached, TypesetRows, render
from enterprises.documents.signing import sign
from enterprises.shared.processes import worker_pool
from lists.editions.districts import District, in_order
from lists.editions.entry_content import EntryContent
from lists.editions.files.content import EditionContent
from lists.editions.files.progress import report
from lists.editions.files.tables import DISPUTED, rules_of

REASON = "名单发布"
# Layout costs more than linearly: parts of this many entries keep it even, and the memory of a process bounded.
PART = 2500
WORKERS = 2
CORNER = Corner(right=42.52, bottom=28.0)
NO_REGION = "未标明行政区划"
NUMERALS = NUMBERS.format(page="0123456789", pages="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGroup:
    """Entries of one district, in order; `is_continued`: others of the district stand in an earlier part."""

    region: str
    entries: tuple[EntryContent, ...]
    is_continued: bool = False


def pdf_of(content: EditionContent, *, data: bytes, at: datetime) -> bytes:
    """Print and sign the edition; `data` is its JSON file, attached for machines."""
    return sign(unsigned_pdf(content, data=data, at=at), identity=signing_identity(), at=at, reason=REASON)


def unsigned_pdf(content: EditionContent, *, data: bytes, at: datetime, part: int = PART) -> bytes:
    """Print the edition, in parts of at most `part` entries."""
    attached = Attached(name=f"{content.document_number}.json", description="本期名单的机器可读数据", content=data)
    parts = parts_of(groups_of(content), part=even_part(len(content.entries), at_most=part))
    if len(parts) > 1:
        return _joined(content, parts, attached=attached, at=at)
    page = html_of(content, parts[0], is_first=True, is_last=True)
    rows = rows_of(content, parts[0])
    whole = render(page, number=content.document_number, at=at, attachments=[attached], rows=rows)
    report(1, 1)
    return whole


def _joined(
    content: EditionContent, parts: Sequence[Sequence[EntryGroup]], *, attached: Attached, at: datetime
) -> bytes:
    """Lay the parts out on worker processes and join them."""
    printed, last = partial(render, number=content.document_number, at=at), len(parts) - 1
    with worker_pool(min(WORKERS, os.cpu_count() or 1)) as pool:
        waiting = [
            pool.submit(
                printed,
                html_of(content, groups, is_first=place == 0, is_last=place == last),
                attachments=[] if place else [attached],
                rows=rows_of(content, groups),
                part=place,
            )
            for place, groups in enumerate(parts)
        ]
        waiting.append(pool.submit(printed, numerals_html(content)))
        steps = len(waiting) + 1
        for done, _ in enumerate(as_completed(waiting), start=1):
            report(done, steps)
        *made, numerals = [one.result() for one in waiting]
    whole = merge(made, numerals=numerals, corner=CORNER)
    report(steps, steps)
    return whole


def groups_of(content: EditionContent) -> list[EntryGroup]:
    """Return the entries that may be named by district, districts in the order of their codes (decision 0066)."""
    groups: dict[District, list[EntryContent]] = {}
    for entry in content.entries:
        if not entry.is_withdrawn:
            groups.setdefault(District(name=entry.region, code=entry.region_code), []).append(entry)
    counts = {district: len(entries) for district, entries in groups.items()}
    return [
        EntryGroup(region=district.name or NO_REGION, entries=tuple(groups[district])) for district in in_order(counts)
    ]


def even_part(count: int, *, at_most: int) -> int:
    """Return the size of parts that keep all workers equally busy; all entries if they are one part."""
    if count <= at_most:
        return at_most
    rounds = -(-count // (at_most * WORKERS))
    return -(-count // (rounds * WORKERS))


def parts_of(groups: Sequence[EntryGroup], *, part: int) -> list[list[EntryGroup]]:
    """Cut groups into parts of at most `part` entries; a group that is cut goes on as continued."""
    parts: list[list[EntryGroup]] = [[]]
    room = part
    for group in groups:
        begin = 0
        while begin < len(group.entries):
            if not room:
                parts.append([])
                room = part
            taken = group.entries[begin : begin + room]
            parts[-1].append(replace(group, entries=taken, is_continued=begin > 0))
            begin, room = begin + len(taken), room - len(taken)
    return parts


def html_of(content: EditionContent, groups: Sequence[EntryGroup], *, is_first: bool, is_last: bool) -> str:
    """Return a part as HTML with its styles inside; the first has the head, the last names what was taken off."""
    verify_url = f"{content.base_url}/verify/{content.document_number}/"
    return render_to_string(
        "lists/edition_pdf.html",
        {
            **_frame(content),
            "content": content,
            "groups": groups,
            "is_first": is_first,
            "is_last": is_last,
            "is_whole": is_first and is_last,
            "facts": rules_of(content),
            "verify_url": verify_url,
            "qr_code": qr_code(verify_url, title=f"二维码：打开 {verify_url} 核验本期名单") if is_first else "",
        },
    )


def rows_of(content: EditionContent, groups: Sequence[EntryGroup]) -> TypesetRows:
    """Return the rows of a part as they are printed."""
    sample = render_to_string("lists/edition_sample.html", _frame(content))
    return TypesetRows(sample=sample, cells=[cells_of(entry) for group in groups for entry in group.entries])


def cells_of(entry: EntryContent) -> tuple[str, ...]:
    """Return the texts of a printed row, in the order of its heads."""
    decision = [entry.document_number, _day(entry.decided_on)]
    until = [_day(entry.last_public_on), DISPUTED if entry.disputed else ""]
    return (
        str(entry.position),
        f"{entry.name}\n{entry.uscc}",
        entry.region or NO_REGION,
        entry.reason,
        "\n".join(filter(None, decision)),
        entry.authority,
        "\n".join(filter(None, until)),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def numerals_html(content: EditionContent) -> str:
    """Return a page that prints every character of a page number, for its font."""
    return render_to_string("documents/numerals.html", {"text": NUMERALS, "title": content.list_name})


def _frame(content: EditionContent) -> dict[str, object]:
    return {
        "title": f"{content.list_name} 第{content.number}期",
        "number": content.document_number,
        "issuer": content.authority,
        "is_demo": content.is_demo,
    }
