"""What is kept of a name beside its text: ready for exact lookup and for ranking."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from search.names.parsing import bracketed_region, parse_name
from search.names.pinyin import PinyinKeys, pinyin_keys, pinyin_keys_within, syllables
from search.names.scripts import squash
from search.names.tokens import tokens_of, unigrams_of


class MatchedField(StrEnum):
    """On which text an enterprise was found."""

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
    CORE_PREFIX = "f"  # the first characters of a core whose trade is unknown
    PINYIN = "p"
    INITIALS = "i"
    USCC = "u"
    REGISTER = "r"
    ORGANISATION = "o"  # the organisation code inside the unified code

    def of(self, text: str) -> str:
        """Return the key that stands for `text`."""
        return f"{self.value}:{text}"


PREFIX_LENGTHS = (2, 3, 4)
_NAME, _STEM, _CORE, _BRAND, _CORE_PREFIX, _PINYIN, _INITIALS = (
    kind.of("") for kind in (Key.NAME, Key.STEM, Key.CORE, Key.BRAND, Key.CORE_PREFIX, Key.PINYIN, Key.INITIALS)
)


class NameFeatures(NamedTuple):
    """A current or former name, taken apart and read aloud; a tuple, because a search makes hundreds."""

    field: MatchedField
    text: str  # as registered
    squashed: str
    region: str
    core: str
    brand: str
    legal_form: str
    branch: str
    pinyin: tuple[str, ...]  # of the core, one for each character

    @property
    def brand_pinyin(self) -> tuple[str, ...]:
        """Return the syllables of the brand."""
        return self.pinyin[: len(self.brand)]


def name_features(text: str, *, field: MatchedField = MatchedField.NAME) -> NameFeatures:
    """Take a name apart for index and ranking."""
    parts = parse_name(text)
    return NameFeatures(
        field=field,
        text=text,
        squashed=squash(text),
        region=parts.region,
        core=parts.core,
        brand=parts.brand,
        legal_form=parts.legal_form,
        branch=parts.branch,
        pinyin=syllables(parts.core),
    )


def _stems(features: NameFeatures) -> list[tuple[str, str]]:
    """Return the texts by which a name may be requested, with the prefix of the key of each."""
    if not features.core:
        return [(_NAME, features.squashed)]
    stems = [(_NAME, features.squashed), (_CORE, features.core), (_BRAND, features.brand)]
    if features.region:
        stems += [(_STEM, features.region + features.core), (_CORE_PREFIX, features.region + features.brand)]
    if features.brand == features.core:
        for length in PREFIX_LENGTHS:
            stems += [(_CORE_PREFIX, features.core[:length]), (_CORE_PREFIX, features.region + features.core[:length])]
    return stems


def whole_of(features: NameFeatures) -> str:
    """Return the text in which most others of a name stand, to read them aloud at once."""
    stem = features.region + features.core
    return features.squashed if stem in features.squashed else stem


def keys_of(names: Iterable[NameFeatures]) -> tuple[str, ...]:
    """Return every exact key of the names, each once."""
    keys: list[str] = []
    for features in names:
        whole = whole_of(features)
        for prefix, text in _stems(features):
            keys.append(prefix + text)
            keys += _keys_of_pinyin(pinyin_keys_within(text, whole))
        for text in region_first(features):
            keys += _keys_of_pinyin(pinyin_keys(text))
    return tuple(dict.fromkeys(keys))


def _keys_of_pinyin(keys: PinyinKeys) -> list[str]:
    pinyin, initials = keys
    if len(pinyin) == 1:
        return [_PINYIN + pinyin[0], _INITIALS + initials[0]]
    return [*[_PINYIN + text for text in pinyin], *[_INITIALS + text for text in initials]]


def region_first(features: NameFeatures) -> tuple[str, ...]:
    """Return a name with its region in brackets in the order of speech, region first and as written; else none."""
    if not features.region or features.squashed.startswith(features.region):
        return ()
    stem = bracketed_region(features.text) + features.core
    return (stem, stem + features.legal_form)


def bigrams_in(names: Iterable[NameFeatures]) -> tuple[str, ...]:
    """Return the bigrams and words of the names, each once."""
    return tuple(dict.fromkeys(chain.from_iterable([tokens_of(features.squashed) for features in names])))


def unigrams_in(names: Iterable[NameFeatures]) -> tuple[str, ...]:
    """Return the Han unigrams of the names, each once."""
    return tuple(dict.fromkeys(chain.from_iterable([unigrams_of(features.squashed) for features in names])))
