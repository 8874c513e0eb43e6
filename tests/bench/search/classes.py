"""The classes of questions: what is asked of a name, and which hits answer it.

A class has the texts by which a name may be asked for (`bases`) and how one of them is typed. A
hit of a class without typos is right if the very same text could have been asked of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from random import Random

from opencc import OpenCC
from pypinyin import lazy_pinyin

from enterprises.shared.rules.characters import unified
from tests.bench.search import typos, words
from tests.bench.search.enterprises import MadeEnterprise, Name
from tests.bench.search.typos import Typo

Bases = Callable[[Name], tuple[str, ...]]
Typing = Callable[[str, Random], str]


def plain(text: str) -> str:
    """Return letters and digits only."""
    return "".join(c for c in text if c.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """Questions without a typo."""

    name: str
    bases: Bases = lambda name: (plain(name.text),)
    typing: Typing = lambda base, rng: base
    texts: Callable[[MadeEnterprise], tuple[str, ...]] | None = None  # instead of `bases`: codes, two names in one
    of_former: bool = False
    is_suggestion: bool = False

    def bases_of(self, enterprise: MadeEnterprise) -> tuple[str, ...]:
        """Return every text by which the enterprise may be asked for in this class."""
        if self.texts:
            return self.texts(enterprise)
        return tuple(base for name in enterprise.names for base in self.bases(name))

    def asked_of(self, enterprise: MadeEnterprise) -> tuple[str, ...]:
        """Return the texts from which a question about the enterprise is made; none = it is not asked for."""
        if self.texts:
            return self.texts(enterprise)
        names = enterprise.former if self.of_former else (enterprise.name,)
        return tuple(base for name in names for base in self.bases(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistyped:
    """Questions with one typo, in the full name or in brand and trade alone."""

    name: str
    typo: Typo
    is_full: bool
    in_brand: bool = False
    by_pinyin: bool = False  # who sounds otherwise than the typed text is not meant

    def text_of(self, name: Name) -> str:
        """Return what the person meant to type; "" = not asked for."""
        return plain(name.text) if self.is_full else core_of(name)

    def type(self, name: Name, rng: Random) -> str:
        """Return the name with one typo, or as it is if there is no room for one."""
        text = self.text_of(name)
        starts = text.find(name.brand)
        ends = starts + len(name.brand if self.in_brand else name.core)
        span = (starts, ends) if self.in_brand else (0, len(text))
        return self.typo(text, span, rng)


def core_of(name: Name) -> str:
    """Return brand and trade; "" for a branch or a shop, whom nobody asks for by these alone."""
    return name.core if _company(name) else ""


def _company(name: Name) -> bool:
    return bool(name.form) and not name.tail


def _without_form(name: Name) -> tuple[str, ...]:
    return (plain(name.stem),) if _company(name) else ()


def _without_region(name: Name) -> tuple[str, ...]:
    return (name.core + name.form,) if _company(name) and name.region else ()


def _core(name: Name) -> tuple[str, ...]:
    return tuple(filter(None, (core_of(name),)))


def _region_first(name: Name) -> tuple[str, ...]:
    return (f"{name.region} {name.brand} {name.trade}{name.form}",) if _company(name) and name.region else ()


_BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("［", "］"), ("【", "】"))


def _in_brackets(base: str, rng: Random) -> str:
    """Put the region into brackets of either width, before or behind the brand."""
    region, brand, rest = base.split(" ")
    opening, closing = rng.choice(_BRACKETS)
    return rng.choice((f"{brand}{opening}{region}{closing}{rest}", f"{opening}{region}{closing}{brand}{rest}"))


@cache
def _converter(norm: str) -> OpenCC:
    return OpenCC(norm)


_NORMS = ("s2hk", "s2tw")


def _with_own_forms(name: Name) -> tuple[str, ...]:
    """Return a name that Hong Kong or Taiwan writes otherwise than the traditional norm of OpenCC: 裡, 為, 眾."""
    text = plain(name.text)
    usual = _converter("s2t").convert(text)
    return (text,) if any(_converter(norm).convert(text) != usual for norm in _NORMS) else ()


def _in_own_forms(base: str, rng: Random) -> str:
    """Write a name as Hong Kong or Taiwan does, whichever differs from the traditional norm."""
    usual = _converter("s2t").convert(base)
    written: list[str] = [_converter(norm).convert(base) for norm in _NORMS]
    return rng.choice([text for text in written if text != usual])


@cache
def _look_alikes() -> dict[str, tuple[str, ...]]:
    """Return radicals and compatibility ideographs by the unified ideograph that they look like."""
    found: dict[str, tuple[str, ...]] = {}
    for code in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)):
        character = unified(chr(code))
        if len(character) == 1 and character != chr(code):
            found[character] = (*found.get(character, ()), chr(code))
    return found


def _with_look_alikes(name: Name) -> tuple[str, ...]:
    text = plain(name.text)
    return () if _look_alikes().keys().isdisjoint(text) else (text,)


def _copied(base: str, rng: Random) -> str:
    """Copy a name out of a PDF: each character that has a look-alike becomes one, and the line may end anywhere."""
    signs = [rng.choice(_look_alikes().get(sign, (sign,))) for sign in base]
    if rng.random() < 0.3:
        signs.insert(rng.randrange(2, len(signs)), "\n")
    return "".join(signs)


def _two_names(enterprise: MadeEnterprise) -> tuple[str, ...]:
    """Return a former name and the current one of a company, parted by a line break."""
    return tuple(f"{former.text}\n{enterprise.name.text}" for former in enterprise.former)


def _named_now(base: str, rng: Random) -> str:
    former, current = base.split("\n")
    way = rng.choice(words.TWO_NAMES)
    return way.format(former=former, current=current)


@lru_cache(maxsize=20_000)
def _read(part: str) -> str:
    """Read a part of a name aloud by pypinyin, mended where regions and brands are read otherwise."""
    spoken_parts = lazy_pinyin(part, v_to_u=False, errors=list)  # type: ignore[arg-type]
    spoken_parts = [
        words.READINGS.get(character, syllable) for character, syllable in zip(part, spoken_parts, strict=True)
    ]
    for word, spoken in words.SPOKEN.items():
        at = part.find(word)
        if at >= 0:
            spoken_parts[at : at + len(word)] = spoken.split()
    return " ".join(spoken_parts)


def _spoken_pinyin(*parts: str) -> str:
    """Read the parts of a name, each by itself as a person does."""
    return " ".join(_read(part) for part in parts if part)


def _pinyin(name: Name) -> tuple[str, ...]:
    if not _company(name) or not name.core.isalpha():
        return ()
    return tuple(
        dict.fromkeys(
            (
                _spoken_pinyin(name.brand, name.trade),
                _spoken_pinyin(name.region, name.brand, name.trade),
                _spoken_pinyin(name.region, name.brand, name.trade, plain(name.form)),
            )
        )
    )


def _polyphonic(name: Name) -> tuple[str, ...]:
    """Return how a name is read whose brand or place has a character with several readings."""
    spoken = {*words.POLYPHONIC}.isdisjoint(name.brand)
    return () if spoken and not any(word in name.region for word in words.SPOKEN) else _pinyin(name)


def _joined(base: str, rng: Random) -> str:
    return base if rng.random() < 0.3 else base.replace(" ", "")


def _initials(name: Name) -> tuple[str, ...]:
    if not _company(name) or len(name.core) < 4:
        return ()
    return tuple("".join(word[0] for word in spoken_parts.split()) for spoken_parts in _pinyin(name)[:2])


def _chatty(base: str, rng: Random) -> str:
    if rng.random() < 0.2:
        return rng.choice(words.QUESTIONS) + base
    return base + rng.choice(words.FILLERS)


def _untidy(base: str, rng: Random) -> str:
    """Type a code in lower case, in groups, or both."""
    code = base.lower() if rng.random() < 0.6 else base
    joint = rng.choice((" ", "-", ""))
    return joint.join((code[:2], code[2:8], code[8:17], code[17:]))


_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # of GB 32100


def _misread(base: str, rng: Random) -> str:
    """Type a code with O for 0 or I for 1, or with one wrong sign."""
    if rng.random() < 0.5:
        alike = {"0": "O", "1": "I"}
        at = rng.choice([place for place, sign in enumerate(base) if sign in alike])
        return base[:at] + alike[base[at]] + base[at + 1 :]
    at = rng.randrange(len(base))
    return base[:at] + rng.choice(_CODE_SIGNS.replace(base[at], "")) + base[at + 1 :]


CLEAN = (
    Clean(name="exact"),
    Clean(name="no legal form", bases=_without_form),
    Clean(name="no region", bases=_without_region),
    Clean(name="brand", bases=lambda name: (name.brand,) if _company(name) else ()),
    Clean(name="brand and region", bases=lambda name: (name.region + name.brand,) if name.region else ()),
    Clean(name="brand and trade", bases=_core),
    Clean(name="brackets", bases=_region_first, typing=_in_brackets),
    Clean(name="traditional", typing=lambda base, _: _converter("s2t").convert(base)),
    Clean(name="Hong Kong and Taiwan forms", bases=_with_own_forms, typing=_in_own_forms),
    Clean(name="copied from PDF", bases=_with_look_alikes, typing=_copied),
    Clean(name="pinyin", bases=_pinyin, typing=_joined),
    Clean(name="polyphonic brands and places", bases=_polyphonic, typing=_joined),
    Clean(name="initials", bases=_initials),
    Clean(name="former name", of_former=True),
    Clean(name="now called", texts=_two_names, typing=_named_now),
    Clean(name="filler words", bases=lambda name: (*_without_form(name), plain(name.text)), typing=_chatty),
    Clean(name="code", texts=lambda enterprise: (enterprise.uscc,), typing=_untidy),
    Clean(name="changed code", texts=lambda enterprise: enterprise.earlier_codes, typing=_untidy),
    Clean(name="mistyped code", texts=lambda enterprise: (enterprise.uscc,), typing=_misread),
    Clean(name="part of a code", texts=lambda enterprise: tuple(enterprise.uscc[:length] for length in range(8, 18))),
    Clean(name="organisation code", texts=lambda enterprise: (enterprise.uscc[8:17], enterprise.uscc[8:])),
    Clean(name="register number", texts=lambda enterprise: (enterprise.register_number,)),
)


def _prefixes(text: str) -> tuple[str, ...]:
    return tuple(text[:length] for length in range(2, min(len(text), 8) + 1))


def _syllables(name: Name) -> tuple[str, ...]:
    return tuple(_spoken_pinyin(name.brand, name.trade).split()) if _company(name) else ()


def _mixed(name: Name) -> tuple[str, ...]:
    """Return a first character with the pinyin of the next: 武han."""
    spoken_parts = _syllables(name)
    return (name.core[0] + spoken_parts[1], name.core[:2] + spoken_parts[2]) if len(spoken_parts) > 2 else ()


def _letter_wrong(base: str, rng: Random) -> str:
    at = rng.randrange(2, len(base))
    return base[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz".replace(base[at], "")) + base[at + 1 :]


SUGGESTED = (
    Clean(
        name="suggest: characters",
        bases=lambda name: (*_prefixes(plain(name.text)), *(_prefixes(name.core) if _company(name) else ())),
        is_suggestion=True,
    ),
    Clean(name="suggest: pinyin", bases=lambda name: _prefixes("".join(_syllables(name))), is_suggestion=True),
    Clean(
        name="suggest: initials",
        bases=lambda name: _prefixes("".join(spoken_parts[0] for spoken_parts in _syllables(name))),
        is_suggestion=True,
    ),
    Clean(name="suggest: mixed", bases=_mixed, is_suggestion=True),
    Clean(
        name="suggest: wrong letter",
        bases=lambda name: tuple(prefix for prefix in _prefixes("".join(_syllables(name))) if len(prefix) > 6),
        typing=_letter_wrong,
        is_suggestion=True,
    ),
)

_TYPOS: tuple[tuple[str, Typo, bool, bool], ...] = (
    ("wrong", typos.wrong, False, False),
    ("wrong in the brand", typos.wrong, True, False),
    ("missing in the brand", typos.missing, True, False),
    ("added", typos.added, False, False),
    ("swapped", typos.swapped, False, False),
    ("same sound", typos.same_pinyin, True, True),
)
MISTYPED = tuple(
    Mistyped(
        name=f"{name}, {'full name' if is_full else 'brand and trade'}",
        typo=typo,
        is_full=is_full,
        in_brand=in_brand and (is_full or not by_pinyin),  # alone, any character of it is misheard
        by_pinyin=by_pinyin,
    )
    for is_full in (True, False)
    for name, typo, in_brand, by_pinyin in _TYPOS
)
_ALL: tuple[Clean | Mistyped, ...] = (*CLEAN, *MISTYPED, *SUGGESTED)
CLASSES = {entry.name: entry for entry in _ALL}
