"""The child's side of document numbers: what a stranger's file may name (enterprises.shared.confined.child).

The one answer is the numbers, likeliest first, until a broken place in the file ends it.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

READ_AT_MOST = 1_000_000
TOKENS_AT_MOST = 2_000
XLSX_PARTS = ("docProps/core.xml", "docProps/custom.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
# A report's number, even where a line break or a space has cut it after the time.
REPORT_NUMBER = re.compile(r"(?<![0-9A-Z])(\d{14})\s?([0-9A-Z]{8})(?![0-9A-Z])")
TOKEN = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*\d)[A-Za-z0-9][A-Za-z0-9_-]{3,39}(?![A-Za-z0-9_-])")


def texts_of(content: bytes) -> Iterator[str]:
    """Yield the texts of a file in which its number may stand, metadata first."""
    if b"%PDF-" in content[:1024]:
        yield from _metadata_of_pdf(content)
        yield from _pages_of_pdf(content)
    elif content.startswith(b"PK"):
        yield from _parts_of_xlsx(content)
    else:
        yield content[:READ_AT_MOST].decode("utf-8", errors="ignore")


def _metadata_of_pdf(content: bytes) -> Iterator[str]:
    import pikepdf  # noqa: PLC0415 (after the limits)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield from (str(value)[:READ_AT_MOST] for value in pdf.docinfo.as_dict().values())
        if "/Metadata" in pdf.Root:
            yield pdf.Root.Metadata.read_bytes()[:READ_AT_MOST].decode("utf-8", errors="ignore")


def _pages_of_pdf(content: bytes) -> Iterator[str]:
    import pypdf  # noqa: PLC0415

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    for page in pages[:2]:
        yield page.extract_text()[:READ_AT_MOST]


def _parts_of_xlsx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in XLSX_PARTS:
            with suppress(KeyError), archive.open(name) as part:
                yield part.read(READ_AT_MOST).decode("utf-8", errors="ignore")


def tokens_of(text: str) -> Iterator[str]:
    """Yield what may be a number: report numbers first."""
    for found in REPORT_NUMBER.finditer(text):
        yield found[1] + found[2]
    for found in TOKEN.finditer(text):
        yield found[0]


def open_file(path: Path) -> Callable[[], Iterator[object]]:
    """Return the answer to the one question, which has no arguments."""
    return lambda: _numbers(path.read_bytes())


def _numbers(content: bytes) -> Iterator[str]:
    """Yield each number once."""
    found: set[str] = set()
    with suppress(Exception):  # a broken file names what was read so far
        for text in texts_of(content):
            for token in tokens_of(text):
                if token not in found:
                    found.add(token)
                    yield token
                if len(found) >= TOKENS_AT_MOST:
                    return
