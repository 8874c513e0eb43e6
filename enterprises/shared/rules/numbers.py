"""Whole numbers as people and addresses write them."""

MOST_DIGITS = 18  # what every column of a database holds


def whole_number(text: str, *, most_digits: int = MOST_DIGITS) -> int | None:
    """Return the number that a text of digits 0-9 alone states, None for any other text or more digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None
