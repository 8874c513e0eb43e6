"""Count, over every name of a size, who lies within one typo of the questions: the ceilings.

The questions are kept with their shortened texts; the names pass by once, in parallel, and none is kept.
"""

import multiprocessing
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.bench.search.classes import Mistyped, core_of, plain
from tests.bench.search.enterprises import MadeEnterprise, enterprise_at
from tests.bench.search.progress import counted
from tests.bench.search.questions import Question
from tests.bench.search.typos import is_one_edit, same_pinyin_as, shortened

PIECE = 5_000


@dataclass(slots=True, kw_only=True)
class Census:
    """What was counted; questions are known by their index."""

    one_edit: Counter[int] = field(default_factory=Counter)  # enterprises within one typo of the typed text
    same: Counter[int] = field(default_factory=Counter)  # enterprises of the very text that was meant
    existing: set[str] = field(default_factory=set)  # of the texts watched for, those that are a name

    def add(self, other: "Census") -> None:
        """Take in what was counted over other enterprises."""
        self.one_edit.update(other.one_edit)
        self.same.update(other.same)
        self.existing |= other.existing

    def ceiling(self, index: int, *, among: int) -> float:
        """Return how likely a question finds what was meant among so many hits, all of them being equal."""
        return min(1.0, among / self.one_edit[index])


class Watch:
    """The questions, ready to be recognised in passing names."""

    def __init__(self, questions: Sequence[Question], texts: Iterable[str] = ()) -> None:
        self._questions = questions
        self._texts = frozenset(map(plain, texts))
        self._by_edit_key: dict[bool, dict[str, list[int]]] = {True: {}, False: {}}
        for index, question in enumerate(questions):
            if isinstance(question.asked, Mistyped):
                held = self._by_edit_key[question.asked.is_full]
                for text in set(shortened(question.text)):
                    held.setdefault(text, []).append(index)

    def look(self, numbers: range) -> Census:
        """Count over the enterprises of these numbers."""
        census = Census()
        for number in numbers:
            self._look_at(enterprise_at(number), census)
        return census

    def _look_at(self, enterprise: MadeEnterprise, census: Census) -> None:
        one_edit: set[int] = set()
        same: set[int] = set()
        for name in enterprise.names:
            text = plain(name.text)
            if text in self._texts:
                census.existing.add(text)
            self._compare(text, one_edit, same, is_full=True)
            self._compare(core_of(name), one_edit, same, is_full=False)
        census.one_edit.update(one_edit)
        census.same.update(same)

    def _compare(self, text: str, one_edit: set[int], same: set[int], *, is_full: bool) -> None:
        held = self._by_edit_key[is_full]
        if not held:
            return
        for shorter in shortened(text):
            for index in held.get(shorter, ()):
                question = self._questions[index]
                if index not in one_edit and self._is_candidate(question, text):
                    one_edit.add(index)
                if text == question.meant:
                    same.add(index)

    @staticmethod
    def _is_candidate(question: Question, text: str) -> bool:
        asked = question.asked
        by_pinyin = isinstance(asked, Mistyped) and asked.by_pinyin
        return is_one_edit(question.text, text) and (not by_pinyin or same_pinyin_as(question.text, text))


_watch: Watch


def _look(numbers: range) -> Census:
    return _watch.look(numbers)


def take(size: int, questions: Sequence[Question], texts: Iterable[str] = (), *, processes: int) -> Census:
    """Count over all enterprises of a size."""
    global _watch  # noqa: PLW0603 - handed to the processes by forking
    _watch = Watch(questions, texts)
    pieces = [range(first, min(first + PIECE, size)) for first in range(0, size, PIECE)]
    census = Census()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for part in counted(pool.imap_unordered(_look, pieces), total=len(pieces), unit=PIECE, what="names compared"):
            census.add(part)
    return census
