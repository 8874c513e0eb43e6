"""Count, over every name of a size, who lies within one slip of the questions: the ceilings.

The questions are kept with their shortened texts; the names pass by once, in parallel, and none is kept.
"""

import multiprocessing
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.bench.search.classes import Slipped, core_of, plain
from tests.bench.search.firms import Firm, firm_at
from tests.bench.search.progress import counted
from tests.bench.search.questions import Question
from tests.bench.search.slips import is_near, shortened, sounds_like

PIECE = 5_000


@dataclass(slots=True, kw_only=True)
class Census:
    """What was counted; questions are known by their place."""

    near: Counter[int] = field(default_factory=Counter)  # firms within one slip of the typed text
    same: Counter[int] = field(default_factory=Counter)  # firms of the very text that was meant
    existing: set[str] = field(default_factory=set)  # of the texts watched for, those that are a name

    def add(self, other: "Census") -> None:
        """Take in what was counted over other firms."""
        self.near.update(other.near)
        self.same.update(other.same)
        self.existing |= other.existing

    def ceiling(self, place: int, *, among: int) -> float:
        """Return how likely a question finds what was meant among so many hits, all near ones being equal."""
        return min(1.0, among / self.near[place])


class Watch:
    """The questions, ready to be recognised in passing names."""

    def __init__(self, questions: Sequence[Question], texts: Iterable[str] = ()) -> None:
        self._questions = questions
        self._texts = frozenset(map(plain, texts))
        self._near: dict[bool, dict[str, list[int]]] = {True: {}, False: {}}
        for place, question in enumerate(questions):
            if isinstance(question.asked, Slipped):
                held = self._near[question.asked.is_full]
                for text in set(shortened(question.text)):
                    held.setdefault(text, []).append(place)

    def look(self, numbers: range) -> Census:
        """Count over the firms of these numbers."""
        census = Census()
        for number in numbers:
            self._look_at(firm_at(number), census)
        return census

    def _look_at(self, firm: Firm, census: Census) -> None:
        near: set[int] = set()
        same: set[int] = set()
        for name in firm.names:
            text = plain(name.text)
            if text in self._texts:
                census.existing.add(text)
            self._compare(text, near, same, is_full=True)
            self._compare(core_of(name), near, same, is_full=False)
        census.near.update(near)
        census.same.update(same)

    def _compare(self, text: str, near: set[int], same: set[int], *, is_full: bool) -> None:
        held = self._near[is_full]
        if not held:
            return
        for shorter in shortened(text):
            for place in held.get(shorter, ()):
                question = self._questions[place]
                if place not in near and self._is_candidate(question, text):
                    near.add(place)
                if text == question.meant:
                    same.add(place)

    @staticmethod
    def _is_candidate(question: Question, text: str) -> bool:
        asked = question.asked
        by_sound = isinstance(asked, Slipped) and asked.by_sound
        return is_near(question.text, text) and (not by_sound or sounds_like(question.text, text))


_watch: Watch


def _look(numbers: range) -> Census:
    return _watch.look(numbers)


def take(size: int, questions: Sequence[Question], texts: Iterable[str] = (), *, processes: int) -> Census:
    """Count over all firms of a size."""
    global _watch  # noqa: PLW0603 - handed to the processes by forking
    _watch = Watch(questions, texts)
    pieces = [range(first, min(first + PIECE, size)) for first in range(0, size, PIECE)]
    census = Census()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for part in counted(pool.imap_unordered(_look, pieces), total=len(pieces), unit=PIECE, what="names compared"):
            census.add(part)
    return census
