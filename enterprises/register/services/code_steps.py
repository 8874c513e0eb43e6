"""Steps about codes at the desk: one person requests, another of the same agency decides."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.register.models import CodeStep, Enterprise
from enterprises.register.services.links import LinkRefused, link_codes, unlink_code
from enterprises.register.services.registration import category_of
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import may_be_confirmed
from enterprises.shared.rules.uscc import normalise_uscc
from enterprises.shared.typed_texts.services import save_unified
from enterprises.shared.workflow.second_person import require_second_person


class CodeStepRefused(Refused):
    """The step does not fit what is stored, or waits already."""


def steps_of(agency: Agency) -> QuerySet[CodeStep]:
    """Return the steps that officers of the agency requested, the newest first."""
    return CodeStep.objects.filter(requested_by__officer__agency=agency).select_related("requested_by", "decided_by")


def request_confirmation(*, code: str, name: str, reason: str, by: User, at: datetime) -> CodeStep:
    """Request that a code be confirmed which the register bears though its check character does not fit.

    :raises NotPermitted: `by` records for no agency.
    :raises CodeStepRefused: the code needs no confirmation, or must have none.
    """
    bare = normalise_uscc(code)
    if not may_be_confirmed(bare):
        raise CodeStepRefused("只有18位、校验位不符合国家标准的代码可以确认；符合标准的代码请直接登记企业。")
    if Enterprise.objects.filter(uscc=bare).exists():
        raise CodeStepRefused("该代码已有企业，请直接查找。")
    if not name.strip():
        raise CodeStepRefused("请填写登记的企业名称。")
    return _request(CodeStep.Kind.CONFIRM, code=bare, name=name.strip(), reason=reason, by=by, at=at)


def request_link(*, earlier: str, later: str, reason: str, by: User, at: datetime) -> CodeStep:
    """Request that two codes of one enterprise be linked.

    :raises NotPermitted: `by` records for no agency.
    :raises CodeStepRefused: one of the codes is not stored, or they are one.
    """
    first, second = _stored(earlier, "原代码"), _stored(later, "现用代码")
    if first.pk == second.pk:
        raise CodeStepRefused("原代码与现用代码相同。")
    if first.now_under_id is not None:
        raise CodeStepRefused("原代码已登记换码；登记有误的，请先撤销原来的换码。")
    return _request(
        CodeStep.Kind.LINK, code=first.uscc, later=second.uscc, name=second.name, reason=reason, by=by, at=at
    )


def request_unlink(*, earlier: str, reason: str, by: User, at: datetime) -> CodeStep:
    """Request that a link be undone.

    :raises NotPermitted: `by` records for no agency.
    :raises CodeStepRefused: the code is not stored, or not linked.
    """
    enterprise = _stored(earlier, "原代码")
    if enterprise.now_under is None:
        raise CodeStepRefused("这个代码没有登记换码，无需撤销。")
    later = enterprise.now_under.uscc
    return _request(
        CodeStep.Kind.UNLINK, code=enterprise.uscc, later=later, name=enterprise.name, reason=reason, by=by, at=at
    )


@transaction.atomic
def decide_code_step(*, pk: int, agreed: bool, by: User, at: datetime) -> CodeStep:
    """Carry a waiting step out, or refuse it, by another person than requested it.

    :raises NotPermitted: `by` does not review, or belongs to another agency.
    :raises FourEyes: `by` requested the step.
    :raises CodeStepRefused: no such step waits, or it no longer fits what is stored.
    """
    step = CodeStep.objects.select_for_update().filter(pk=pk, outcome=CodeStep.Outcome.WAITING).first()
    if step is None:
        raise CodeStepRefused("这个事项已经办理，请刷新页面。")
    officer = officer_of(by)
    if not officer.may_review or officer.agency is None or not steps_of(officer.agency).filter(pk=pk).exists():
        raise NotPermitted("只有本机关的审核员可以复核。")
    require_second_person(by, first_id=step.requested_by_id, sentence="申请人不能复核自己的申请，请由另一人办理。")
    if agreed:
        _carry_out(step, at=at)
    step.outcome = CodeStep.Outcome.DONE if agreed else CodeStep.Outcome.REFUSED
    step.decided_by, step.decided_at = by, at
    step.save()
    return step


def _request(
    kind: CodeStep.Kind, *, code: str, name: str, reason: str, by: User, at: datetime, later: str = ""
) -> CodeStep:
    if not officer_of(by).may_record:
        raise NotPermitted("只有录入员可以提出企业代码事项。")
    if not reason.strip():
        raise CodeStepRefused("请填写依据，如登记机关的文书或登记系统的查询结果。")
    step = CodeStep(
        kind=kind,
        code=code,
        later_code=later,
        name=name,
        reason=reason.strip(),
        outcome=CodeStep.Outcome.WAITING,
        requested_by=by,
        requested_at=at,
    )
    try:
        with transaction.atomic():
            save_unified(step, on=day_of(at))
    except IntegrityError as error:
        raise CodeStepRefused("同一事项正在等待复核。") from error
    return step


def _stored(code: str, label: str) -> Enterprise:
    found = Enterprise.objects.select_related("now_under").filter(uscc=normalise_uscc(code)).first()
    if found is None:
        raise CodeStepRefused("{label}：没有这个代码的企业，请先登记。", label=label)
    return found


def _carry_out(step: CodeStep, *, at: datetime) -> None:
    if step.kind == CodeStep.Kind.CONFIRM:
        return _store_confirmed(step, at=at)
    earlier = _stored(step.code, "原代码")
    try:
        if step.kind == CodeStep.Kind.UNLINK:
            unlink_code(earlier=earlier)
        else:
            link_codes(earlier=earlier, later=_stored(step.later_code, "现用代码"))
    except LinkRefused as refusal:
        raise CodeStepRefused(refusal.sentence) from refusal
    return None


def _store_confirmed(step: CodeStep, *, at: datetime) -> None:
    """Store the enterprise; it is hidden until one of its records is published or the register gives it."""
    if Enterprise.objects.filter(uscc=step.code).exists():
        raise CodeStepRefused("该代码已有企业，请直接查找。")
    Enterprise.objects.create(
        uscc=step.code,
        name=step.name,
        folded_name=fold_name(step.name),
        category=category_of(step.code),
        origin=Enterprise.Origin.RECORD,
        created_at=at,
    )
