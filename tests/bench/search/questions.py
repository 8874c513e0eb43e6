"""Questions with what was meant by them, drawn from the enterprises of one size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.bench.search import typos
from tests.bench.search.classes import CLASSES, Clean, Mistyped, plain
from tests.bench.search.enterprises import SEED, MadeEnterprise, Name, enterprise_at, form_of, regions

TRIES = 400  # enterprises looked at for one question; every class is asked of more than one in fifty
CLAIMS = ("random character", "same sound", "missing", "added", "swapped", "other region", "other legal form")
SURPLUS = 1.5  # near-homonyms made, because some exist


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A typed text; `meant` is the text behind it, of the enterprise with that number."""

    kind: str
    text: str
    meant: str
    number: int

    @property
    def asked(self) -> Clean | Mistyped:
        """Return the class."""
        return CLASSES[self.kind]

    def is_answered_by(self, enterprise: MadeEnterprise) -> bool:
        """Return whether a hit is right: the very same question could have been asked of it."""
        asked = self.asked
        if isinstance(asked, Clean):
            return self.meant in asked.bases_of(enterprise)
        return any(self.meant == asked.text_of(name) for name in enterprise.names)


def _numbers(size: int, rng: Random) -> Iterator[int]:
    for _ in range(TRIES):
        yield rng.randrange(size)


def _clean(asked: Clean, size: int, rng: Random) -> Question:
    for number in _numbers(size, rng):
        texts = asked.asked_of(enterprise_at(number))
        if texts:
            meant = rng.choice(texts)
            return Question(kind=asked.name, text=asked.typing(meant, rng), meant=meant, number=number)
    raise ValueError(f"No enterprise among {size} can be asked for in the class {asked.name!r}.")


def _mistyped(asked: Mistyped, size: int, rng: Random) -> Question:
    for number in _numbers(size, rng):
        name = enterprise_at(number).name
        meant = asked.text_of(name)
        typed = asked.type(name, rng) if meant else meant
        if typed != meant:
            return Question(kind=asked.name, text=typed, meant=meant, number=number)
    raise ValueError(f"No enterprise among {size} can be asked for in the class {asked.name!r}.")


def questions(kind: str, *, size: int, count: int) -> list[Question]:
    """Return `count` questions of a class, always the same."""
    rng, asked = Random(f"{SEED}:{size}:{kind}"), CLASSES[kind]
    if isinstance(asked, Clean):
        return [_clean(asked, size, rng) for _ in range(count)]
    return [_mistyped(asked, size, rng) for _ in range(count)]


def _neighbour(kind: str, name: Name, rng: Random) -> str:
    """Return a name that differs from one that exists by one thing."""
    if kind == "other region":
        return replace(name, region=rng.choice(regions().far)[1], is_bracketed=False).text
    if kind == "other legal form":
        return replace(name, form=form_of(rng)).text
    text = name.text
    starts = text.find(name.brand)
    span = (starts, starts + len(name.brand))
    typo = {
        "random character": typos.wrong,
        "same sound": typos.same_pinyin,
        "missing": typos.missing,
        "added": typos.added,
        "swapped": typos.swapped,
    }[kind]
    return typo(text, span, rng)


def homonyms(kind: str, *, size: int, count: int) -> list[str]:
    """Return texts one step from names that exist; more than `count`, for some exist themselves."""
    rng, found = Random(f"{SEED}:{size}:claim:{kind}"), dict[str, None]()
    while len(found) < count * SURPLUS:
        name = enterprise_at(rng.randrange(size)).name
        text = _neighbour(kind, name, rng)
        if plain(text) != plain(name.text):
            found[text] = None
    return list(found)


def named(kinds: Iterable[str]) -> list[str]:
    """Return the classes whose names begin with one of `kinds`; all without any."""
    wanted = tuple(kinds)
    return [kind for kind in CLASSES if not wanted or kind.startswith(wanted)]
