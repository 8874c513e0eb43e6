"""Goals of a public document, read from the JSON file that the setting HONOUR_GOALS names.

`creditportal/honour_goals.json`, the goals of the demonstration city, shows the form. Every text stands there in
Chinese and English. A file with an empty list of goals leaves the table of goals out.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazystr

from enterprises.catalogue.types import Choice, RecordKind, Role
from search.doors.types import Goal, GoalDocument
from search.filters import is_english

_NAME = re.compile(r"[-a-z0-9]{1,60}", re.ASCII)


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    zh: str
    en: str

    def __post_init__(self) -> None:
        if not (self.zh and self.en):
            raise ValueError("a text is empty")

    def __str__(self) -> str:
        return self.en if is_english() else self.zh


class _Goal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One goal; counted are honours of these categories, and of these levels if any is given."""

    name: str
    label: _Text
    goal: _Text
    categories: frozenset[str]
    levels: frozenset[str] = frozenset()
    then: int | None = None
    counts_new_ones: bool = False
    yearly: bool = False
    of_enterprises: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError("a name, which stands in addresses, has small letters, digits and hyphens alone")
        if not self.categories:
            raise ValueError("a goal without categories counts nothing")


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: _Text
    number: str
    issued_on: date
    by_year: int
    goals: tuple[_Goal, ...]


def read_goals(path: Path, *, kind: RecordKind) -> tuple[Goal, ...]:
    """Return the goals of a file, for the kind of honours.

    :raises ImproperlyConfigured: the file does not fit; the sentence names the setting and what is wrong.
    """
    try:
        read = msgspec.json.decode(path.read_text("utf-8-sig"), type=_Document)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as misfit:
        raise ImproperlyConfigured(f"HONOUR_GOALS is {str(path)!r}, which cannot be read: {misfit}") from None
    for problem in _problems(read.goals, kind):
        raise ImproperlyConfigured(f"HONOUR_GOALS is {str(path)!r}: {problem}")
    document = GoalDocument(
        title=lazystr(read.title),
        number=read.number,
        issued_on=read.issued_on,
        by_year=read.by_year,
        states_figures=any(each.then is not None for each in read.goals),
    )
    return tuple(_goal(each, document) for each in read.goals)


def _problems(goals: tuple[_Goal, ...], kind: RecordKind) -> Iterator[str]:
    """Yield a name that stands twice, and values that no honour can have: their goals would count nothing."""
    if len({each.name for each in goals}) < len(goals):
        yield "two goals have one name."
    for each in goals:
        for role, values in _values(each).items():
            field = kind.role(role)
            admitted = field.type.values if isinstance(field.type, Choice) else ()
            if unknown := values.difference(admitted):
                yield f"the goal {each.name} counts {field.label} {'、'.join(sorted(unknown))}, which no honour has."


def _values(goal: _Goal) -> dict[Role, frozenset[str]]:
    values = {Role.HONOUR_CATEGORY: goal.categories}
    return {**values, Role.HONOUR_LEVEL: goal.levels} if goal.levels else values


def _goal(read: _Goal, document: GoalDocument) -> Goal:
    return Goal(
        name=read.name,
        label=lazystr(read.label),
        goal=lazystr(read.goal),
        document=document,
        values=_values(read),
        then=read.then,
        after=document.issued_on if read.counts_new_ones else None,
        yearly=read.yearly,
        of_enterprises=read.of_enterprises,
    )
