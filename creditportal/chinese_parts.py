"""Mark what stays Chinese on a page of another language, so that a screen reader reads each with its own voice.

Names, texts of records and letters are data: they stand in hundreds of places of templates, alone and within
sentences. They are found in the finished page by their characters (docs/decisions/0065-marked-after-rendering.md).
"""

import re

LANGUAGE = "zh-Hans"
_CHARACTERS = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# From the first Chinese character to the last one before a Latin letter: digits and spaces between belong to it.
_RUN = re.compile(rf"{_CHARACTERS}(?:[^A-Za-z<&]*{_CHARACTERS})?")
_LATIN = re.compile(r"[A-Za-z]")
# Elements that hold text alone are marked themselves; what programs read and what is marked already stays as it is.
_PIECES = re.compile(
    r"(?P<program><(?P<name>script|style)\b.*?</(?P=name)>|<!.*?>)"
    r"|<(?P<alone>option|title|desc|textarea|text)(?P<attributes>\b(?:[^>\"']++|\"[^\"]*\"|'[^']*')*)>(?P<held>[^<]*)"
    r"|(?P<tag><(?:[^>\"']++|\"[^\"]*\"|'[^']*')*>)"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)


def mark_chinese_parts(page: str) -> str:
    """Return the page with `lang` on each Chinese part of its texts."""
    return _PIECES.sub(_marked, page)


def _marked(piece: re.Match[str]) -> str:
    held, text = piece["held"], piece["text"]
    if held is not None:
        return _marked_element(piece) if _is_mostly_chinese(held) else piece[0]
    if text is None or not _RUN.search(text):
        return piece[0]
    marked = _RUN.sub(rf'<span lang="{LANGUAGE}">\g<0></span>', text)
    # One element for one text: in a flexible box each child is an item of its own.
    return marked if _is_all_chinese(text) else f"<span>{marked}</span>"


def _marked_element(piece: re.Match[str]) -> str:
    return f'<{piece["alone"]} lang="{LANGUAGE}"{piece["attributes"]}>{piece["held"]}'


def _is_mostly_chinese(text: str) -> bool:
    return 2 * len(re.findall(_CHARACTERS, text)) > len(_LATIN.findall(text))


def _is_all_chinese(text: str) -> bool:
    return _RUN.fullmatch(text.strip()) is not None
