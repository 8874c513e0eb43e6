"""Read what a person typed: a code, pinyin or letters, or a name with or without its parts."""

import re
from dataclasses import dataclass
from enum import StrEnum

from enterprises.shared.rules.uscc import (
    LENGTH,
    ORGANISATION_LENGTH,
    is_organisation_code,
    letters_as_digits,
    similar_codes,
)
from search.names.data import chatter
from search.names.numbers import SHORTEST, fold_number, has_digit, is_label
from search.names.parsing import NameParts, parse_name
from search.names.pinyin import syllables
from search.names.regions import is_brandlike
from search.names.scripts import is_han, squash, squash_plain
from search.names.tokens import tokens_of, unigrams_of
from search.names.two_names import two_names

LONGEST = 200  # characters read of a query: as long as a name may be
_CODE = re.compile(r"^(?:[0-9a-z]{2}[0-9]{6}[0-9a-z]{0,10}|[0-9]{8,18})$")
_REGION_ENDS, _FEWEST_DIGITS = 8, 7  # a unified code begins with department, category and six digits
_HAS_DIGIT = re.compile(r"[0-9]", re.ASCII)
_ENDINGS = (ORGANISATION_LENGTH, ORGANISATION_LENGTH + 1)  # with the check of the unified code behind it
_LATIN = re.compile(r"^[a-z]+$")
_SHORTEST_REST = 2
LONGEST_WORDS = 100  # characters read of a text that looks for records
MOST_WORDS = 6
_SHORTEST_WHOLE = 6  # characters of a name with a legal form


class Kind(StrEnum):
    """What sort of text was typed."""

    EMPTY = "EMPTY"
    CODE = "CODE"
    LATIN = "LATIN"
    NAME = "NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryText:
    """A query, folded and taken apart."""

    kind: Kind
    typed: str  # what is left of it without chatter
    squashed: str
    head: str  # the text without its legal form
    words: tuple[str, ...]  # as parted by blanks, each squashed
    region: str
    core: str
    legal_form: str
    branch: str
    pinyin: tuple[str, ...]  # of the core
    required: tuple[str, ...]  # bigrams and words that an enterprise must all have to fit exactly
    bigrams: tuple[str, ...]  # of region and core together
    unigrams: tuple[str, ...]  # of the core, and of a region that may be a brand
    former: str = ""  # the former name that was typed beside the current one, squashed
    similar_codes: tuple[str, ...] = ()  # valid codes for which an invalid one was typed

    @property
    def code(self) -> str:
        """Return the text as a code."""
        return self.squashed.upper()

    @property
    def is_end_of_code(self) -> bool:
        """Return whether the text is as long as an organisation code, alone or with the last character of the whole."""
        return self.kind is Kind.CODE and len(self.squashed) in _ENDINGS


def _without_chatter(text: str) -> str:
    for word in chatter.LEADING:
        if text.startswith(word) and len(text) >= len(word) + _SHORTEST_REST:
            text = text[len(word) :].strip()
            break
    for word in chatter.TRAILING:
        if text.endswith(word) and len(text) >= len(word) + _SHORTEST_REST:
            return _without_chatter(text.removesuffix(word).strip())
    return text


def _is_end_of_code(plain: str) -> bool:
    """Return whether a text is an organisation code, alone or with the last character of the unified code."""
    is_long = len(plain) in _ENDINGS and _HAS_DIGIT.search(plain)
    return bool(is_long) and is_organisation_code(plain[:ORGANISATION_LENGTH].upper())


def _is_mistyped_code(plain: str) -> bool:
    """Return whether a text is as long as a unified code and begins like one, with a single wrong character at most."""
    if len(plain) != LENGTH or not _HAS_DIGIT.search(plain) or not plain.isascii():
        return False
    return sum(map(str.isdigit, letters_as_digits(plain.upper())[:_REGION_ENDS])) >= _FEWEST_DIGITS


