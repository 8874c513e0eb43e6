"""Words of the desk: labels of kinds, states and steps."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import STATE_LABELS, WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.shared.workflow.history import name_of

register = template.Library()


@register.filter
def kind_label(record: Record) -> str:
    """Name the kind of a record."""
    return gettext(kind_of(record.kind).label)


@register.filter
def state_label(record: Record) -> str:
    """Name the state of a record."""
    return capfirst(gettext(STATE_LABELS[State(record.state)]))


@register.filter
def person(user: User) -> str:
    """Name an officer."""
    return name_of(user)


@register.filter
def withdrawal_label(record: Record) -> str:
    """Return why a record was withdrawn."""
    return gettext(WITHDRAWAL_LABELS[WithdrawalReason(record.withdrawn_reason)])


@register.filter
def filled(cells: Iterable[LabelledValue]) -> list[LabelledValue]:
    """Leave out cells without a value."""
    return [cell for cell in cells if cell.value]


@register.filter
def joined_labels(labels: Iterable[str]) -> str:
    """Name several labels in a row, in the reader's language."""
    return gettext("、").join(gettext(label) for label in labels)


@register.simple_tag(takes_context=True)
def current_tab(context: template.Context, name: str, *, besides: str = "", exact: bool = False) -> SafeString:
    """Mark a tab if the present page lies below it, but not below the tab `besides`."""
    path, address = context["request"].path, reverse(name)
    here = path == address if exact else path.startswith(address)
    if not here or (besides and path.startswith(reverse(besides))):
        return SafeString("")
    return SafeString(' aria-current="page"')
