"""The transition table of a row, its marks and its later confirmations, as data.

State diagrams in docs/rules/ are generated from it (`python -m tests.diagrams --write`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Generic[S]):
    """One step from some states to another; `verb` is what the history stores.

    `is_announced`: what others read changes, so the change signal follows. `late` is the sentence for a row that
    is no longer in one of the states `before`; empty, it is made of the row's state.
    """

    verb: str
    before: frozenset[S]
    after: S
    is_announced: bool = False
    late: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Generic[S]):
    """A mark that a row bears in some states without leaving them; `column` keeps since when.

    `where` names in Chinese the place in which such rows stand, `label` the mark. `put_by` and `taken_by` are the
    columns of who put it on and who took it off last, if the model keeps them. `is_announced`: others read it.
    """

    column: str
    states: frozenset[S]
    put: str
    taken: str
    label: str
    where: str
    put_by: str = ""
    taken_by: str = ""
    is_announced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Generic[S]):
    """A step that one person took and a second one confirms afterwards, in a state that stays.

    `first` and `second` are the columns of the two people, `act` names the step in Chinese. `since` is the column that
    is set while such a step stands; empty, the state states that. `late` is the sentence for a second person who would
    refuse what was confirmed.
    """

    verb: str
    states: frozenset[S]
    first: str
    second: str
    act: str
    since: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(Generic[S]):
    """States of a row and the only ways between them.

    `subject` names the row in Chinese sentences. `starts` are the verbs that make a row, with its first state.
    """

    subject: str
    labels: Mapping[S, str]
    starts: Mapping[str, S]
    transitions: tuple[Transition[S], ...]
    marks: tuple[Mark[S], ...] = ()
    confirmations: tuple[Confirmation[S], ...] = ()
    _by_verb: dict[str, Transition[S]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_verb", {each.verb: each for each in self.transitions})

    def transition(self, verb: str) -> Transition[S]:
        """Return the transition of that verb.

        :raises KeyError: there is none.
        """
        return self._by_verb[verb]

    def allows(self, *, before: S, after: S) -> bool:
        """Return whether a row may go from `before` to `after`."""
        return any(before in each.before and each.after == after for each in self.transitions)

    def ends_in(self) -> frozenset[S]:
        """Return the states that nothing leads out of."""
        return frozenset(self.labels) - frozenset[S]().union(*(each.before for each in self.transitions))
