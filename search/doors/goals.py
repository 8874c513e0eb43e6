"""Goals of a public document beside the figures of today."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Q, QuerySet

from enterprises.records.models import Record
from search.doors.rows import condition, public_rows
from search.doors.types import Door, Goal
from search.public_records import HOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFigure:
    """A goal with what is public today: `now` all that counts, `this_year` those of this year."""

    goal: Goal
    now: int
    this_year: int
    year: int


def figures_of(door: Door, *, on: date) -> list[GoalFigure]:
    """Return the figures of all goals of a door; an enterprise counts once, whatever its codes. One query."""
    counts = {}
    for number, goal in enumerate(door.goals):
        kept = counted(door, goal, on=on)
        column = HOLDER if goal.of_enterprises else "pk"
        counts[f"now_{number}"] = Count(column, filter=kept, distinct=goal.of_enterprises)
        of_year = kept & Q(decided_on__year=on.year)
        counts[f"year_{number}"] = Count(column, filter=of_year, distinct=goal.of_enterprises)
    found = public_rows(door, on=on).order_by().aggregate(**counts) if counts else {}
    return [
        GoalFigure(goal=goal, now=found[f"now_{number}"], this_year=found[f"year_{number}"], year=on.year)
        for number, goal in enumerate(door.goals)
    ]


def enterprises_towards(door: Door, name: str, rows: QuerySet[Record]) -> int | None:
    """Return how many enterprises have these records, None where the goal of that name does not count enterprises."""
    if not any(goal.of_enterprises for goal in door.goals if goal.name == name):
        return None
    found: int = rows.order_by().aggregate(found=Count(HOLDER, distinct=True))["found"]
    return found


def counted(door: Door, goal: Goal, *, on: date) -> Q:
    """Return the condition that a record behind a door counts for a goal that day."""
    kept = Q(decided_on__year=on.year) if goal.yearly else Q()
    if goal.after:
        kept &= Q(decided_on__gt=goal.after)
    for meaning, values in goal.values.items():
        kept &= condition(door, meaning, partial(_among, sorted(values)))
    return kept


def _among(values: list[str], lookup: str) -> Q:
    return Q(**{f"{lookup}__in": values})
