"""What is kept of a name beside its text: ready for exact lookup and for ranking."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from search.names.parsing import bracketed_region, parse_name
from search.names.pinyin import Spoken, spoken, spoken_within, syllables
from search.names.scripts import squash
from search.names.tokens import singles_of, tokens_of


class Field(StrEnum):
    """On which text a firm was found."""

    USCC = "uscc"
    NAME = "name"
    FORMER_NAME = "former_name"
    DOCUMENT_NUMBER = "document_number"


class Key(StrEnum):
    """Kinds of exact keys; each key is stored as `kind:text`."""

    NAME = "n"
    STEM = "s"  # region and core
    CORE = "c"
    BRAND = "b"
    FRONT = "f"  # the first characters of a core whose trade is unknown
    PINYIN = "p"
    INITIALS = "i"
    USCC = "u"
    REGISTER = "r"
    ORGANISATION = "o"  # the organisation code inside the unified code

    def of(self, text: str) -> str:
        """Return the key that stands for `text`."""
        return f"{self.value}:{text}"


FRONT_LENGTHS = (2, 3, 4)
_NAME, _STEM, _CORE, _BRAND, _FRONT, _PINYIN, _INITIALS = (
    kind.of("") for kind in (Key.NAME, Key.STEM, Key.CORE, Key.BRAND, Key.FRONT, Key.PINYIN, Key.INITIALS)
)


class NameCard(NamedTuple):
    """A current or former name, taken apart and read aloud; a tuple, because a search makes hundreds."""

    field: Field
    text: str  # as registered
    squashed: str
    region: str
    core: str
    brand: str
    legal_form: str
    branch: str
    sounds: tuple[str, ...]  # of the core, one for each character

    @property
    def brand_sounds(self) -> tuple[str, ...]:
        """Return the syllables of the brand."""
        return self.sounds[: len(self.brand)]


def card_of(text: str, *, field: Field = Field.NAME) -> NameCard:
    """Take a name apart for index and ranking."""
    parts = parse_name(text)
    return NameCard(
        field=field,
        text=text,
        squashed=squash(text),
        region=parts.region,
        core=parts.core,
        brand=parts.brand,
        legal_form=parts.legal_form,
        branch=parts.branch,
        sounds=syllables(parts.core),
    )


def _stems(card: NameCard) -> list[tuple[str, str]]:
    """Return the texts by which a name may be asked for, with the front of the key of each."""
    if not card.core:
        return [(_NAME, card.squashed)]
    stems = [(_NAME, card.squashed), (_CORE, card.core), (_BRAND, card.brand)]
    if card.region:
        stems += [(_STEM, card.region + card.core), (_FRONT, card.region + card.brand)]
    if card.brand == card.core:
        for length in FRONT_LENGTHS:
            stems += [(_FRONT, card.core[:length]), (_FRONT, card.region + card.core[:length])]
    return stems


def whole_of(card: NameCard) -> str:
    """Return the text in which most others of a name stand, to read them aloud at once."""
    stem = card.region + card.core
    return card.squashed if stem in card.squashed else stem


def keys_of(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return every exact key of the names, each once."""
    keys: list[str] = []
    for card in cards:
        whole = whole_of(card)
        for front, text in _stems(card):
            keys.append(front + text)
            keys += _spoken_keys(spoken_within(text, whole))
        for text in region_first(card):
            keys += _spoken_keys(spoken(text))
    return tuple(dict.fromkeys(keys))


def _spoken_keys(said: Spoken) -> list[str]:
    pinyin, initials = said
    if len(pinyin) == 1:
        return [_PINYIN + pinyin[0], _INITIALS + initials[0]]
    return [*[_PINYIN + text for text in pinyin], *[_INITIALS + text for text in initials]]


def region_first(card: NameCard) -> tuple[str, ...]:
    """Return a name with its region in brackets as people say it, region first and as written; else none."""
    if not card.region or card.squashed.startswith(card.region):
        return ()
    stem = bracketed_region(card.text) + card.core
    return (stem, stem + card.legal_form)


def pairs_in(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return the pairs and words of the names, each once."""
    return tuple(dict.fromkeys(chain.from_iterable([tokens_of(card.squashed) for card in cards])))


def characters_in(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return the single Han characters of the names, each once."""
    return tuple(dict.fromkeys(chain.from_iterable([singles_of(card.squashed) for card in cards])))
