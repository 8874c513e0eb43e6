"""What is kept of a name beside its text: ready for exact lookup and for ranking."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from search.text.cutting import singles_of, tokens_of
from search.text.names import bracketed_region, parse_name
from search.text.scripts import squash
from search.text.sounds import syllables, typed, typed_short


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCard:
    """A current or former name, taken apart and read aloud."""

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


def _stems(card: NameCard) -> Iterator[tuple[str, str]]:
    """Yield the texts by which a name may be asked for, with the front of the key of each."""
    yield _NAME, card.squashed
    if not card.core:
        return
    yield _CORE, card.core
    yield _BRAND, card.brand
    if card.region:
        yield _STEM, card.region + card.core
        yield _FRONT, card.region + card.brand
    if card.brand == card.core:
        for length in FRONT_LENGTHS:
            yield _FRONT, card.core[:length]
            yield _FRONT, card.region + card.core[:length]


def keys_of(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return every exact key of the names, each once."""
    keys: dict[str, None] = {}
    for card in cards:
        for front, text in _stems(card):
            keys[front + text] = None
            _add_spoken(keys, text)
        for text in region_first(card):
            _add_spoken(keys, text)
    return tuple(keys)


def _add_spoken(keys: dict[str, None], text: str) -> None:
    for pinyin in typed(text):
        keys[_PINYIN + pinyin] = None
    for short in typed_short(text):
        keys[_INITIALS + short] = None


def region_first(card: NameCard) -> tuple[str, ...]:
    """Return a name with its region in brackets as people say it, region first and as written; else none."""
    if not card.region or card.squashed.startswith(card.region):
        return ()
    stem = bracketed_region(card.text) + card.core
    return (stem, stem + card.legal_form)


def pairs_in(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return the pairs and words of the names, each once."""
    return tuple(dict.fromkeys(token for card in cards for token in tokens_of(card.squashed)))


def characters_in(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return the single Han characters of the names, each once."""
    return tuple(dict.fromkeys(c for card in cards for c in singles_of(card.squashed)))
