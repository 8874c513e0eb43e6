"""Cells of tables that spreadsheets open."""

# What a spreadsheet takes for the beginning of a formula, in either width.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def harmless_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before what would begin a formula."""
    return f"'{text}" if text[:1] in FORMULA_STARTS and text else text


def text_cell(code: str) -> str:
    """Return a code as a cell that every spreadsheet takes for text: [914201037646247541]; nothing stays empty."""
    return f"[{code}]" if code else ""
