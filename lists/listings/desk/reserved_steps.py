"""Steps on the listing's page that belong to a case about the listing: not offered there, and the case is named."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_noop

from enterprises.shared.workflow.desk import Step
from enterprises.shared.workflow.reserved import ReservedAct, ReservedNotice, reserved_notices, unreserved_steps
from lists.listings.desk.steps import STEPS, STEPS_BY_NAME, ListingSituation
from lists.listings.rules import RemovalReason
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
_REMOVED = {
    RemovalReason.REPAIRED: gettext_noop("因信用修复移出"),
    RemovalReason.OBJECTION_UPHELD: gettext_noop("因异议成立移出"),
}


def open_steps(situation: ListingSituation) -> list[Step[ListingSituation]]:
    """Return the steps that do not belong to a case, in the order of the page."""
    return unreserved_steps(STEPS, acts=_ACTS, reservations=situation.reserved)


def notices_of(situation: ListingSituation) -> list[ReservedNotice]:
    """Return the cases that keep steps which this officer would find here without them."""
    labels = {act: _labels(act, situation) for act in situation.reserved}
    agency_id = situation.agency.pk if situation.agency else None
    return reserved_notices(situation.reserved, labels=labels, agency_id=agency_id)


def _labels(act: ReservedAct, situation: ListingSituation) -> list[str]:
    names = _ACTS.get(act, frozenset())
    labels = [step.label for step in STEPS if step.name in names and step.is_open(situation)]
    # To remove stays, without the reasons on which a case decides.
    reasons = [reason for reason, of_case in REMOVALS_OF_CASES.items() if of_case is act]
    may_remove = bool(reasons) and STEPS_BY_NAME["remove"].is_open(situation)
    return labels + [_REMOVED[reason] for reason in reasons if may_remove]
