"""Steps on the record's page that belong to a case about the record: not offered there, and the case is named."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_noop

from enterprises.records.desk.situation import Situation
from enterprises.records.desk.steps import STEPS, STEPS_BY_NAME
from enterprises.shared.workflow.desk import Step
from enterprises.shared.workflow.reserved import ReservedAct, ReservedNotice, reserved_notices, unreserved_steps

# A withdrawal because an objection was upheld is one reason of several: the step stays, without that reason.
_ACTS: Mapping[ReservedAct, frozenset[str]] = MappingProxyType(
    {
        ReservedAct.REPAIR: frozenset({"repair", "confirm-repair", "turn-down-repair"}),
        ReservedAct.CONFIRM: frozenset(
            {"confirm-withdrawal", "refuse-withdrawal", "ask-takeback", "take-back", "turn-down-takeback"}
        ),
        ReservedAct.UNDO: frozenset({"ask-takeback", "take-back", "turn-down-takeback"}),
        ReservedAct.DISPUTE: frozenset({"settle-dispute"}),
    }
)
_UPHELD = gettext_noop("因异议成立撤下")


def open_steps(situation: Situation) -> list[Step[Situation]]:
    """Return the steps that do not belong to a case, in the order of the page."""
    return unreserved_steps(STEPS, acts=_ACTS, reservations=situation.reserved)


def notices_of(situation: Situation) -> list[ReservedNotice]:
    """Return the cases that keep steps which this officer would find here without them."""
    labels = {act: _labels(act, situation) for act in situation.reserved}
    return reserved_notices(situation.reserved, labels=labels, agency_id=situation.desk.officer.agency_id)


def _labels(act: ReservedAct, situation: Situation) -> list[str]:
    if act is ReservedAct.UPHOLD:
        return [_UPHELD] if STEPS_BY_NAME["withdraw"].is_open(situation) else []
    return [step.title or step.label for step in STEPS if step.name in _ACTS[act] and step.is_open(situation)]
