"""Reads the document numbers that a stranger's file may name; run as a process of its own.

The file comes on standard input, the answer goes as a JSON list to standard output, most telling
first. Files from strangers can be made to cost memory and time without end, so the process takes
limits upon itself before it looks at one. It imports nothing of the portal.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress

CPU_SECONDS = 8
MEMORY_BYTES = 1 << 30
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


def main() -> None:
    """Answer with what was found until a limit or a broken place in the file ended it."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found: dict[str, None] = {}
    with suppress(Exception):  # whatever a file does to its readers, it names what was read so far
        for text in texts_of(sys.stdin.buffer.read()):
            found.update(dict.fromkeys(tokens_of(text)))
            if len(found) >= TOKENS_AT_MOST:
                break
    json.dump(list(found)[:TOKENS_AT_MOST], sys.stdout)


if __name__ == "__main__":
    main()
