"""The steps on a listing's page, one table: who, when, which form, which service and in which words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_noop

from enterprises.agencies.models import Agency
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step, anybody, form_of
from enterprises.shared.workflow.reserved import Reservations
from enterprises.shared.workflow.second_person import is_another
from lists.criteria.colors import Color
from lists.listings.desk.forms import (
    DecideForm,
    IntendedListingForm,
    ListingReasonForm,
    NotifyForm,
    RemoveForm,
)
from lists.listings.models import Listing
from lists.listings.rules import PENDING, ListingState, MatterKind, RemovalReason
from lists.listings.services.decisions import decide_listing, reject_listing
from lists.listings.services.exits import (
    REMOVALS_OF_CASES,
    ask_take_back,
    confirm_removal,
    last_restorable_day,
    mark_listing_disputed,
    refuse_removal,
    remove_listing,
    settle_listing_dispute,
    take_back,
    turn_down_take_back,
    wrote_listing,
)
from lists.listings.services.letters import has_portal_notice, issue_notice
from lists.listings.services.matters import (
    accept_offer,
    acknowledge,
    decline_offer,
    decline_reinstatement,
    propose_again,
    settle_review,
)
from lists.listings.services.notices import notify_listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSituation:
    """A listing as an officer of the credit office finds it."""

    user: User
    agency: Agency | None  # the authority for which the officer decides
    decides: frozenset[str]  # slugs of the lists on which the officer may
    listing: Listing
    reserved: Reservations = field(default_factory=dict)  # the acts that belong to a case about the listing

    @property
    def state(self) -> ListingState:
        """Return the state of the listing."""
        return ListingState(self.listing.state)

    @property
    def waits_for_another(self) -> bool:
        """Return whether the officer proposed what another one has to decide now."""
        return self.state is ListingState.NOTIFIED and not is_another(self.user, self.listing.proposed_by_id)


# Who: the desk is the credit office's, so anybody there, or anybody but the one who took the step before.


def _who_decides(at: ListingSituation) -> bool:
    """Another person than the proposer and, on a black list, of an authority that decides on it."""
    return is_another(at.user, at.listing.proposed_by_id) and at.listing.credit_list.slug in at.decides


def _did_not_write(at: ListingSituation) -> bool:
    return not wrote_listing(at.listing, by=at.user)


def _second_after_removal(at: ListingSituation) -> bool:
    return is_another(at.user, at.listing.removed_by_id)


# When.


def _in(*states: ListingState) -> Callable[[ListingSituation], bool]:
    return lambda at: at.state in states


def _may_be_notified(at: ListingSituation) -> bool:
    """Without a notice of the portal, whose service is recorded instead."""
    is_proposed = at.state is ListingState.PROPOSED and at.listing.credit_list.is_ours
    return is_proposed and not has_portal_notice(at.listing)


def _may_be_noticed(at: ListingSituation) -> bool:
    return at.listing.credit_list.is_black and _may_be_notified(at)


def _may_decide_or_office(at: ListingSituation) -> bool:
    return at.agency is None or at.listing.credit_list.slug in at.decides


def _may_be_decided(at: ListingSituation) -> bool:
    """After notice and, on a black list, once its proof is there."""
    is_proven = at.listing.notice_proof_id is not None or not at.listing.credit_list.is_black
    return at.state is ListingState.NOTIFIED and is_proven


def _waits_for_confirmation(at: ListingSituation) -> bool:
    return at.state is ListingState.REMOVED and at.listing.removal_confirmed_by_id is None


def _is_undisputed(at: ListingSituation) -> bool:
    return at.state is ListingState.DECIDED and at.listing.disputed_at is None


def _is_disputed(at: ListingSituation) -> bool:
    return at.state is ListingState.DECIDED and at.listing.disputed_at is not None


def _waits(kind: MatterKind) -> Callable[[ListingSituation], bool]:
    """Return whether a matter of that kind about the listing waits for the office."""
    return lambda at: at.listing.matters.filter(kind=kind, settled_at__isnull=True).exists()


def _has_notice(at: ListingSituation) -> bool:
    notices = at.listing.matters.filter(kind=MatterKind.NOTICE, settled_at__isnull=True)
    return notices.filter(recipient=at.user).exists()


def _second_after_request(at: ListingSituation) -> bool:
    asked = at.listing.matters.filter(kind=MatterKind.TAKE_BACK, settled_at__isnull=True)
    return not asked.filter(opened_by=at.user).exists()


def _may_be_taken_back(at: ListingSituation) -> bool:
    last = last_restorable_day(at.listing)
    if at.state is not ListingState.REMOVED or last is None or _waits(MatterKind.TAKE_BACK)(at):
        return False
    return clock.today() <= last


def _may_be_proposed_again(at: ListingSituation) -> bool:
    return at.state is ListingState.REJECTED and _waits(MatterKind.REINSTATE)(at)


# Forms.


def _notice_form(at: ListingSituation, data: QueryDict | None) -> forms.Form:
    return IntendedListingForm(data, credit_list=at.listing.credit_list, agency=at.agency)


def _notify_form(at: ListingSituation, data: QueryDict | None) -> forms.Form:
    """Make the form with today as the day of service."""
    return NotifyForm(data, initial={"served_on": clock.today()})


def _decide_form(at: ListingSituation, data: QueryDict | None) -> forms.Form:
    """Make the form with what the list promises."""
    credit_list = at.listing.credit_list
    initial = {
        "decided_on": clock.today(),
        "authority": at.agency or credit_list.authority_id,
        "term_months": credit_list.term_months,
    }
    return DecideForm(data, initial=initial, credit_list=credit_list, agency=at.agency)


def _remove_form(at: ListingSituation, data: QueryDict | None) -> forms.Form:
    """Make the form with the reasons of such a list, but those that belong to a case.

    A posted one of these gets the sentence of the service.
    """
    kept = [reason for reason, act in REMOVALS_OF_CASES.items() if act in at.reserved] if data is None else []
    return RemoveForm(data, color=Color(at.listing.color), without=kept)


# Services.


def _by(service: Callable[..., Listing]) -> Callable[[ListingSituation, Given], Listing]:
    """Return the taking of a step whose service gets what the form gave, under the same names."""
    return lambda at, given: service(listing=at.listing, by=at.user, at=clock.now(), **given)


def _remove(at: ListingSituation, given: Given) -> Listing:
    reason = RemovalReason(given["reason"])
    return remove_listing(listing=at.listing, reason=reason, note=given["note"], by=at.user, at=clock.now())


def _confirm(at: ListingSituation, given: Given) -> Listing:
    return confirm_removal(listing=at.listing, by=at.user, at=clock.now())


def _take_back(at: ListingSituation, given: Given) -> Listing:
    return take_back(listing=at.listing, by=at.user, at=clock.now())


def _accept_offer(at: ListingSituation, given: Given) -> Listing:
    return accept_offer(listing=at.listing, by=at.user, at=clock.now())


def _propose_again(at: ListingSituation, given: Given) -> Listing:
    return propose_again(listing=at.listing, by=at.user, at=clock.now())


def _acknowledge(at: ListingSituation, given: Given) -> Listing:
    return acknowledge(listing=at.listing, by=at.user, at=clock.now())


# In the order of the page; the name is the last part of the step's address.
STEPS: tuple[Step[ListingSituation], ...] = (
    Step(
        name="acknowledge",
        label="知道了",
        who=anybody,
        when=_has_notice,
        form=form_of(forms.Form),
        take=_acknowledge,
        done="通知已从您的工作台移去。",
    ),
    Step(
        name="keep",
        label="复核完毕，保留",
        who=anybody,
        when=_waits(MatterKind.REVIEW),
        form=form_of(ListingReasonForm),
        take=_by(settle_review),
        done="已登记复核结果。",
    ),
    Step(
        name="accept-offer",
        label="提出恢复列入",
        who=anybody,
        when=_waits(MatterKind.OFFER),
        form=form_of(forms.Form),
        take=_accept_offer,
        done="已提出恢复列入的建议，须告知并由另一人决定。",
    ),
    Step(
        name="decline-offer",
        label="不恢复列入",
        who=anybody,
        when=_waits(MatterKind.OFFER),
        form=form_of(ListingReasonForm),
        take=_by(decline_offer),
        done="已登记不恢复。",
    ),
    Step(
        name="propose-again",
        label="重新提出建议",
        who=anybody,
        when=_may_be_proposed_again,
        form=form_of(forms.Form),
        take=_propose_again,
        done="已重新提出建议，须告知并由另一人决定。",
    ),
    Step(
        name="decline-reinstatement",
        label="不恢复",
        who=anybody,
        when=_waits(MatterKind.REINSTATE),
        form=form_of(ListingReasonForm),
        take=_by(decline_reinstatement),
        done="已登记不恢复。",
    ),
    Step(
        name="issue-notice",
        label="出具拟列入告知书",
        who=_may_decide_or_office,
        when=_may_be_noticed,
        form=_notice_form,
        take=_by(issue_notice),
        done="拟列入告知书即将出具；送达后请登记送达，异议期随之开始。",
    ),
    Step(
        name="notify",
        label="登记告知",
        who=anybody,
        when=_may_be_notified,
        form=_notify_form,
        take=_by(notify_listing),
        done="已登记告知。",
    ),
    Step(
        name="decide",
        label="登记列入决定",
        who=_who_decides,
        when=_may_be_decided,
        form=_decide_form,
        take=_by(decide_listing),
        done="已列入，即日公示。",
    ),
    Step(
        name="reject",
        label=gettext_noop("不予列入"),
        who=anybody,
        when=_in(*PENDING),
        form=form_of(ListingReasonForm),
        take=_by(reject_listing),
        done="已登记不予列入。",
        is_danger=True,
    ),
    Step(
        name="dispute",
        label="标注异议",
        who=anybody,
        when=_is_undisputed,
        form=form_of(ListingReasonForm),
        take=_by(mark_listing_disputed),
        done="已标注异议。",
    ),
    Step(
        name="settle-dispute",
        label=gettext_noop("取消异议标注"),
        who=_did_not_write,
        when=_is_disputed,
        form=form_of(ListingReasonForm),
        take=_by(settle_listing_dispute),
        done="异议标注已取消。",
    ),
    Step(
        name="remove",
        label="移出名单",
        who=anybody,
        when=_in(ListingState.DECIDED),
        form=_remove_form,
        take=_remove,
        done="已移出，即刻撤下；请另一人确认。",
        is_danger=True,
    ),
    Step(
        name="confirm-removal",
        label=gettext_noop("确认移出"),
        who=_second_after_removal,
        when=_waits_for_confirmation,
        form=form_of(forms.Form),
        take=_confirm,
        done="移出已确认。",
    ),
    Step(
        name="refuse-removal",
        label=gettext_noop("不同意移出，恢复列入"),
        who=_second_after_removal,
        when=lambda at: _waits_for_confirmation(at) and _may_be_taken_back(at),
        form=form_of(ListingReasonForm),
        take=_by(refuse_removal),
        done="已恢复列入，即刻公示。",
    ),
    Step(
        name="ask-takeback",
        label=gettext_noop("提出撤回移出"),
        who=anybody,
        when=_may_be_taken_back,
        form=form_of(ListingReasonForm),
        take=_by(ask_take_back),
        done="已提出，请另一人同意。",
    ),
    Step(
        name="take-back",
        label=gettext_noop("同意撤回移出，恢复列入"),
        who=_second_after_request,
        when=_waits(MatterKind.TAKE_BACK),
        form=form_of(forms.Form),
        take=_take_back,
        done="已恢复列入，即刻公示。",
    ),
    Step(
        name="turn-down-takeback",
        label=gettext_noop("不撤回移出"),
        who=anybody,
        when=_waits(MatterKind.TAKE_BACK),
        form=form_of(ListingReasonForm),
        take=_by(turn_down_take_back),
        done="移出保持不变。",
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
