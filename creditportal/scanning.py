"""What a scan for personal data finds in files under DATA_DIR: logs and workbooks of refused rows."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from enterprises.scanning import Sighting, excerpts_of

LARGEST = 200 * 1024**2  # bytes of a file, or of a part of a workbook; larger ones are named and not read
_PLAIN = frozenset({".log", ".txt", ".csv", ".json", ".jsonl"})
_CELL = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")


def file_findings(folder: Path) -> Iterator[Sighting]:
    """Search plain files and workbooks below a folder, static files left out; nobody is served these."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or "static" in path.relative_to(folder).parts:
            continue
        for line, text in enumerate(_lines_of(path), start=1):
            for excerpt in excerpts_of(text):
                yield Sighting(place="file", id=str(path.relative_to(folder)), field=str(line), excerpt=excerpt)


def _lines_of(path: Path) -> Iterator[str]:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        yield from _cells_of(path)
    elif (suffix in _PLAIN or ".log" in path.name) and path.stat().st_size <= LARGEST:
        with path.open(encoding="utf-8", errors="replace") as stream:
            yield from stream


def _cells_of(path: Path) -> Iterator[str]:
    """Give the texts of a workbook that the portal wrote; a damaged one gives none."""
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.filename.endswith(".xml") and part.file_size <= LARGEST:
                    yield from map(unescape, _CELL.findall(archive.read(part).decode("utf-8", "replace")))
    except zipfile.BadZipFile:
        return
