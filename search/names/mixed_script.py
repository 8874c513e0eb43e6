"""Text typed partly in characters, partly in pinyin or initials: 武han, w汉."""

from search.names.scripts import is_han


def is_mixed(text: str) -> bool:
    """Return whether a squashed text has both characters and letters."""
    return not text.isascii() and any(map(is_han, text)) and any(c.isascii() and c.isalpha() for c in text)


def has_mixed_prefix(text: str, pinyin: tuple[str, ...], typed: str) -> bool:
    """Return whether a text begins as typed: characters by themselves, letters as syllables or their first letters.

    `pinyin` are the syllables of `text`, one for each character. Work is bounded by the product of both lengths.
    """
    positions = {0}
    for character, syllable in zip(text, pinyin, strict=True):
        reached: set[int] = set()
        for at in positions:
            if typed[at] == character or typed[at] == syllable[0]:
                reached.add(at + 1)
            if typed.startswith(syllable, at):
                reached.add(at + len(syllable))
            elif syllable.startswith(typed[at:]):
                return True
        if len(typed) in reached:
            return True
        if not reached:
            return False
        positions = reached
    return False
