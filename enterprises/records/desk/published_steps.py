"""The steps on a record that is or was published."""

from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext_noop

from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Role
from enterprises.records.desk.forms import (
    DisputeForm,
    ExitForm,
    ExtensionForm,
    NoForm,
    ReasonForm,
    RepairForm,
    SettleForm,
    WithdrawForm,
)
from enterprises.records.desk.situation import Situation, in_states, member, plain, recorder, second_to
from enterprises.records.extensions.services import request_extension
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.takebacks import takeback_refusal
from enterprises.records.rules.visibility import is_in_period
from enterprises.records.services.authorship import wrote_any_version
from enterprises.records.services.corrections import (
    confirm_withdrawal,
    mark_disputed,
    record_exit,
    unmark_disputed,
    withdraw_record,
)
from enterprises.records.services.drafting import draft_new_version
from enterprises.records.services.exits import confirm_exit, refuse_exit, waits_for_confirmation
from enterprises.records.services.repairs import confirm_repair, propose_repair, turn_down_repair, why_not_repairable
from enterprises.records.services.takebacks import (
    acted_on,
    ask_takeback,
    refuse_withdrawal,
    take_back,
    turn_down_takeback,
)
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step
from enterprises.shared.workflow.reserved import ReservedAct

# When.


def withdrawal_waits(at: Situation) -> bool:
    return at.state is State.WITHDRAWN and at.record.withdrawal_confirmed_by_id is None


def _has_no_exit(at: Situation) -> bool:
    kind = kind_of(at.record.kind)
    return at.state is State.PUBLISHED and kind.has_exit and kind.value(at.record.details, Role.EXIT_DAY) is None


def exit_waits(at: Situation) -> bool:
    return waits_for_confirmation(at.record)


def _may_refuse_exit(at: Situation) -> bool:
    return exit_waits(at) and _is_recent(at)


def _is_recent(at: Situation) -> bool:
    day = acted_on(at.record)
    return day is not None and takeback_refusal(acted_on=day, on=at.on) is None


def _is_undisputed(at: Situation) -> bool:
    return at.state is State.PUBLISHED and at.record.disputed_at is None


def _is_disputed(at: Situation) -> bool:
    return at.state is State.PUBLISHED and at.record.disputed_at is not None


def _may_be_extended(at: Situation) -> bool:
    record = at.record
    still = is_in_period(state=record.state, public_from=record.public_from, public_until=record.public_until, on=at.on)
    if not still or record.public_until is None:
        return False
    return kind_of(record.kind).is_adverse(record.field_values())


def _may_settle(at: Situation) -> bool:
    return _is_disputed(at) and not wrote_any_version(at.record, by=at.desk.user)


def _may_be_repaired(at: Situation) -> bool:
    is_adverse = kind_of(at.record.kind).is_adverse(at.record.field_values())
    return at.state is State.PUBLISHED and is_adverse and at.record.repair_proposed_at is None


def repair_waits(at: Situation) -> bool:
    return at.state is State.PUBLISHED and at.record.repair_proposed_at is not None


def _may_be_taken_back(at: Situation) -> bool:
    return at.record.takeback_asked_at is None and _is_recent(at)


def _waits_for_takeback(at: Situation) -> bool:
    return at.record.takeback_asked_at is not None and acted_on(at.record) is not None


# Forms.


def _exit_form(at: Situation, data: QueryDict | None) -> Form:
    return ExitForm(data, step="exit", initial={"exit_authority": at.record.agency.name})


def _repair_form(at: Situation, data: QueryDict | None) -> Form:
    form = RepairForm(data, step="repair")
    refusal = why_not_repairable(at.record, on=at.on)
    if refusal:
        form.fields["note"].help_text = refusal
    return form


