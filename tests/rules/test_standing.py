"""Standing on a list, on two axes of time: a table, and generated histories against a naive replay."""

import random
from datetime import date, timedelta

import pytest

from lists.listings.standing import History, ListStanding, ListStep, Turn, standing_of
from tests.rules.examples import generated

START = date(2026, 3, 1)
LISTED, NOT_LISTED, NOT_AVAILABLE = ListStanding
TERM, HISTORIES = 40, 2_000


def day(number: int) -> date:
    return START + timedelta(days=number)


def history(*turns: tuple[Turn, int], until: int = 30) -> History:
    steps = tuple(ListStep(turn=turn, on=day(number)) for turn, number in turns)
    return History(public_from=day(turns[0][1]), public_until=day(until), steps=steps)


PLAIN = history((Turn.LISTED, 10))
RESTORED = history((Turn.LISTED, 10), (Turn.REMOVED, 15), (Turn.RESTORED, 20))
UNDONE_AT_ONCE = history((Turn.LISTED, 10), (Turn.REMOVED, 15), (Turn.RESTORED, 15))
# Public listings, somebody forgotten, the day meant, the day of knowledge, the answer.
CASES: dict[str, tuple[tuple[History, ...], bool, int, int, ListStanding]] = {
    "listed, and known": ((PLAIN,), False, 12, 25, LISTED),
    "the first day": ((PLAIN,), False, 10, 10, LISTED),
    "the day before": ((PLAIN,), False, 9, 25, NOT_LISTED),
    "the day before, somebody else forgotten": ((PLAIN,), True, 9, 25, NOT_AVAILABLE),
    "the decision was not known yet": ((PLAIN,), False, 12, 9, NOT_LISTED),
    "foreseen: a later day of the term": ((PLAIN,), False, 29, 11, LISTED),
    "the term is over": ((PLAIN,), False, 30, 30, NOT_LISTED),
    "between exit and restoration": ((RESTORED,), False, 17, 25, NOT_LISTED),
    "from the restoration on": ((RESTORED,), False, 20, 20, LISTED),
    "the exit was known, the restoration not": ((RESTORED,), False, 22, 18, NOT_LISTED),
    "before either was known": ((RESTORED,), False, 22, 14, LISTED),
    "repaired, hence forgotten": ((), True, 12, 25, NOT_AVAILABLE),
    "restored on the day of the exit": ((UNDONE_AT_ONCE,), False, 15, 15, LISTED),
    "never on the list, nobody forgotten": ((), False, 12, 25, NOT_LISTED),
}


@pytest.mark.parametrize("case", CASES)
def test_answers(case: str) -> None:
    histories, is_forgotten, valid, known, answer = CASES[case]
    assert standing_of(histories, is_forgotten=is_forgotten, valid_on=day(valid), known_on=day(known)) is answer


def by_replay(histories: list[History], *, is_forgotten: bool, valid: date, known: date) -> ListStanding:
    """Answer as a clerk with a calendar would: cross days on and off, one entry of the journal after the other."""
    crossed: set[date] = set()
    for one in histories:
        term = {one.public_from + timedelta(days=n) for n in range((one.public_until - one.public_from).days)}
        mine: set[date] = set()
        for step in one.steps:
            if step.on > known:
                break
            later = {each for each in term if each >= step.on}
            mine = mine - later if step.turn is Turn.REMOVED else mine | later
        crossed |= mine
    if valid in crossed:
        return LISTED
    return NOT_AVAILABLE if is_forgotten else NOT_LISTED


def any_history(chance: random.Random) -> History:
    first = chance.randrange(TERM)
    days = sorted(chance.randrange(first, TERM + 5) for _ in range(chance.randrange(6)))
    turns = [Turn.LISTED, *(Turn.REMOVED if n % 2 == 0 else Turn.RESTORED for n in range(len(days)))]
    steps = tuple(ListStep(turn=turn, on=day(number)) for turn, number in zip(turns, [first, *days], strict=True))
    return History(public_from=day(first), public_until=day(first + chance.randrange(1, TERM)), steps=steps)


def test_generated_histories_agree_with_a_naive_replay() -> None:
    chance, seen = random.Random(16), set[ListStanding]()
    for _ in range(generated(HISTORIES)):
        histories = [any_history(chance) for _ in range(chance.randrange(3))]
        is_forgotten = chance.random() < 0.3
        for _ in range(4):
            valid, known = day(chance.randrange(-2, TERM * 2)), day(chance.randrange(-2, TERM * 2))
            answer = standing_of(histories, is_forgotten=is_forgotten, valid_on=valid, known_on=known)
            naive = by_replay(histories, is_forgotten=is_forgotten, valid=valid, known=known)
            assert answer is naive, (histories, is_forgotten, valid, known)
            seen.add(answer)
    assert seen == set(ListStanding)
