"""Whether an enterprise was on a list on a day, by what was known on another: pure rules.

Source: docs/rules/lists-standing.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Turn(StrEnum):
    """A step that puts somebody on a list or takes somebody off it."""

    LISTED = "LISTED"
    REMOVED = "REMOVED"
    RESTORED = "RESTORED"


class ListStanding(StrEnum):
    """The answer for a day."""

    LISTED = "LISTED"
    NOT_LISTED = "NOT_LISTED"
    NOT_AVAILABLE = "NOT_AVAILABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStep:
    """A turn: it was entered, and took effect, on that Shanghai day; nothing is back-dated. `basis` in Chinese."""

    turn: Turn
    on: date
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The half-open term of one listing and its steps, the oldest first."""

    public_from: date
    public_until: date
    steps: tuple[ListStep, ...]

    def is_in_term(self, *, on: date) -> bool:
        """Return whether that day is one of the term."""
        return self.public_from <= on < self.public_until

    def is_listed(self, *, valid_on: date, known_on: date) -> bool:
        """Return whether it held on `valid_on`, by the steps entered up to the end of `known_on`."""
        if not self.is_in_term(on=valid_on):
            return False
        taken = [step.turn for step in self.steps if step.on <= min(valid_on, known_on)]
        return bool(taken) and taken[-1] is not Turn.REMOVED

    def known(self, *, on: date) -> tuple[ListStep, ...]:
        """Return the steps that were entered up to the end of that day."""
        return tuple(step for step in self.steps if step.on <= on)


def standing_of(histories: Iterable[History], *, is_forgotten: bool, valid_on: date, known_on: date) -> ListStanding:
    """Return the answer from the listings of an enterprise that are public today.

    `is_forgotten`: the list named, for that pair of days, anybody who may no longer be named. Then nobody gets a "no",
    for a "no" to all others would name who was forgotten.
    """
    if any(history.is_listed(valid_on=valid_on, known_on=known_on) for history in histories):
        return ListStanding.LISTED
    return ListStanding.NOT_AVAILABLE if is_forgotten else ListStanding.NOT_LISTED
