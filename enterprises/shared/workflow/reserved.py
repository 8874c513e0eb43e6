"""Steps of a row that belong to a matter of a room above, such as a case about a record (setting RESERVED_STEPS).

The row's own page names the matter and does not offer them; its services refuse them to everybody else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.desk import C, Step


class ReservedAct(StrEnum):
    """What a matter may reserve; each room knows which of its steps belong to it."""

    REPAIR = "REPAIR"  # to take off by repair, or to turn that down
    UPHOLD = "UPHOLD"  # to take off because an objection was upheld
    CONFIRM = "CONFIRM"  # to confirm, refuse or take back what was taken off
    UNDO = "UNDO"  # to publish again after a repair got by deceit, or to turn that down
    DISPUTE = "DISPUTE"  # to take off the mark of a dispute


# The acts on something that was taken off: a step on it is refused while a matter keeps either.
AFTER_TAKING_OFF = (ReservedAct.CONFIRM, ReservedAct.UNDO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """The matter to which an act belongs; officers of `agency_id` may open its page `address`."""

    label: str
    number: str
    address: str
    agency_id: int | None

    @property
    def sentence(self) -> str:
        """Why the step is not taken elsewhere."""
        return sentence("这一步属于{label}申请{number}，请在该申请中办理。", label=self.label, number=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedNotice:
    """What a page shows of a matter that keeps steps for itself; `address` is empty for who may not open it."""

    label: str
    number: str
    address: str
    steps: tuple[str, ...]


class StepReserved(Refused):
    """A step belongs to a matter of another room, which takes it."""


Reservations = Mapping[ReservedAct, Reservation]
ReservedSource = Callable[[str, int, int], Reservations]


@cache
def _sources() -> tuple[ReservedSource, ...]:
    return tuple(import_string(path) for path in settings.RESERVED_STEPS)


def reservations_of(row: Model, *, enterprise_id: int) -> Reservations:
    """Return which acts on a row belong to a matter of another room; `row` is of that enterprise."""
    found: dict[ReservedAct, Reservation] = {}
    for source in _sources():
        found = {**source(str(row._meta.model_name), row.pk, enterprise_id), **found}
    return found


def require_unreserved(row: Model, *acts: ReservedAct, enterprise_id: int, by_matter: bool = False) -> None:
    """Insist that no matter keeps one of these acts on a row for itself; call it once the row is locked.

    `by_matter`: the matter itself takes the step.

    :raises StepReserved: one does; the sentence names it.
    """
    if by_matter:
        return
    reservations = reservations_of(row, enterprise_id=enterprise_id)
    for act in acts:
        if act in reservations:
            raise StepReserved(reservations[act].sentence)


def unreserved_steps(
    steps: Iterable[Step[C]], *, acts: Mapping[ReservedAct, frozenset[str]], reservations: Reservations
) -> list[Step[C]]:
    """Return the steps that no matter keeps for itself, in their order; `acts` names the steps of each act."""
    kept = frozenset[str]().union(*(acts.get(act, frozenset()) for act in reservations))
    return [step for step in steps if step.name not in kept]


def reserved_notices(
    reservations: Reservations, *, labels: Mapping[ReservedAct, Iterable[str]], agency_id: int | None
) -> list[ReservedNotice]:
    """Return a notice for each matter, with the labels of the steps that would be open here without it."""
    matters: dict[Reservation, list[str]] = {}
    for act, steps in labels.items():
        if act in reservations:
            matters.setdefault(reservations[act], []).extend(steps)
    return [
        ReservedNotice(
            label=matter.label,
            number=matter.number,
            address=matter.address if matter.agency_id == agency_id else "",
            steps=tuple(steps),
        )
        for matter, steps in matters.items()
        if steps
    ]
