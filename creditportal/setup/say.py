"""Speak to the person at the terminal."""

import sys


class SetupFailed(Exception):
    """Something is missing that cannot be made up for; the text says what to do."""


def say(text: str) -> None:
    """Write one line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Write one line that must not be overlooked."""
    sys.stderr.write(f"!! {text}\n")
    sys.stderr.flush()
