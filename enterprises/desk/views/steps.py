"""One POST a step in the life of a record; the services decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from enterprises import clock
from enterprises.desk.access import Desk, at_the_desk
from enterprises.desk.forms import ExitForm, GravityForm, HoldForm, PublishForm, ReasonForm, WithdrawForm
from enterprises.desk.views.records import render_record
from enterprises.models import Record
from enterprises.rules.gravity import Gravity
from enterprises.rules.lifecycle import WithdrawalReason
from enterprises.services.corrections import (
    close_listing,
    confirm_withdrawal,
    mark_disputed,
    unmark_disputed,
    withdraw_record,
)
from enterprises.services.holds import confirm_hold, lift_hold, request_hold
from enterprises.services.publication import publish_record
from enterprises.services.records import draft_new_version, return_record, set_gravity, submit_record
from enterprises.services.refusals import Refused

UNPROCESSABLE = 422


@require_POST
@at_the_desk
def take_step(request: HttpRequest, pk: int, step: str, *, desk: Desk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the record's page with its sentence."""
    record = desk.record(pk)
    if step not in STEPS:
        raise Http404("no such step")
    form_class, take, done = STEPS[step]
    form = form_class(request.POST)
    if not form.is_valid():
        return render_record(request, record, desk=desk, forms={step: form}, status=UNPROCESSABLE)
    try:
        after = take(desk, record, form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return render_record(request, desk.record(pk), desk=desk, forms={step: form}, status=UNPROCESSABLE)
    messages.success(request, done)
    return redirect("desk:record", pk=after.pk)


@require_POST
@at_the_desk
def settle_hold(request: HttpRequest, pk: int, step: str, *, desk: Desk) -> HttpResponseBase:
    """Confirm or lift a hold."""
    hold = desk.hold(pk)
    try:
        if step == "confirm":
            confirm_hold(hold=hold, by=desk.user, at=clock.now())
        else:
            lift_hold(hold=hold, reason=request.POST.get("reason", ""), by=desk.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "延长公示已生效。" if step == "confirm" else "延长公示已解除。")
    return redirect("desk:record", pk=hold.record_id)


class NoForm(forms.Form):
    """A step that asks nothing."""


Given = dict[str, Any]
Take = Callable[[Desk, Record, Given], Record]


def _submit(desk: Desk, record: Record, given: Given) -> Record:
    return submit_record(record=record, by=desk.user, at=clock.now())


def _return(desk: Desk, record: Record, given: Given) -> Record:
    return return_record(record=record, by=desk.user, at=clock.now(), reason=str(given["reason"]))


def _publish(desk: Desk, record: Record, given: Given) -> Record:
    return publish_record(record=record, by=desk.user, at=clock.now(), minor_reason=str(given["minor_reason"]))


def _gravity(desk: Desk, record: Record, given: Given) -> Record:
    gravity = Gravity(str(given["gravity"]))
    return set_gravity(record=record, gravity=gravity, reason=str(given["reason"]), by=desk.user, at=clock.now())


def _withdraw(desk: Desk, record: Record, given: Given) -> Record:
    reason = WithdrawalReason(str(given["reason"]))
    return withdraw_record(record=record, reason=reason, note=str(given["note"]), by=desk.user, at=clock.now())


def _confirm_withdrawal(desk: Desk, record: Record, given: Given) -> Record:
    return confirm_withdrawal(record=record, by=desk.user, at=clock.now())


def _dispute(desk: Desk, record: Record, given: Given) -> Record:
    return mark_disputed(record=record, reason=str(given["reason"]), by=desk.user, at=clock.now())


def _settle_dispute(desk: Desk, record: Record, given: Given) -> Record:
    return unmark_disputed(record=record, reason=str(given["reason"]), by=desk.user, at=clock.now())


def _new_version(desk: Desk, record: Record, given: Given) -> Record:
    return draft_new_version(record=record, by=desk.user, at=clock.now())


def _exit(desk: Desk, record: Record, given: Given) -> Record:
    return close_listing(
        record=record,
        exit_on=given["exit_on"],
        exit_reason=str(given["exit_reason"]),
        exit_authority=str(given["exit_authority"]),
        by=desk.user,
        at=clock.now(),
    )


def _hold(desk: Desk, record: Record, given: Given) -> Record:
    hold = request_hold(
        record=record,
        legal_basis=str(given["legal_basis"]),
        until=given["until"],
        by=desk.user,
        at=clock.now(),
    )
    return hold.record


STEPS: dict[str, tuple[type[forms.Form], Take, str]] = {
    "submit": (NoForm, _submit, "已提交审核。"),
    "return": (ReasonForm, _return, "已退回录入人。"),
    "publish": (PublishForm, _publish, "已公示。"),
    "gravity": (GravityForm, _gravity, "失信程度已确定。"),
    "withdraw": (WithdrawForm, _withdraw, "已撤下,公众即刻不再可见;请另一人确认。"),
    "confirm-withdrawal": (NoForm, _confirm_withdrawal, "撤下已确认。"),
    "dispute": (ReasonForm, _dispute, "已标注异议。"),
    "settle-dispute": (ReasonForm, _settle_dispute, "异议标注已取消。"),
    "new-version": (NoForm, _new_version, "已建立更正草稿,修改后提交审核。"),
    "exit": (ExitForm, _exit, "已办理移出。"),
    "hold": (HoldForm, _hold, "延长公示申请已提交,待另一人确认。"),
}
