"""What is shown of a value, and to whom."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads the file."""

    PUBLIC = "PUBLIC"
    GOVERNMENT = "GOVERNMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledValue:
    """One label and value; `value` is "" when missing (pages print "— —")."""

    code: str
    label: str
    value: str
