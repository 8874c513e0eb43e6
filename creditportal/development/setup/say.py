"""Lines for the person at the terminal."""

import sys
from contextlib import suppress
from typing import TextIO


class SetupFailed(Exception):
    """Something is missing that cannot be made up for; the text gives the remedy."""


def say(text: str) -> None:
    """Write one line at once."""
    _write(sys.stdout, f"{text}\n")


def warn(text: str) -> None:
    """Write one line that must not be overlooked."""
    _write(sys.stderr, f"!! {text}\n")


def _write(stream: TextIO, text: str) -> None:
    """Write if anybody still listens: a closed terminal must not stop the end of the servers."""
    with suppress(OSError):
        stream.write(text)
        stream.flush()
