"""Numbers of reports (报告编号; docs/rules/documents.md)."""

import secrets
import string
import unicodedata
from datetime import datetime

from enterprises.shared.clock import SHANGHAI

ALPHABET = string.digits + string.ascii_uppercase
RANDOM_CHARACTERS = 8


def report_number(*, at: datetime) -> str:
    """Return a new number: the Shanghai time to the second, then eight characters nobody can guess."""
    time = at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S")
    return time + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))


def clean_number(typed: str) -> str:
    """Return a number as typed by a person: half-width, without spaces and controls, at most 40 characters."""
    folded = unicodedata.normalize("NFKC", typed)
    return "".join(one for one in folded if one.isprintable() and not one.isspace())[:40]
