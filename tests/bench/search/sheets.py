"""The questions of one size, with what was counted about them over all its enterprises."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.search import census as counting
from tests.bench.search.census import Census
from tests.bench.search.classes import plain
from tests.bench.search.progress import tell
from tests.bench.search.questions import CLAIMS, Question, homonyms, questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The questions of one size with what was counted about them."""

    size: int
    questions: tuple[Question, ...]
    census: Census
    homonyms: dict[str, list[str]]

    def of(self, kind: str) -> tuple[list[Question], list[int]]:
        """Return the questions of a class and their indices in the census."""
        indices = [index for index, question in enumerate(self.questions) if question.kind == kind]
        return [self.questions[index] for index in indices], indices


def make_sheet(kinds: Sequence[str], *, size: int, count: int, with_claims: bool, processes: int) -> Sheet:
    """Make the questions of a size and count their ceilings over all its enterprises."""
    began = time.perf_counter()
    asked = tuple(question for kind in kinds for question in questions(kind, size=size, count=count))
    near = {kind: homonyms(kind, size=size, count=count) for kind in CLAIMS} if with_claims else {}
    texts = [text for some in near.values() for text in some]
    census = counting.take(size, asked, texts, processes=processes)
    unreal = {
        kind: [text for text in some if plain(text) not in census.existing][:count] for kind, some in near.items()
    }
    tell(f"{size:,} enterprises: {len(asked):,} questions and their ceilings", since=began)
    return Sheet(size=size, questions=asked, census=census, homonyms=unreal)
