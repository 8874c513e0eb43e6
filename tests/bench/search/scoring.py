"""Ask an engine and count what it finds, how fast, and what it wrongly calls the enterprise."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import fmean, quantiles

from search.names.queries import read_query
from search.port import Index, Query
from tests.bench.search.census import Census
from tests.bench.search.classes import Clean
from tests.bench.search.enterprises import ON, MadeEnterprise, enterprise_at
from tests.bench.search.questions import Question
from tests.bench.search.targets import target

FIRST, TOP = 1, 5
SUGGESTIONS = 10
EXAMPLES = 10
Ids = Sequence[int]
Ask = Callable[[Question], Ids]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a class reached at a size; recall and ceilings in percent, times in milliseconds."""

    kind: str
    questions: int
    recall_1: float
    recall_5: float
    ceiling_1: float | None
    ceiling_5: float | None
    p50_ms: float
    p95_ms: float
    target_5: float | None
    failed: tuple[dict[str, object], ...] = field(default=())

    @property
    def is_met(self) -> bool:
        """Return whether the target is reached; without one it is."""
        return self.target_5 is None or round(self.recall_5, 6) >= round(self.target_5, 6)


@lru_cache(maxsize=20_000)
def _enterprise(number: int) -> MadeEnterprise:
    return enterprise_at(number)


def through(index: Index) -> Ask:
    """Return how an engine behind the port is asked."""

    def ask(question: Question) -> Ids:
        asked = question.asked
        if isinstance(asked, Clean) and asked.is_suggestion:
            return index.suggest(read_query(question.text), limit=SUGGESTIONS)
        return [hit.id for hit in index.search(Query(text=read_query(question.text), on=ON)).hits]

    return ask


def credit(question: Question, ids: Ids, *, among: int, same: int) -> float:
    """Return what the first hits are worth: 1 or 0 without a typo.

    With one, several enterprises may have the very text that was meant: the mean over all of them.
    """
    right = sum(question.is_answered_by(_enterprise(number - 1)) for number in ids[:among])
    return float(right > 0) if isinstance(question.asked, Clean) else right / max(same, 1)


def p50_p95(times: Sequence[float]) -> tuple[float, float]:
    """Return median and 95th percentile."""
    if len(times) < 2:
        return times[0], times[0]
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9], cuts[18]


@dataclass(slots=True, kw_only=True)
class Answers:
    """What was answered to the questions of a class, in their order, and the milliseconds it took."""

    ids: list[Ids] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def take(self, ask: Ask, question: Question) -> None:
        """Ask one question."""
        began = time.perf_counter()
        ids = ask(question)
        self.times.append(1000 * (time.perf_counter() - began))
        self.ids.append(ids)


def answers_of(asks: Mapping[str, Ask], questions: Sequence[Question]) -> dict[str, Answers]:
    """Ask every question of everyone, in turns: whatever else the machine does hits all of them."""
    answers = {name: Answers() for name in asks}
    for question in questions:
        for name, ask in asks.items():
            answers[name].take(ask, question)
    return answers


def score(
    questions: Sequence[Question], answers: Answers, indices: Sequence[int], census: Census, *, size: int
) -> Score:
    """Judge the answers to the questions of one class; `indices` are theirs in the census."""
    kind = questions[0].kind
    asked = list(zip(questions, answers.ids, indices, strict=True))
    firsts = [credit(question, ids, among=FIRST, same=census.same[index]) for question, ids, index in asked]
    fives = [credit(question, ids, among=TOP, same=census.same[index]) for question, ids, index in asked]
    has_ceiling = not isinstance(questions[0].asked, Clean)
    ceilings = [
        100 * fmean(census.ceiling(index, among=among) for index in indices) if has_ceiling else None
        for among in (FIRST, TOP)
    ]
    p50, p95 = p50_p95(answers.times)
    return Score(
        kind=kind,
        questions=len(questions),
        recall_1=100 * fmean(firsts),
        recall_5=100 * fmean(fives),
        ceiling_1=ceilings[0],
        ceiling_5=ceilings[1],
        p50_ms=p50,
        p95_ms=p95,
        target_5=target(kind, size=size, ceiling=ceilings[1]),
        failed=tuple(_failure(*asked[i], census) for i, worth in enumerate(fives) if not worth)[:EXAMPLES],
    )


def _failure(question: Question, ids: Ids, index: int, census: Census) -> dict[str, object]:
    return {
        "typed": question.text,
        "meant": question.meant,
        "enterprise": _enterprise(question.number).name.text,
        "near": census.one_edit[index],
        "found": [_enterprise(number - 1).name.text for number in ids[:TOP]],
    }


def claims(index: Index, texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the texts for which the engine wrongly answers "this is the enterprise", each with that enterprise."""
    found = []
    for text in texts:
        for hit in index.search(Query(text=read_query(text), on=ON)).hits:
            if hit.match and hit.match.is_the_enterprise:
                found.append((text, hit.match.text))
                break
    return found
