"""Steps on the listing's page that belong to a case about the listing: not offered there, and the case is named."""

from collections.abc import Mapping
from types import MappingProxyType

from enterprises.shared.workflow.desk import Step
from enterprises.shared.workflow.reserved import ReservedAct, ReservedNotice, reserved_notices
from lists.listings.desk.steps import STEPS, ListingSituation
from lists.listings.rules import REMOVAL_LABELS
from lists.listings.services.exits import REMOVALS_OF_CASES

_ACTS: Mapping[ReservedAct, frozenset[str]] = MappingProxyType(
    {
        ReservedAct.UPHOLD: frozenset({"reject"}),
        ReservedAct.CONFIRM: frozenset(
            {"confirm-removal", "refuse-removal", "ask-takeback", "take-back", "turn-down-takeback"}
        ),
        ReservedAct.UNDO: frozenset({"ask-takeback", "take-back", "turn-down-takeback"}),
        ReservedAct.DISPUTE: frozenset({"settle-dispute"}),
    }
)


def open_steps(situation: ListingSituation) -> list[Step[ListingSituation]]:
    """Return the steps that do not belong to a case, in the order of the page."""
    kept = frozenset[str]().union(*(_ACTS.get(act, frozenset()) for act in situation.reserved))
    return [step for step in STEPS if step.name not in kept]


def notices_of(situation: ListingSituation) -> list[ReservedNotice]:
    """Return the cases that keep steps which this officer would find here without them."""
    open_here = {step.name: step.label for step in STEPS if step.is_open(situation)}
    labels = {act: [label for name, label in open_here.items() if name in names] for act, names in _ACTS.items()}
    if "remove" in open_here:  # it stays, without the reasons on which a case decides
        for reason, act in REMOVALS_OF_CASES.items():
            labels.setdefault(act, []).append(f"因{REMOVAL_LABELS[reason]}移出")
    return reserved_notices(
        situation.reserved, labels=labels, agency_id=situation.agency.pk if situation.agency else None
    )
