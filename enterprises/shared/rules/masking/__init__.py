"""Masking of personal data in what is shown (docs/rules/personal-data.md)."""

from enterprises.shared.rules.masking.free_text import is_ordinary, mask_free_text
from enterprises.shared.rules.masking.public import mask, mask_identity, public_register_number, public_text
from enterprises.shared.rules.masking.suspicion import Suspicion, suspicions_of
from enterprises.shared.rules.masking.types import STAR, Masking

__all__ = [
    "STAR",
    "Masking",
    "Suspicion",
    "is_ordinary",
    "mask",
    "mask_free_text",
    "mask_identity",
    "public_register_number",
    "public_text",
    "suspicions_of",
]