def _withdraw_form(at: Situation, data: QueryDict | None) -> Form:
    """Make the form without the reason that belongs to a case; one that is posted gets the sentence of the service."""
    is_reserved = data is None and ReservedAct.UPHOLD in at.reserved
    return WithdrawForm(data, step="withdraw", without=[WithdrawalReason.OBJECTION_UPHELD] if is_reserved else [])


# Services.


def _withdraw(at: Situation, given: Given) -> Record:
    reason, note = WithdrawalReason(str(given["reason"])), given["note"]
    return withdraw_record(record=at.record, reason=reason, note=note, by=at.desk.user, at=clock.now())


def _confirm_withdrawal(at: Situation, given: Given) -> Record:
    return confirm_withdrawal(record=at.record, by=at.desk.user, at=clock.now())


def _dispute(at: Situation, given: Given) -> Record:
    return mark_disputed(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _settle_dispute(at: Situation, given: Given) -> Record:
    return unmark_disputed(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _new_version(at: Situation, given: Given) -> Record:
    return draft_new_version(record=at.record, by=at.desk.user, at=clock.now())


def _exit(at: Situation, given: Given) -> Record:
    return record_exit(
        record=at.record,
        exit_on=given["exit_on"],
        exit_reason=given["exit_reason"],
        exit_authority=given["exit_authority"],
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
        by=at.desk.user,
        at=clock.now(),
    )


def _confirm_exit(at: Situation, given: Given) -> Record:
    return confirm_exit(record=at.record, by=at.desk.user, at=clock.now())


def _refuse_exit(at: Situation, given: Given) -> Record:
    return refuse_exit(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _extend(at: Situation, given: Given) -> Record:
    legal_basis, until = given["legal_basis"], given["until"]
    request_extension(record=at.record, legal_basis=legal_basis, until=until, by=at.desk.user, at=clock.now())
    return at.record


def _refuse_withdrawal(at: Situation, given: Given) -> Record:
    return refuse_withdrawal(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _propose_repair(at: Situation, given: Given) -> Record:
    return propose_repair(record=at.record, note=given["note"], by=at.desk.user, at=clock.now())


def _confirm_repair(at: Situation, given: Given) -> Record:
    return confirm_repair(record=at.record, by=at.desk.user, at=clock.now())


def _turn_down_repair(at: Situation, given: Given) -> Record:
    return turn_down_repair(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _ask_takeback(at: Situation, given: Given) -> Record:
    return ask_takeback(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _take_back(at: Situation, given: Given) -> Record:
    return take_back(record=at.record, by=at.desk.user, at=clock.now())


def _turn_down_takeback(at: Situation, given: Given) -> Record:
    return turn_down_takeback(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


PUBLISHED_STEPS: tuple[Step[Situation], ...] = (
    Step(
        name="confirm-withdrawal",
        label=gettext_noop("确认撤下"),
        who=second_to("withdrawn_by"),
        when=withdrawal_waits,
        form=plain(NoForm, "confirm-withdrawal"),
        take=_confirm_withdrawal,
        done="撤下已确认。",
        is_main=True,
    ),
    Step(
        name="refuse-withdrawal",
        title=gettext_noop("不予确认撤下"),
        label=gettext_noop("不予确认，恢复公示"),
        who=second_to("withdrawn_by"),
        when=withdrawal_waits,
        form=plain(ReasonForm, "refuse-withdrawal"),
        take=_refuse_withdrawal,
        done="撤下未予确认，记录恢复公示。",
    ),
    Step(
        name="confirm-exit",
        label=gettext_noop("确认移出"),
        who=second_to("exit_written_by"),
        when=exit_waits,
        form=plain(NoForm, "confirm-exit"),
        take=_confirm_exit,
        done="移出已确认。",
        is_main=True,
    ),
    Step(
        name="refuse-exit",
        title=gettext_noop("不予确认移出"),
        label=gettext_noop("不予确认，恢复公示"),
        who=second_to("exit_written_by"),
        when=_may_refuse_exit,
        form=plain(ReasonForm, "refuse-exit"),
        take=_refuse_exit,
        done="移出未予确认，记录恢复公示。",
    ),
    Step(
        name="confirm-repair",
        label=gettext_noop("确认信用修复并撤下"),
        who=second_to("repair_proposed_by"),
        when=repair_waits,
        form=plain(NoForm, "confirm-repair"),
        take=_confirm_repair,
        done="信用修复已确认，记录已撤下。",
        is_main=True,
    ),
    Step(
        name="turn-down-repair",
        title=gettext_noop("不予信用修复"),
        label=gettext_noop("不予修复"),
        who=member,
        when=repair_waits,
        form=plain(ReasonForm, "turn-down-repair"),
        take=_turn_down_repair,
        done="信用修复未获确认，记录继续公示。",
    ),
    Step(
        name="take-back",
        label=gettext_noop("确认恢复公示"),
        who=second_to("takeback_asked_by"),
        when=_waits_for_takeback,
        form=plain(NoForm, "take-back"),
        take=_take_back,
        done="记录已恢复公示，编号和公示起始日不变。",
        is_main=True,
    ),
    Step(
        name="turn-down-takeback",
        title=gettext_noop("不予恢复公示"),
        label=gettext_noop("不予恢复"),
        who=member,
        when=_waits_for_takeback,
        form=plain(ReasonForm, "turn-down-takeback"),
        take=_turn_down_takeback,
        done="未予恢复公示。",
    ),
    Step(
        name="new-version",
        label=gettext_noop("更正（建立新版本）"),
        who=recorder,
        when=in_states(State.PUBLISHED),
        form=plain(NoForm, "new-version"),
        take=_new_version,
        done="已建立更正草稿，修改后提交审核；审核公示之前，原记录继续公示。",
    ),
    Step(
        name="exit",
        title=gettext_noop("办理移出"),
        label=gettext_noop("办理移出"),
        who=recorder,
        when=_has_no_exit,
        form=_exit_form,
        take=_exit,
        done="已办理移出，公众即刻不再可见；请另一人确认。",
    ),
    Step(
        name="dispute",
        title=gettext_noop("标注异议"),
        label=gettext_noop("标注异议"),
        who=member,
        when=_is_undisputed,
        form=plain(DisputeForm, "dispute"),
        take=_dispute,
        done="已标注异议。",
    ),
    Step(
        name="settle-dispute",
        title=gettext_noop("取消异议标注"),
        label=gettext_noop("取消标注"),
        who=member,
        when=_may_settle,
        form=plain(SettleForm, "settle-dispute"),
        take=_settle_dispute,
        done="异议标注已取消。",
    ),
    Step(
        name="hold",
        title=gettext_noop("申请延长公示"),
        label=gettext_noop("申请延长"),
        who=member,
        when=_may_be_extended,
        form=plain(ExtensionForm, "hold"),
        take=_extend,
        done="延长公示申请已提交，待另一人确认。",
    ),
    Step(
        name="repair",
        title=gettext_noop("信用修复"),
        label=gettext_noop("提出信用修复"),
        who=member,
        when=_may_be_repaired,
        form=_repair_form,
        take=_propose_repair,
        done="信用修复已提出，另一人确认后撤下。",
    ),
    Step(
        name="ask-takeback",
        title=gettext_noop("申请恢复公示"),
        label=gettext_noop("申请恢复"),
        who=member,
        when=_may_be_taken_back,
        form=plain(ReasonForm, "ask-takeback"),
        take=_ask_takeback,
        done="已申请恢复公示，待另一人确认。",
    ),
    Step(
        name="withdraw",
        title=gettext_noop("撤下"),
        label=gettext_noop("立即撤下"),
        who=member,
        when=in_states(State.PUBLISHED),
        form=_withdraw_form,
        take=_withdraw,
        done="已撤下，公众即刻不再可见；请另一人确认。",
        is_danger=True,
    ),
)
