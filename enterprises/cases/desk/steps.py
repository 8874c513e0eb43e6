"""The steps on a case's page, one table: who, when, which form, which service and in which words."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext_noop

from enterprises.agencies.models import Officer
from enterprises.cases.desk.forms import CaseReasonForm, ConfirmForm, DecisionForm, ForwardForm, UndoForm, refusal_label
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.rules.clocks import is_overdue
from enterprises.cases.rules.lifecycle import IN_REVIEW, UNDECIDED, CaseState
from enterprises.cases.services.bans import ask_undo_repair, turn_down_undo, undo_repair
from enterprises.cases.services.decisions import close, confirm_decision, decide, reconsider
from enterprises.cases.services.effects import awaits_confirmation, repaired, undo_waits
from enterprises.cases.services.permissions import has_role, is_member, may_decide
from enterprises.cases.services.revocations import ask_revoke, may_be_revoked, revoke, turn_down_revoke
from enterprises.cases.services.steps import (
    accept,
    extend,
    forward,
    refuse_acceptance,
    take_up,
    want_papers,
    withdraw_case,
)
from enterprises.cases.subjects.records import spot_checks_behind
from enterprises.documents.refs import RefKind
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.workflow.desk import Given, Step, form_of
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSituation:
    """A case as an officer finds it."""

    user: User
    officer: Officer
    case: Case

    @property
    def state(self) -> CaseState:
        """Return the state of the case."""
        return CaseState(self.case.state)


# Who.


def _member(at: CaseSituation) -> bool:
    return is_member(at.officer, case=at.case)


def _decider(at: CaseSituation) -> bool:
    return may_decide(at.officer, at.user, case=at.case)


def _second(at: CaseSituation) -> bool:
    return _member(at) and is_another(at.user, at.case.decided_by_id)


def _second_decider(at: CaseSituation) -> bool:
    return _decider(at) and is_another(at.user, at.case.decided_by_id)


def _second_to_undo(at: CaseSituation) -> bool:
    return _member(at) and is_another(at.user, at.case.undo_asked_by_id)


def _second_to_revoke(at: CaseSituation) -> bool:
    return _decider(at) and is_another(at.user, at.case.undo_asked_by_id)


# When.


def _in(*states: CaseState) -> Callable[[CaseSituation], bool]:
    return lambda at: at.state in states and at.case.agency_id is not None


def _undecided(at: CaseSituation) -> bool:
    return at.state in UNDECIDED


def _may_be_extended(at: CaseSituation) -> bool:
    return at.state in IN_REVIEW and at.case.extended_at is None


def _papers_never_came(at: CaseSituation) -> bool:
    return at.state is CaseState.PAPERS_WANTED and is_overdue(due_on=at.case.due_on, on=clock.today())


def _may_be_decided(at: CaseSituation) -> bool:
    return at.state in IN_REVIEW or (at.case.accepted_at is not None and _papers_never_came(at))


def _may_be_refused(at: CaseSituation) -> bool:
    return at.state is CaseState.RECEIVED or (at.case.accepted_at is None and _papers_never_came(at))


def _waits_for_second(at: CaseSituation) -> bool:
    return awaits_confirmation(at.case)


def _may_be_closed(at: CaseSituation) -> bool:
    return at.state is CaseState.DECIDED and not awaits_confirmation(at.case) and not undo_waits(at.case)


def _may_be_undone(at: CaseSituation) -> bool:
    return repaired(at.case) and at.case.undo_asked_at is None


def _may_be_revoked(at: CaseSituation) -> bool:
    return may_be_revoked(at.case, on=clock.today())


def _waits_to_be_undone(ground: Case.UndoGround) -> Callable[[CaseSituation], bool]:
    return lambda at: undo_waits(at.case) and at.case.undo_ground == ground


_undo_waits = _waits_to_be_undone(Case.UndoGround.FALSE_PAPERS)
_revocation_waits = _waits_to_be_undone(Case.UndoGround.MISTAKE)


def takes_papers(at: CaseSituation) -> bool:
    """Return whether an officer may enter papers that the applicant brings."""
    return _member(at) and _undecided(at)


def barred_by(at: CaseSituation) -> tuple[str, ...]:
    """Return why an officer of the authority may not take steps that are due in a case."""
    if not has_role(at.officer):
        return (gettext_noop("您没有录入或者审核权限，只能查看这件申请。"),)
    if _may_be_decided(at) or _may_be_refused(at):
        return () if _decider(at) else (gettext_noop("您录入过这条信息，不得作出决定，请由本机关另一人办理。"),)
    if _waits_for_second(at) and not _second(at):
        return (gettext_noop("这个决定由您作出，须由另一人复核确认。"),)
    if _waits_for_second(at) and not _decider(at):
        return (gettext_noop("您录入过这条信息，可以确认这个决定，不得将其退回审查。"),)
    return _barred_from_undoing(at)


def _barred_from_undoing(at: CaseSituation) -> tuple[str, ...]:
    if undo_waits(at.case) and not _second_to_undo(at):
        return (gettext_noop("撤销由您提出，须由另一人确认。"),)
    if _revocation_waits(at) and not _second_to_revoke(at):
        return (gettext_noop("您录入过这条信息，不得确认撤销决定，可以不予撤销。"),)
    return ()


# Forms.


def _reason(label: str) -> Callable[[CaseSituation, QueryDict | None], forms.Form]:
    return lambda at, data: CaseReasonForm(data, label=label)


def _refusal(at: CaseSituation, data: QueryDict | None) -> forms.Form:
    return CaseReasonForm(data, label=refusal_label(has_agency=at.case.agency_id is not None))


def _decision(at: CaseSituation, data: QueryDict | None) -> forms.Form:
    return DecisionForm(case_kind(at.case.kind), data, also=_spot_checks(at.case))


def _spot_checks(case: Case) -> list[Record]:
    """Return the failed spot checks that may end with the repair that a case requests."""
    if not case_kind(case.kind).repairs or case.about_kind != RefKind.RECORD:
        return []
    return spot_checks_behind(Record.objects.get(pk=case.about_id), on=clock.today())


# Services.


def _decide(at: CaseSituation, given: Given) -> Case:
    return decide(
        case=at.case,
        outcome=given["outcome"],
        reason=given["reason"],
        again_from=given.get("again_from"),
        also=tuple(given.get("also", ())),
        by=at.user,
        at=clock.now(),
    )


def _plainly(service: Callable[..., Case]) -> Callable[[CaseSituation, Given], Case]:
    return lambda at, given: service(case=at.case, by=at.user, at=clock.now())


def _as_read(service: Callable[..., Case]) -> Callable[[CaseSituation, Given], Case]:
    return lambda at, given: service(case=at.case, read=given["read"], by=at.user, at=clock.now())


def _with_reason(service: Callable[..., Case], *, name: str = "reason") -> Callable[[CaseSituation, Given], Case]:
    return lambda at, given: service(case=at.case, by=at.user, at=clock.now(), **{name: given["reason"]})


STEPS: tuple[Step[CaseSituation], ...] = (
    Step(
        name="accept",
        label=gettext_noop("受理"),
        who=_member,
        when=_in(CaseState.RECEIVED),
        form=form_of(forms.Form),
        take=_plainly(accept),
        done=gettext_noop("已受理。"),
        is_main=True,
    ),
    Step(
        name="take-up",
        label=gettext_noop("开始审查"),
        who=_member,
        when=_in(CaseState.ACCEPTED),
        form=form_of(forms.Form),
        take=_plainly(take_up),
        done=gettext_noop("由您承办。"),
        is_main=True,
    ),
    Step(
        name="decide",
        label=gettext_noop("作出决定"),
        who=_decider,
        when=_may_be_decided,
        form=_decision,
        take=_decide,
        done=gettext_noop("已作出决定。"),
        title=gettext_noop("决定"),
        template="cases/desk/decide.html",
        is_main=True,
    ),
    Step(
        name="confirm",
        label=gettext_noop("复核确认"),
        who=_second,
        when=_waits_for_second,
        form=lambda at, data: ConfirmForm(data, read=at.case.decided_at),
        take=_as_read(confirm_decision),
        done=gettext_noop("已确认。"),
        is_main=True,
    ),
    Step(
        name="reconsider",
        label=gettext_noop("退回审查"),
        who=_second_decider,
        when=_waits_for_second,
        form=_reason(gettext_noop("不同意的理由")),
        take=_with_reason(reconsider),
        done=gettext_noop("已退回审查。"),
        title=gettext_noop("不同意这个决定"),
    ),
    Step(
        name="want-papers",
        label=gettext_noop("要求补正"),
        who=_member,
        when=_in(CaseState.RECEIVED, *IN_REVIEW),
        form=_reason(gettext_noop("需要补正的材料（写入补正通知书）")),
        take=_with_reason(want_papers, name="papers"),
        done=gettext_noop("已要求补正，办理期限暂停。"),
        title=gettext_noop("要求补正材料"),
    ),
    Step(
        name="extend",
        label=gettext_noop("延长期限"),
        who=_member,
        when=_may_be_extended,
        form=_reason(gettext_noop("延期的理由（写入延期通知）")),
        take=_with_reason(extend),
        done=gettext_noop("已延长办理期限。"),
        title=gettext_noop("延长办理期限"),
    ),
    Step(
        name="forward",
        label=gettext_noop("转交"),
        who=_member,
        when=_undecided,
        form=lambda at, data: ForwardForm(data),
        take=lambda at, given: forward(
            case=at.case, agency=given["agency"], reason=given["reason"], by=at.user, at=clock.now()
        ),
        done=gettext_noop("已转交，期限继续计算。"),
        title=gettext_noop("转交其他机关"),
    ),
    Step(
        name="refuse",
        label=gettext_noop("不予受理"),
        who=_decider,
        when=_may_be_refused,
        form=_refusal,
        take=_with_reason(refuse_acceptance),
        done=gettext_noop("已决定不予受理。"),
        title=gettext_noop("不予受理"),
        is_danger=True,
    ),
    Step(
        name="withdraw",
        label=gettext_noop("登记撤回"),
        who=_member,
        when=_undecided,
        form=_reason(gettext_noop("申请人怎样撤回")),
        take=_with_reason(withdraw_case),
        done=gettext_noop("已登记撤回。"),
        title=gettext_noop("申请人书面撤回"),
    ),
    Step(
        name="close",
        label=gettext_noop("办结"),
        who=_member,
        when=_may_be_closed,
        form=form_of(forms.Form),
        take=_plainly(close),
        done=gettext_noop("已办结。"),
        is_main=True,
    ),
    Step(
        name="ask-revoke",
        label=gettext_noop("提出撤销决定"),
        who=_member,
        when=_may_be_revoked,
        form=_reason(gettext_noop("决定有误的事实和依据（写入文书）")),
        take=_with_reason(ask_revoke),
        done=gettext_noop("已提出，待另一人确认。"),
        title=gettext_noop("决定有误，撤销决定"),
        is_danger=True,
    ),
    Step(
        name="revoke",
        label=gettext_noop("确认撤销决定"),
        who=_second_to_revoke,
        when=_revocation_waits,
        form=lambda at, data: ConfirmForm(data, read=at.case.undo_asked_at),
        take=_as_read(revoke),
        done=gettext_noop("决定已撤销。"),
        is_danger=True,
    ),
    Step(
        name="turn-down-revoke",
        label=gettext_noop("不予撤销"),
        who=_member,
        when=_revocation_waits,
        form=_reason(gettext_noop("理由")),
        take=_with_reason(turn_down_revoke),
        done=gettext_noop("原决定维持。"),
        title=gettext_noop("不予撤销决定"),
    ),
    Step(
        name="ask-undo",
        label=gettext_noop("提出撤销信用修复"),
        who=_member,
        when=_may_be_undone,
        form=lambda at, data: UndoForm(data),
        take=lambda at, given: ask_undo_repair(
            case=at.case, reason=given["reason"], banned_until=given["banned_until"], by=at.user, at=clock.now()
        ),
        done=gettext_noop("已提出，待另一人确认。"),
        title=gettext_noop("材料虚假，撤销信用修复"),
        is_danger=True,
    ),
    Step(
        name="undo",
        label=gettext_noop("确认撤销信用修复"),
        who=_second_to_undo,
        when=_undo_waits,
        form=lambda at, data: ConfirmForm(data, read=at.case.undo_asked_at),
        take=_as_read(undo_repair),
        done=gettext_noop("信用修复已撤销，信息恢复公示。"),
        is_danger=True,
    ),
    Step(
        name="turn-down-undo",
        label=gettext_noop("不予撤销"),
        who=_second_to_undo,
        when=_undo_waits,
        form=_reason(gettext_noop("理由")),
        take=_with_reason(turn_down_undo),
        done=gettext_noop("信用修复维持。"),
        title=gettext_noop("不予撤销信用修复"),
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
