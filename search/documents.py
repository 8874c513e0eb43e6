"""Published documents of the search: editions of red and black lists, found by list, number and day.

They are few and are read from the database: nothing of them stands in the index.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from search.fast.compiled import CompiledQuery
from search.listings import PublishedEdition, list_names, published_editions
from search.names.pinyin import initials, syllables

PAGE_SIZE = 20
ALL_LISTS = "诚信红黑名单"
# Characters of a word that may stand apart in the name of a list: 市场监管 in 市场监督管理.
SHORTEST_ABBREVIATION = 4
_SHORTEST_WORD = 2
_NUMBER = re.compile(r"第\s*([0-9]{1,6})\s*期")
_DAY = re.compile(r"([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?|([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_LETTERS = re.compile(r"[a-z]{4,}", re.ASCII)
_LISTS = CompiledQuery(lambda _: list_names())


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """One edition as a hit."""

    edition: PublishedEdition
    title: str
    address: str
    pdf_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAnswer:
    """One page of hits, the latest as-of day first; `count` is exact."""

    count: int
    results: tuple[FoundDocument, ...]
    has_next: bool
    count_is_exact: bool = True
    ends_early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A typed text: its words, the number of an edition, and the beginning of a day as 2026, 202611 or 20261122."""

    words: tuple[str, ...]
    number: int | None
    day: str

    @property
    def is_empty(self) -> bool:
        return not self.words and self.number is None and not self.day


def find_documents(text: str, *, page: int = 1, page_size: int = PAGE_SIZE) -> DocumentAnswer:
    """Return the editions that every word fits; without a text all of them."""
    found = _fitting(text) if text.strip() else published_editions()
    start = (page - 1) * page_size
    return DocumentAnswer(
        count=len(found),
        results=tuple(map(_found, found[start : start + page_size])),
        has_next=len(found) > start + page_size,
    )


def count_documents(text: str) -> int:
    """Return how many editions fit; one query where no list does."""
    return len(_fitting(text)) if text.strip() else 0


def _fitting(text: str) -> list[PublishedEdition]:
    wanted = _read(text)
    if wanted.is_empty:
        return []
    fitting = {slug for _, slug, name in _LISTS.rows_of_all() if _fits_all(wanted.words, public_text(name))}
    if not fitting:
        return []
    return [each for each in published_editions(lists=fitting) if _is_wanted(each, wanted)]


def _read(text: str) -> _Wanted:
    number = _NUMBER.search(text)
    rest = _NUMBER.sub(" ", text)
    day = _DAY.search(rest)
    return _Wanted(
        words=tuple(filter(None, map(fold_name, _DAY.sub(" ", rest).split()))),
        number=int(number[1]) if number else None,
        day=_beginning(group for group in day.groups() if group) if day else "",
    )


def _beginning(parts: Iterable[str]) -> str:
    return "".join(part.zfill(2) for part in parts)


def _fits_all(words: Iterable[str], name: str) -> bool:
    texts = (fold_name(name), ALL_LISTS)
    return all(any(_fits(word, text) for text in texts) for word in words)


def _fits(word: str, text: str) -> bool:
    """Return whether a word is part of a text, an abbreviation of it, or its pinyin or initials."""
    if len(word) < _SHORTEST_WORD:
        return False
    if word in text or (len(word) >= SHORTEST_ABBREVIATION and _is_abbreviation(word, text)):
        return True
    if not _LETTERS.fullmatch(word):
        return False
    spoken = syllables(text)
    return word in "".join(spoken) or word in initials(spoken)


def _is_abbreviation(word: str, text: str) -> bool:
    """Return whether the characters stand in the text in their order, the first of both equal."""
    rest = iter(text)
    return text[:1] == word[:1] and all(character in rest for character in word)


def _is_wanted(edition: PublishedEdition, wanted: _Wanted) -> bool:
    has_number = wanted.number is None or edition.number == wanted.number
    return has_number and _digits(edition.as_of).startswith(wanted.day)


def _digits(day: date) -> str:
    return f"{day:%Y%m%d}"


def _found(edition: PublishedEdition) -> FoundDocument:
    place = {"slug": edition.slug, "number": edition.number}
    return FoundDocument(
        edition=edition,
        title=f"{edition.list_name} 第{edition.number}期",
        address=reverse("lists:edition", kwargs=place),
        pdf_address=reverse("lists:file", kwargs={**place, "suffix": "pdf"}),
    )
