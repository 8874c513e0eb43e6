"""Restructured enterprises of the made-up city: one whose shield ran out by itself, one that is shielded now."""

from datetime import date, timedelta

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import CREDIT_OFFICE
from creditportal.development.demo.rows import instant_of
from enterprises.cases.models import Case
from enterprises.catalogue.codes import KindCode
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shields.models import Shield
from enterprises.shields.rules import ShieldKind, usual_basis
from enterprises.shields.services import GivenShield, confirm_shield, request_shield
from lists.listings.models import Listing

# Days before today: ruling and confirmation, and days after it: when it is shown again.
_LAPSED, _RUNNING = (100, 90, -5), (20, 10, 170)


def add_shields(*, on: date) -> list[Shield]:
    """Shield two enterprises whose penalties are older than the ruling, and that nothing else is about."""
    decided = Record.objects.public(on=on).filter(kind=KindCode.PENALTY, decided_on__lt=on - timedelta(days=_LAPSED[0]))
    busy = Listing.objects.order_by().values("enterprise")
    free = Enterprise.objects.public(on=on).filter(pk__in=decided.order_by().values("enterprise"), now_under=None)
    free = free.exclude(pk__in=busy).exclude(pk__in=Case.objects.order_by().values("enterprise"))
    plans = ((ShieldKind.RESTRUCTURING, _LAPSED), (ShieldKind.SETTLEMENT, _RUNNING))
    enterprises = free.order_by("pk")[: len(plans)]
    return [
        _shield(enterprise, kind=kind, days=days, on=on)
        for enterprise, (kind, days) in zip(enterprises, plans, strict=False)
    ]


def _shield(enterprise: Enterprise, *, kind: ShieldKind, days: tuple[int, int, int], on: date) -> Shield:
    ruled, confirmed, shown = days
    ruled_on = on - timedelta(days=ruled)
    first, second = (User.objects.get(username=name) for name in CREDIT_OFFICE)
    given = GivenShield(
        kind=kind,
        court="湖北省武汉市中级人民法院",
        ruling_number=f"（{ruled_on.year}）鄂01破{ruled}号之二",
        ruled_on=ruled_on,
        legal_basis=usual_basis(kind),
        until=on + timedelta(days=shown),
    )
    at = instant_of(on - timedelta(days=confirmed), hour=9)
    shield = request_shield(enterprise=enterprise, given=given, by=first, at=at)
    return confirm_shield(shield=shield, by=second, at=at + timedelta(hours=2))
