"""The path of an industry code through GB/T 4754-2017, and what its sections are called."""

from functools import lru_cache

from django.db.models import Q

from enterprises.register.reference import industries

SECTIONS = {letter: name for letter, (name, _) in industries.SECTIONS.items()}
_SECTION_OF = {division: letter for letter, (_, divisions) in industries.SECTIONS.items() for division in divisions}
_DIVISION_DIGITS = 2
_REMEMBERED = 2048  # all classes of GB/T 4754, more or less


@lru_cache(_REMEMBERED)
def section_of(code: str) -> str:
    """Return the section letter of a code, "" when it has none."""
    if code[:1].upper() in SECTIONS:
        return code[0].upper()
    return _SECTION_OF.get(code[:_DIVISION_DIGITS], "")


@lru_cache(_REMEMBERED)
def industry_path(code: str) -> tuple[str, ...]:
    """Return every text by which an enterprise of that code may be requested, widest first."""
    if not code:
        return ()
    digits = code[1:] if code[:1].upper() in SECTIONS else code
    prefixes = [digits[:length] for length in range(_DIVISION_DIGITS, len(digits) + 1)]
    section = section_of(code)
    texts = [section, *prefixes, *(section + prefix for prefix in prefixes if section), code]
    return tuple(dict.fromkeys(text for text in texts if text))


def in_industry(value: str) -> Q:
    """Return the condition on an enterprise that the path of its industry holds the value."""
    letter, digits = (value[0], value[1:]) if value[:1] in SECTIONS else ("", value)
    prefixes = [letter, *industries.SECTIONS[letter][1]] if letter else [""]
    kept = Q()
    for prefix in prefixes:
        kept |= Q(industry__code__startswith=prefix)
    return kept & Q(industry__code__startswith=digits)
