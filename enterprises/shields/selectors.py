"""Reads of shields."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from enterprises.shields.models import Shield
from enterprises.shields.rules import ShieldDays


def shield_days(enterprise_ids: Collection[int]) -> dict[int, tuple[ShieldDays, ...]]:
    """Return the days of every shield of the enterprises, past and coming ones too; no entry for none. One query."""
    found: dict[int, list[ShieldDays]] = defaultdict(list)
    rows = Shield.objects.in_force().filter(codes__in=enterprise_ids, starts_on__isnull=False).order_by("starts_on")
    for pk, ruled_on, starts, ends in rows.values_list("codes", "ruled_on", "starts_on", "until"):
        if starts is not None and starts < ends:
            found[pk].append(ShieldDays(ruled_on=ruled_on, starts=starts, ends=ends))
    return {pk: tuple(days) for pk, days in found.items()}


def running_shield(enterprise_id: int, *, decided_on: date | None, on: date) -> Shield | None:
    """Return the shield that hides on that day what was decided against the enterprise then; None: none does."""
    if decided_on is None:
        return None
    running = Shield.objects.running(on=on).filter(codes=enterprise_id, ruled_on__gte=decided_on)
    return running.order_by("-until", "-pk").first()


def shields_found(text: str) -> QuerySet[Shield]:
    """Return the shields of an enterprise by a code or a part of its name, or by the ruling; all for no text."""
    rows = Shield.objects.select_related("enterprise").order_by("-pk")
    text = text.strip()
    if not text:
        return rows
    named = Q(codes__uscc=text.upper()) | Q(enterprise__name__icontains=text) | Q(ruling_number__icontains=text)
    return rows.filter(named).distinct()
