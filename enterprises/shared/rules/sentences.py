"""Sentences that rules make of facts: Chinese texts that keep their words apart from their facts."""

from collections.abc import Sequence
from functools import reduce
from typing import Any


class Sentence(str):
    """A Chinese sentence, stored and written like any text; `enterprises.shared.wording` puts it in another language.

    `words` have a place for each of `facts`. What `str()`, a join or a database makes of it is the Chinese text alone.
    Another process gets words and facts.
    """

    __slots__ = ("facts", "words")

    words: str
    facts: dict[str, object]

    def __reduce__(self) -> tuple[Any, ...]:
        """Give another process, or a copy, the words and facts."""
        return _made_of, (self.words, self.facts)


def sentence(words: str, **facts: object) -> Sentence:
    """Return the sentence that the words make with their facts."""
    made = Sentence(words.format(**facts))
    made.words, made.facts = words, facts
    return made


def _made_of(words: str, facts: dict[str, object]) -> Sentence:
    return sentence(words, **facts)


def together(sentences: Sequence[str], *, between: str = "") -> str:
    """Return sentences in a row as one text."""
    words = f"{{first}}{between}{{then}}"
    return reduce(lambda first, then: sentence(words, first=first, then=then), sentences) if sentences else ""
