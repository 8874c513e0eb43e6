"""The one place in which texts become public (docs/rules/personal-data.md)."""

from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking.free_text import mask_free_text
from enterprises.shared.rules.masking.types import STAR, Masking


def public_text(value: str, *, masking: Masking = Masking.FREE_TEXT, label: str = "") -> str:
    """Return a text as anybody may read it; every text that somebody typed goes through here before it is shown.

    `label` names what the value is where that decides, as 注册号 does of fifteen digits: it is read as if it stood
    before the value. An identity shows its ends at most. Look-alikes of ideographs become these: texts may have been
    stored before they were unified on the way in.
    """
    value = unified(value)
    if masking is Masking.IDENTITY:
        return mask_identity(value)
    if not label:
        return mask_free_text(value)
    before = f"{label}:"
    return mask_free_text(before + value)[len(before) :]


def public_register_number(number: str) -> str:
    """Return a register number as anybody may read it: fifteen digits are one, a resident number is none."""
    return public_text(number, label="注册号") if number else ""


def mask(value: str, masking: Masking) -> str:
    """Mask a value as its field demands."""
    return public_text(value, masking=masking)


def mask_identity(text: str) -> str:
    """Keep at most the first 6 and last 4 characters, never more than 7 in 12 of a shorter number."""
    text = text.strip()
    head, tail = min(6, len(text) // 3), min(4, len(text) // 4)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]
