"""The steps on a record that is on its way to publication."""

from django.forms import Form
from django.http import QueryDict

from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.forms import (
    MoveForm,
    NoForm,
    PublishForm,
    ReasonForm,
    SeverityForm,
    SubmitForm,
)
from enterprises.records.desk.situation import (
    ReadAgain,
    Situation,
    in_states,
    member,
    plain,
    recorder,
    second_reviewer,
)
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, PENDING, State
from enterprises.records.rules.publication import Period, Refusal
from enterprises.records.rules.publication.decision import KEEPABLE
from enterprises.records.rules.severity import Severity
from enterprises.records.services.drafting import set_severity, submit_record
from enterprises.records.services.publication import keep_record, publish_record
from enterprises.records.services.waiting import (
    NotMovable,
    call_back,
    discard_draft,
    discard_returned,
    move_record,
    return_record,
)
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.rules.uscc import normalise_uscc
from enterprises.shared.workflow.desk import Given, Step
from enterprises.shared.workflow.second_person import is_another

# When.


def _may_be_public(at: Situation) -> bool:
    is_ready = isinstance(at.preview, Period) or at.needs_minor_reason
    return at.state is State.SUBMITTED and is_ready and not at.awaiting


def _may_be_kept(at: Situation) -> bool:
    is_keepable = isinstance(at.preview, Refusal) and at.preview.code in KEEPABLE
    return at.state is State.SUBMITTED and is_keepable


def _waits_for_a_class(at: Situation) -> bool:
    return at.state in PENDING and kind_of(at.record.kind).has_severity


def _is_own_submission(at: Situation) -> bool:
    return at.state is State.SUBMITTED and not is_another(at.desk.user, at.record.recorded_by_id)


def _may_be_moved(at: Situation) -> bool:
    return at.state in EDITABLE and at.record.supersedes_id is None


# Forms: one that comes back keeps all its fields, a fresh one only those that the record needs.


def _submit_form(at: Situation, data: QueryDict | None) -> Form:
    form = SubmitForm(data, step="submit")
    if data is None:
        _drop_confirmations(form, at)
    return form


def _publish_form(at: Situation, data: QueryDict | None) -> Form:
    form = PublishForm(data, step="publish", initial={"seen": at.seen})
    if data is None and not at.needs_minor_reason:
        del form.fields["minor_reason"]
    if data is None:
        _drop_confirmations(form, at)
    return form


def _drop_confirmations(form: Form, at: Situation) -> None:
    """Leave out the confirmations of what the record does not have."""
    if not at.suspicions:
        del form.fields["personal_data_confirmed"]
    if not at.record.contradictions:
        del form.fields["contradictions_confirmed"]


def _severity_form(at: Situation, data: QueryDict | None) -> Form:
    return SeverityForm(data, step="gravity", initial={"gravity": at.record.gravity})


# Services.


def _submit(at: Situation, given: Given) -> Record:
    return submit_record(
        record=at.record,
        by=at.desk.user,
        at=clock.now(),
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
        contradictions_confirmed=bool(given["contradictions_confirmed"]),
    )


def _discard(at: Situation, given: Given) -> None:
    discard_draft(record=at.record, by=at.desk.user)


def _return(at: Situation, given: Given) -> Record:
    return return_record(record=at.record, by=at.desk.user, at=clock.now(), reason=given["reason"])


def _publish(at: Situation, given: Given) -> Record:
    last = at.record.events.last()
    if given["seen"] is not None and last is not None and given["seen"] != last.pk:
        raise ReadAgain("您打开页面之后这条记录又有变动，请核对现在的内容后再公示。")
    return publish_record(
        record=at.record,
        by=at.desk.user,
        at=clock.now(),
        minor_reason=given["minor_reason"],
        personal_data_confirmed=bool(given["personal_data_confirmed"]),
        contradictions_confirmed=bool(given["contradictions_confirmed"]),
    )


def _severity(at: Situation, given: Given) -> Record:
    severity, reason = Severity(str(given["gravity"])), given["reason"]
    return set_severity(record=at.record, severity=severity, reason=reason, by=at.desk.user, at=clock.now())


def _keep(at: Situation, given: Given) -> Record:
    return keep_record(record=at.record, by=at.desk.user, at=clock.now())


def _call_back(at: Situation, given: Given) -> Record:
    return call_back(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


def _move(at: Situation, given: Given) -> Record:
    code = normalise_uscc(str(given["uscc"]))
    enterprise = Enterprise.objects.filter(uscc=code).first()
    if enterprise is None:
        raise NotMovable("没有这个统一社会信用代码的企业，请核对代码，或先在“录入记录”中登记企业。")
    reason = given["reason"]
    return move_record(record=at.record, enterprise=enterprise, reason=reason, by=at.desk.user, at=clock.now())


def _discard_returned(at: Situation, given: Given) -> Record:
    return discard_returned(record=at.record, reason=given["reason"], by=at.desk.user, at=clock.now())


WAITING_STEPS: tuple[Step[Situation], ...] = (
    Step(name="edit", label="修改内容", who=recorder, when=in_states(*EDITABLE), page="desk:edit-record"),
    Step(
        name="submit",
        label="提交审核",
        who=recorder,
        when=in_states(*EDITABLE),
        form=_submit_form,
        take=_submit,
        done="已提交审核。",
    ),
    Step(
        name="publish",
        label="审核通过并公示",
        who=second_reviewer,
        when=_may_be_public,
        form=_publish_form,
        take=_publish,
        done="已公示。",
        is_main=True,
    ),
    Step(
        name="keep",
        label="留存，不公示",
        who=second_reviewer,
        when=_may_be_kept,
        form=plain(NoForm, "keep"),
        take=_keep,
        done="已留存，供企业本人的报告使用，不公示。",
        is_main=True,
    ),
    Step(
        name="return",
        title="退回",
        label="退回录入人",
        who=second_reviewer,
        when=in_states(State.SUBMITTED),
        form=plain(ReasonForm, "return"),
        take=_return,
        done="已退回录入人。",
    ),
    Step(
        name="call-back",
        title="撤回修改",
        label="撤回",
        who=recorder,
        when=_is_own_submission,
        form=plain(ReasonForm, "call-back"),
        take=_call_back,
        done="已撤回，可以修改后重新提交。",
    ),
    Step(
        name="gravity",
        title="确定失信程度",
        label="确定",
        who=member,
        when=_waits_for_a_class,
        form=_severity_form,
        take=_severity,
        done="失信程度已确定。",
    ),
    Step(
        name="move",
        title="改换企业",
        label="改换企业",
        who=recorder,
        when=_may_be_moved,
        form=plain(MoveForm, "move"),
        take=_move,
        done="已改为另一家企业的记录，请核对内容后提交审核。",
    ),
    Step(
        name="discard",
        title="删除草稿",
        label="删除，不能恢复",
        who=recorder,
        when=in_states(State.DRAFT),
        form=plain(NoForm, "discard"),
        take=_discard,
        done="草稿已删除。",
        is_danger=True,
    ),
    Step(
        name="give-up",
        title="作废",
        label="作废，不再提交",
        who=recorder,
        when=in_states(State.RETURNED),
        form=plain(ReasonForm, "give-up"),
        take=_discard_returned,
        done="记录已作废，历史保留。",
        is_danger=True,
    ),
)