def _kind_of(plain: str) -> Kind:
    if not plain:
        return Kind.EMPTY
    if _CODE.match(plain) or _is_end_of_code(plain) or _is_mistyped_code(plain):
        return Kind.CODE
    return Kind.LATIN if _LATIN.match(plain) else Kind.NAME


def _tokens(parts: NameParts) -> tuple[str, ...]:
    region = [token for word in parts.region_words for token in tokens_of(word)]
    return (*region, *tokens_of(parts.core))


def _required(words: tuple[str, ...], whole: NameParts, squashed: str) -> tuple[str, ...]:
    """Return the tokens of each typed word by itself, so that words may stand apart in a name."""
    parts = [parse_name(word) for word in words] if len(words) > 1 else [whole]
    tokens = tuple(dict.fromkeys(token for part in parts for token in _tokens(part)))
    return tokens or tokens_of(squashed)


def _surely_core(parts: NameParts, squashed: str) -> str:
    """Return what must be the core if the region that was read is a brand: 大同 before 斯家具."""
    is_unsure = len(parts.region_words) == 1 and is_brandlike(parts.region) and squashed.startswith(parts.stem)
    return parts.stem if is_unsure else parts.core


def read_query(text: str) -> QueryText:
    """Read any text as a query; never raises, and reads no more than the longest name."""
    typed, former = two_names(_without_chatter(text.strip()[:LONGEST].rstrip()))
    plain = squash_plain(typed)
    kind = _kind_of(plain)
    squashed = plain if kind is Kind.CODE else squash(typed)
    words = tuple(word for word in map(squash, typed.split()) if word)
    joined = kind in (Kind.CODE, Kind.LATIN)
    parts = NameParts(brand=squashed) if joined else parse_name(typed)
    core = parts.core or squashed
    return QueryText(
        kind=kind,
        typed=typed,
        squashed=squashed,
        head=squashed.removesuffix(parts.legal_form) or squashed,
        words=(squashed,) if joined else words,
        region=parts.region,
        core=core,
        legal_form=parts.legal_form,
        branch=parts.branch,
        pinyin=syllables(core),
        required=(squashed,) if joined else _required(words, parts, squashed),
        bigrams=tokens_of(parts.region + core),
        unigrams=unigrams_of(_surely_core(parts, squashed) or core),
        former=squash(former),
        similar_codes=similar_codes(squashed.upper()) if kind is Kind.CODE else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWord:
    """One word of a text that looks for records."""

    typed: str
    squashed: str
    head: str  # the squashed word without its legal form, which every second enterprise bears
    number: str  # folded as a number; "" for what can be none


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWords:
    """A text that looks for records, as words that must all fit."""

    text: str = ""
    words: tuple[TypedWord, ...] = ()  # none in signs alone, which fit nothing

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed."""
        return not self.text


NOTHING_TYPED = TypedWords()


def read_words(text: str) -> TypedWords:
    """Read any text as words that look for records; never raises, and reads no more than the first words."""
    text = text.strip()
    parts = _parts_of(text[:LONGEST_WORDS])
    return TypedWords(text=text, words=tuple(_typed_word(part) for part in parts if squash(part)))


def _parts_of(text: str) -> list[str]:
    """Return the words of a text; a number that was written with blanks is one word."""
    parts: list[str] = []
    for part in text.split():
        if is_label(part):
            continue
        is_plain = not any(map(is_han, part))
        if parts and is_plain and not any(map(is_han, parts[-1])) and has_digit(parts[-1] + part):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts[:MOST_WORDS]


def _typed_word(typed: str) -> TypedWord:
    squashed, number = squash(typed), fold_number(typed)
    head = squashed.removesuffix(parse_name(typed).legal_form) if len(squashed) >= _SHORTEST_WHOLE else squashed
    return TypedWord(
        typed=typed,
        squashed=squashed,
        head=head if len(head) > 1 else squashed,
        number=number if has_digit(number) and len(number) >= SHORTEST else "",
    )
