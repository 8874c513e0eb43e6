"""The steps on a record's page, one table: who, when, which form, which service and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.forms import Form
from django.http import QueryDict

from enterprises.catalogue.personal_data import FieldSuspicion
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Role
from enterprises.records.desk.access import Desk
from enterprises.records.desk.forms import (
    DisputeForm,
    ExitForm,
    ExtensionForm,
    NoForm,
    PublishForm,
    ReasonForm,
    SettleForm,
    SeverityForm,
    StepForm,
    SubmitForm,
    WithdrawForm,
)
from enterprises.records.extensions.services import request_extension
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, PENDING, State, WithdrawalReason
from enterprises.records.rules.publication import Period, Refusal, RefusalCode
from enterprises.records.rules.severity import Severity
from enterprises.records.rules.visibility import is_public
from enterprises.records.services.corrections import (
    confirm_withdrawal,
    mark_disputed,
    record_exit,
    unmark_disputed,
    withdraw_record,
)
from enterprises.records.services.drafting import (
    discard_draft,
    draft_new_version,
    return_record,
    set_severity,
    submit_record,
)
from enterprises.records.services.publication import publish_record
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.desk import Given, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A record as an officer finds it; `preview` is what publication today gives while it waits for it.

    `seen` is the last event of its history, `suspicions` what looks like personal data; both only shape forms.
    """

    desk: Desk
    record: Record
    on: date
    preview: Period | Refusal | None = None
    seen: int | None = None
    suspicions: tuple[FieldSuspicion, ...] = ()

    @property
    def state(self) -> State:
        """Return the state of the record."""
        return State(self.record.state)

    @property
    def needs_minor_reason(self) -> bool:
        """Return whether only a reviewer's reason lets the record be public."""
        return isinstance(self.preview, Refusal) and self.preview.code is RefusalCode.REASON_NEEDED


class ReadAgain(Refused):
    """Something happened to the record after the reviewer opened its page."""


# Who.


def _recorder(at: Situation) -> bool:
    return at.desk.officer.may_record


def _member(at: Situation) -> bool:
    return at.desk.officer.may_record or at.desk.officer.may_review


def _second_reviewer(at: Situation) -> bool:
    return at.desk.officer.may_review and at.record.recorded_by_id != at.desk.user.pk


def _second_member(at: Situation) -> bool:
    return _member(at) and at.record.withdrawn_by_id != at.desk.user.pk


# When.


def _in(*states: State) -> Callable[[Situation], bool]:
    return lambda at: at.state in states


def _may_be_public(at: Situation) -> bool:
    return at.state is State.SUBMITTED and (isinstance(at.preview, Period) or at.needs_minor_reason)


def _waits_for_a_class(at: Situation) -> bool:
    return at.state in PENDING and kind_of(at.record.kind).has_severity


def _waits_for_confirmation(at: Situation) -> bool:
    return at.state is State.WITHDRAWN and at.record.withdrawal_confirmed_by_id is None


def _has_no_exit(at: Situation) -> bool:
    kind = kind_of(at.record.kind)
    return at.state is State.PUBLISHED and kind.has_exit and kind.value(at.record.details, Role.EXIT_DAY) is None


def _is_undisputed(at: Situation) -> bool:
    return at.state is State.PUBLISHED and at.record.disputed_at is None


def _is_disputed(at: Situation) -> bool:
    return at.state is State.PUBLISHED and at.record.disputed_at is not None


def _may_be_extended(at: Situation) -> bool:
    record = at.record
    still = is_public(state=record.state, public_from=record.public_from, public_until=record.public_until, on=at.on)
    if not still or record.public_until is None:
        return False
    return kind_of(record.kind).is_adverse(record.field_values())


# Forms: one that comes back keeps all its fields, a fresh one only those that the record needs.


def _plain(form_class: type[StepForm], name: str) -> Callable[[Situation, QueryDict | None], Form]:
    return lambda at, data: form_class(data, step=name)


def _submit_form(at: Situation, data: QueryDict | None) -> Form:
    form = SubmitForm(data, step="submit")
    if data is None and not at.suspicions:
        del form.fields["personal_data_confirmed"]
    return form


def _publish_form(at: Situation, data: QueryDict | None) -> Form:
    form = PublishForm(data, step="publish", initial={"seen": at.seen})
    if data is None and not at.needs_minor_reason:
        del form.fields["minor_reason"]
    if data is None and not at.suspicions:
        del form.fields["personal_data_confirmed"]
    return form


def _severity_form(at: Situation, data: QueryDict | None) -> Form:
    return SeverityForm(data, step="gravity", initial={"gravity": at.record.gravity})


def _exit_form(at: Situation, data: QueryDict | None) -> Form:
    return ExitForm(data, step="exit", initial={"exit_authority": at.record.agency.name})


# Services.


def _submit(at: Situation, given: Given) -> Record:
    confirmed = bool(given["personal_data_confirmed"])
    return submit_record(record=at.record, by=at.desk.user, at=clock.now(), personal_data_confirmed=confirmed)


def _discard(at: Situation, given: Given) -> None:
    discard_draft(record=at.record, by=at.desk.user)


def _return(at: Situation, given: Given) -> Record:
    return return_record(record=at.record, by=at.desk.user, at=clock.now(), reason=str(given["reason"]))


