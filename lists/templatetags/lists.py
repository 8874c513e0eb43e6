"""Words for the states and reasons of listings."""

from datetime import date

from django import template
from django.utils.translation import gettext

from enterprises.shared.rules import days
from lists.listings.rules import MATTER_LABELS, REMOVAL_LABELS, STATE_LABELS, ListingState, MatterKind, RemovalReason

register = template.Library()


@register.filter
def state_label(state: str) -> str:
    """Name a state."""
    return gettext(STATE_LABELS[ListingState(state)])


@register.filter
def removal_label(reason: str) -> str:
    """Name a reason of removal."""
    return gettext(REMOVAL_LABELS[RemovalReason(reason)])


@register.filter
def matter_label(kind: str) -> str:
    """Name what waits."""
    return gettext(MATTER_LABELS[MatterKind(kind)])


@register.filter
def day_before(day: date) -> date:
    """Return the last day of a period that ends before `day`."""
    return days.day_before(day)
