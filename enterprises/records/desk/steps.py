"""One POST a step in the life of a record; the services decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from enterprises.records.desk.access import Desk, at_the_desk
from enterprises.records.desk.forms import (
    DisputeForm,
    ExitForm,
    HoldForm,
    NoForm,
    PublishForm,
    ReasonForm,
    SettleForm,
    SeverityForm,
    StepForm,
    SubmitForm,
    WithdrawForm,
)
from enterprises.records.desk.record_page import lift_step, render_record
from enterprises.records.extensions.services import confirm_hold, lift_hold, request_hold
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.rules.severity import Severity
from enterprises.records.services.corrections import (
    close_listing,
    confirm_withdrawal,
    mark_disputed,
    unmark_disputed,
    withdraw_record,
)
from enterprises.records.services.drafting import (
    InvalidContent,
    discard_draft,
    draft_new_version,
    return_record,
    set_severity,
    submit_record,
)
from enterprises.records.services.personal_data import LooksPersonal
from enterprises.records.services.publication import publish_record
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused


@require_POST
@at_the_desk
def take_step(request: HttpRequest, pk: int, step: str, *, desk: Desk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the record's page with its sentence and what was typed."""
    record = desk.record(pk)
    if step not in STEPS:
        raise Http404("no such step")
    form_class, take, done = STEPS[step]
    form = form_class(request.POST, step=step)
    if not form.is_valid():
        return _incomplete(request, record, desk=desk, step=step, form=form)
    try:
        with refusing_outages():
            after = take(desk, record, form.cleaned_data)
    except Refused as refusal:
        return _refused(request, pk, refusal, desk=desk, step=step, form=form)
    messages.success(request, done)
    return redirect("desk:record", pk=after.pk) if after else redirect("desk:home")


@require_POST
@at_the_desk
def settle_hold(request: HttpRequest, pk: int, step: str, *, desk: Desk) -> HttpResponseBase:
    """Confirm or lift a hold."""
    hold = desk.hold(pk)
    if step not in ("confirm", "lift"):
        raise Http404("no such step")
    form = NoForm(request.POST, step=step) if step == "confirm" else ReasonForm(request.POST, step=lift_step(hold))
    if not form.is_valid():
        return _incomplete(request, desk.record(hold.record_id), desk=desk, step=lift_step(hold), form=form)
    try:
        with refusing_outages():
            if step == "confirm":
                confirm_hold(hold=hold, by=desk.user, at=clock.now())
            else:
                lift_hold(hold=hold, reason=form.cleaned_data["reason"], by=desk.user, at=clock.now())
    except Refused as refusal:
        return _refused(request, hold.record_id, refusal, desk=desk, step=lift_step(hold), form=form)
    messages.success(request, "延长公示已生效。" if step == "confirm" else "延长公示已解除。")
    return redirect("desk:record", pk=hold.record_id)


def _incomplete(request: HttpRequest, record: Record, *, desk: Desk, step: str, form: StepForm) -> HttpResponseBase:
    """Show what is missing or wrong, each by the label of its field."""
    wrong = (f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items())
    refusal = "".join(wrong)
    return render_record(request, record, desk=desk, forms={step: form}, refusal=refusal, status=UNPROCESSABLE)


def _refused(
    request: HttpRequest, pk: int, refusal: Refused, *, desk: Desk, step: str, form: StepForm
) -> HttpResponseBase:
    """Show the record as it is now, the sentence of the refusal, and the form as it was typed."""
    sentence = refusal.sentence
    if isinstance(refusal, InvalidContent):
        sentence += "".join(f"{problem.label}：{problem.message}。" for problem in refusal.problems)
    record = desk.record(pk)
    if not isinstance(refusal, LooksPersonal):
        form.fields.pop("personal_data_confirmed", None)
    forms = {} if isinstance(form, NoForm | SubmitForm) and not isinstance(refusal, LooksPersonal) else {step: form}
    return render_record(request, record, desk=desk, forms=forms, refusal=sentence, status=UNPROCESSABLE)


Given = dict[str, Any]
Take = Callable[[Desk, Record, Given], Record | None]


def _submit(desk: Desk, record: Record, given: Given) -> Record:
    confirmed = bool(given["personal_data_confirmed"])
    return submit_record(record=record, by=desk.user, at=clock.now(), personal_data_confirmed=confirmed)


def _discard(desk: Desk, record: Record, given: Given) -> None:
    discard_draft(record=record, by=desk.user)


def _return(desk: Desk, record: Record, given: Given) -> Record:
    return return_record(record=record, by=desk.user, at=clock.now(), reason=str(given["reason"]))


class ReadAgain(Refused):
    """Something happened to the record after the reviewer opened its page."""


def _publish(desk: Desk, record: Record, given: Given) -> Record:
    last = record.events.last()
    if given["seen"] is not None and last is not None and given["seen"] != last.pk:
        raise ReadAgain("您打开页面之后这条记录又有变动，请核对现在的内容后再公示。")
    return publish_record(
        record=record,
        by=desk.user,
        at=clock.now(),
        minor_reason=str(given["minor_reason"]),
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
    )


def _severity(desk: Desk, record: Record, given: Given) -> Record:
    severity = Severity(str(given["gravity"]))
    return set_severity(record=record, severity=severity, reason=str(given["reason"]), by=desk.user, at=clock.now())


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
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
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


STEPS: dict[str, tuple[type[StepForm], Take, str]] = {
    "submit": (SubmitForm, _submit, "已提交审核。"),
    "discard": (NoForm, _discard, "草稿已删除。"),
    "return": (ReasonForm, _return, "已退回录入人。"),
    "publish": (PublishForm, _publish, "已公示。"),
    "gravity": (SeverityForm, _severity, "失信程度已确定。"),
    "withdraw": (WithdrawForm, _withdraw, "已撤下，公众即刻不再可见；请另一人确认。"),
    "confirm-withdrawal": (NoForm, _confirm_withdrawal, "撤下已确认。"),
    "dispute": (DisputeForm, _dispute, "已标注异议。"),
    "settle-dispute": (SettleForm, _settle_dispute, "异议标注已取消。"),
    "new-version": (NoForm, _new_version, "已建立更正草稿，修改后提交审核；审核公示之前，原记录继续公示。"),
    "exit": (ExitForm, _exit, "已办理移出。"),
    "hold": (HoldForm, _hold, "延长公示申请已提交，待另一人确认。"),
}