def _publish(at: Situation, given: Given) -> Record:
    last = at.record.events.last()
    if given["seen"] is not None and last is not None and given["seen"] != last.pk:
        raise ReadAgain("您打开页面之后这条记录又有变动，请核对现在的内容后再公示。")
    return publish_record(
        record=at.record,
        by=at.desk.user,
        at=clock.now(),
        minor_reason=str(given["minor_reason"]),
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
    )


def _severity(at: Situation, given: Given) -> Record:
    severity, reason = Severity(str(given["gravity"])), str(given["reason"])
    return set_severity(record=at.record, severity=severity, reason=reason, by=at.desk.user, at=clock.now())


def _withdraw(at: Situation, given: Given) -> Record:
    reason, note = WithdrawalReason(str(given["reason"])), str(given["note"])
    return withdraw_record(record=at.record, reason=reason, note=note, by=at.desk.user, at=clock.now())


def _confirm_withdrawal(at: Situation, given: Given) -> Record:
    return confirm_withdrawal(record=at.record, by=at.desk.user, at=clock.now())


def _dispute(at: Situation, given: Given) -> Record:
    return mark_disputed(record=at.record, reason=str(given["reason"]), by=at.desk.user, at=clock.now())


def _settle_dispute(at: Situation, given: Given) -> Record:
    return unmark_disputed(record=at.record, reason=str(given["reason"]), by=at.desk.user, at=clock.now())


def _new_version(at: Situation, given: Given) -> Record:
    return draft_new_version(record=at.record, by=at.desk.user, at=clock.now())


def _exit(at: Situation, given: Given) -> Record:
    return record_exit(
        record=at.record,
        exit_on=given["exit_on"],
        exit_reason=str(given["exit_reason"]),
        exit_authority=str(given["exit_authority"]),
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
        by=at.desk.user,
        at=clock.now(),
    )


def _extend(at: Situation, given: Given) -> Record:
    legal_basis, until = str(given["legal_basis"]), given["until"]
    request_extension(record=at.record, legal_basis=legal_basis, until=until, by=at.desk.user, at=clock.now())
    return at.record


# In the order of the page; the name is the last part of the step's address.
STEPS: tuple[Step[Situation], ...] = (
    Step(name="edit", label="修改内容", who=_recorder, when=_in(*EDITABLE), page="desk:edit-record"),
    Step(
        name="submit",
        label="提交审核",
        who=_recorder,
        when=_in(*EDITABLE),
        form=_submit_form,
        take=_submit,
        done="已提交审核。",
    ),
    Step(
        name="publish",
        label="审核通过并公示",
        who=_second_reviewer,
        when=_may_be_public,
        form=_publish_form,
        take=_publish,
        done="已公示。",
        is_main=True,
    ),
    Step(
        name="confirm-withdrawal",
        label="确认撤下",
        who=_second_member,
        when=_waits_for_confirmation,
        form=_plain(NoForm, "confirm-withdrawal"),
        take=_confirm_withdrawal,
        done="撤下已确认。",
        is_main=True,
    ),
    Step(
        name="return",
        title="退回",
        label="退回录入人",
        who=_second_reviewer,
        when=_in(State.SUBMITTED),
        form=_plain(ReasonForm, "return"),
        take=_return,
        done="已退回录入人。",
    ),
    Step(
        name="gravity",
        title="确定失信程度",
        label="确定",
        who=_member,
        when=_waits_for_a_class,
        form=_severity_form,
        take=_severity,
        done="失信程度已确定。",
    ),
    Step(
        name="new-version",
        label="更正（建立新版本）",
        who=_recorder,
        when=_in(State.PUBLISHED),
        form=_plain(NoForm, "new-version"),
        take=_new_version,
        done="已建立更正草稿，修改后提交审核；审核公示之前，原记录继续公示。",
    ),
    Step(
        name="exit",
        title="办理移出",
        label="办理移出",
        who=_recorder,
        when=_has_no_exit,
        form=_exit_form,
        take=_exit,
        done="已办理移出。",
    ),
    Step(
        name="dispute",
        title="标注异议",
        label="标注异议",
        who=_member,
        when=_is_undisputed,
        form=_plain(DisputeForm, "dispute"),
        take=_dispute,
        done="已标注异议。",
    ),
    Step(
        name="settle-dispute",
        title="取消异议标注",
        label="取消标注",
        who=_member,
        when=_is_disputed,
        form=_plain(SettleForm, "settle-dispute"),
        take=_settle_dispute,
        done="异议标注已取消。",
    ),
    Step(
        name="hold",
        title="申请延长公示",
        label="申请延长",
        who=_member,
        when=_may_be_extended,
        form=_plain(ExtensionForm, "hold"),
        take=_extend,
        done="延长公示申请已提交，待另一人确认。",
    ),
    Step(
        name="withdraw",
        title="撤下",
        label="立即撤下",
        who=_member,
        when=_in(State.PUBLISHED),
        form=_plain(WithdrawForm, "withdraw"),
        take=_withdraw,
        done="已撤下，公众即刻不再可见；请另一人确认。",
        is_danger=True,
    ),
    Step(
        name="discard",
        title="删除草稿",
        label="删除，不能恢复",
        who=_recorder,
        when=_in(State.DRAFT),
        form=_plain(NoForm, "discard"),
        take=_discard,
        done="草稿已删除。",
        is_danger=True,
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
