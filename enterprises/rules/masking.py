"""Masking of personal data; filled in fully by its tests and docs/rules/personal-data.md."""

from enum import StrEnum


class Masking(StrEnum):
    """How a value is shown to those who may see the field at all."""

    NONE = "NONE"
    FREE_TEXT = "FREE_TEXT"  # ID numbers, phones, plates inside are masked
    IDENTITY = "IDENTITY"  # first 1-6 and last 1-4 characters at most
