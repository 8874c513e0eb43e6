"""Shields made by the services, and the two people of the credit office who make them."""

from datetime import date, datetime
from typing import Any

from enterprises.register.models import Enterprise
from enterprises.shields.models import Shield
from enterprises.shields.rules import SHIELD_BASES, ShieldKind
from enterprises.shields.services import GivenShield, confirm_shield, request_shield
from tests.lists.make import office as keeper
from tests.make import AT

RULED = date(2026, 5, 5)
UNTIL = date(2026, 12, 1)
NUMBER = "（2026）鄂01破5号之二"


def given(**changes: Any) -> GivenShield:
    """Make what an officer enters of a ruling."""
    values = {
        "kind": ShieldKind.RESTRUCTURING,
        "court": "湖北省武汉市中级人民法院",
        "ruling_number": NUMBER,
        "ruled_on": RULED,
        "legal_basis": SHIELD_BASES[ShieldKind.RESTRUCTURING],
        "until": UNTIL,
    }
    return GivenShield(**{**values, **changes})


def requested(enterprise: Enterprise, *, at: datetime = AT, **changes: Any) -> Shield:
    """Make a shield that waits for a second person."""
    return request_shield(enterprise=enterprise, given=given(**changes), by=keeper("first"), at=at)


def in_force(enterprise: Enterprise, *, at: datetime = AT, **changes: Any) -> Shield:
    """Make a shield that runs from that day on."""
    return confirm_shield(shield=requested(enterprise, at=at, **changes), by=keeper("second"), at=at)
