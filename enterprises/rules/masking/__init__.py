"""Masking of personal data in what is shown (docs/rules/personal-data.md)."""

from enterprises.rules.masking.free_text import mask_free_text
from enterprises.rules.masking.public import mask, mask_identity, public_register_number, public_text
from enterprises.rules.masking.suspicion import Suspicion, suspicions_of
from enterprises.rules.masking.types import STAR, Masking

__all__ = [
    "STAR",
    "Masking",
    "Suspicion",
    "mask",
    "mask_free_text",
    "mask_identity",
    "public_register_number",
    "public_text",
    "suspicions_of",
]
