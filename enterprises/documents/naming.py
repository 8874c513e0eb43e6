"""Which document numbers a stranger's file names."""

from pathlib import Path

from enterprises.shared.confined.errors import Busy, Unreadable
from enterprises.shared.confined.limits import DOCUMENT
from enterprises.shared.confined.parent import Slots, confined

READER = "enterprises.documents.naming_reader:open_file"
# Strangers' files that one process of the web server reads at a time.
SLOTS = Slots(2, wait_seconds=1)


def numbers_in(path: Path) -> list[str]:
    """Return what may be document numbers in a file, likeliest first; none from an unreadable one.

    :raises Busy: too many files are being read.
    """
    found: list[str] = []
    try:
        with confined(READER, path, limits=DOCUMENT, slots=SLOTS) as reader:
            found.extend(reader.ask(read=_text))
    except Busy:
        raise
    except Unreadable:
        return found
    return found


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value
