"""One POST a step in the life of a listing; the services decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from enterprises.shared import clock
from lists.criteria.colors import Color
from lists.listings.desk.forms import DecideForm, NoForm, NotifyForm, ReasonForm, RemoveForm
from lists.listings.models import Listing
from lists.listings.rules import RemovalReason
from lists.listings.services.decisions import decide_listing, notify_listing, reject_listing
from lists.listings.services.exits import (
    confirm_removal,
    mark_listing_disputed,
    remove_listing,
    settle_listing_dispute,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button of the page of a listing; `take` calls one service with the cleaned form."""

    label: str
    done: str
    form: Callable[[Listing, QueryDict | None], forms.Form]
    take: Callable[..., Listing]
    is_danger: bool = False


def notify_form(listing: Listing, data: QueryDict | None) -> forms.Form:
    """Make the form with today as the day of service."""
    return NotifyForm(data, initial={"served_on": clock.today()})


def decide_form(listing: Listing, data: QueryDict | None) -> forms.Form:
    """Make the form with what the list promises."""
    credit_list = listing.credit_list
    initial = {
        "decided_on": clock.today(),
        "authority": credit_list.authority_id,
        "term_months": credit_list.term_months,
        "term_basis": "",
    }
    return DecideForm(data, initial=initial)


def remove_form(listing: Listing, data: QueryDict | None) -> forms.Form:
    """Make the form with the reasons of such a list."""
    return RemoveForm(data, color=Color(listing.color))


def reason_form(listing: Listing, data: QueryDict | None) -> forms.Form:
    """Make a form with a reason."""
    return ReasonForm(data)


def no_form(listing: Listing, data: QueryDict | None) -> forms.Form:
    """Make a form without input."""
    return NoForm(data)


def take_notify(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Record the notice."""
    return notify_listing(listing=listing, by=by, at=clock.now(), **given)


def take_decide(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Record the decision."""
    return decide_listing(listing=listing, by=by, at=clock.now(), **given)


def take_reject(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Record that the enterprise is not listed."""
    return reject_listing(listing=listing, by=by, at=clock.now(), **given)


def take_remove(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Take it off the list."""
    reason = RemovalReason(given["reason"])
    return remove_listing(listing=listing, reason=reason, note=given["note"], by=by, at=clock.now())


def take_confirm(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Confirm a removal."""
    return confirm_removal(listing=listing, by=by, at=clock.now())


def take_dispute(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Mark it as disputed."""
    return mark_listing_disputed(listing=listing, by=by, at=clock.now(), **given)


def take_settle(listing: Listing, *, by: User, given: dict[str, Any]) -> Listing:
    """Take the mark off."""
    return settle_listing_dispute(listing=listing, by=by, at=clock.now(), **given)


STEPS: dict[str, Step] = {
    "notify": Step(label="登记告知", done="已登记告知。", form=notify_form, take=take_notify),
    "decide": Step(label="登记列入决定", done="已列入，即日公示。", form=decide_form, take=take_decide),
    "reject": Step(label="不予列入", done="已登记不予列入。", form=reason_form, take=take_reject, is_danger=True),
    "remove": Step(
        label="移出名单", done="已移出，即刻撤下；请另一人确认。", form=remove_form, take=take_remove, is_danger=True
    ),
    "confirm-removal": Step(label="确认移出", done="移出已确认。", form=no_form, take=take_confirm),
    "dispute": Step(label="标注异议", done="已标注异议。", form=reason_form, take=take_dispute),
    "settle-dispute": Step(label="取消异议标注", done="异议标注已取消。", form=reason_form, take=take_settle),
}
