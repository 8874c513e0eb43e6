"""The decision, its confirmation by a second person, and what follows by itself (docs/rules/cases.md)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseOutcome, Confirming, Effect
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import DECISION, CaseState
from enterprises.cases.services.consequences import (
    confirm_effect,
    prepare,
    take_effect,
    take_preparation_back,
    undo_effect,
)
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.effects import awaits_confirmation, undo_waits
from enterprises.cases.services.marks import put_mark
from enterprises.cases.services.permissions import require_case_member, require_decider
from enterprises.cases.services.steps import end_pause, require_papers_overdue
from enterprises.cases.services.workflow import CASES
from enterprises.records.models import Record
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, StateChanged
from enterprises.shared.workflow.second_person import require_read, require_second_person


class OutcomeInvalid(Refused):
    """The kind has no such outcome, or what goes with it does not fit."""


@transaction.atomic
def decide(
    *,
    case: Case,
    outcome: str,
    reason: str,
    by: User,
    at: datetime,
    again_from: date | None = None,
    also: Sequence[Record] = (),
) -> Case:
    """Decide a case. What a second person has to confirm first takes effect then, everything else at once.

    `again_from`: the first day on which one may apply again, after a refusal. `also`: failed spot checks behind a
    penalty that end with its repair.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises FourEyes: `by` wrote what the case is about.
    :raises ReasonMissing: no reason.
    :raises OutcomeInvalid: the kind has no such outcome.
    :raises PapersNotOverdue: papers were requested, and their term has not passed.
    :raises StateChanged: it is not in review.
    :raises RepairTooEarly: before the earliest repair day.
    """
    case = CASES.locked(case)
    require_decider(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明决定的理由和依据。")
    chosen = _outcome(case, outcome)
    CASES.require_transition(case, verb="decide")
    if case.state == CaseState.PAPERS_WANTED:
        _go_on_without_papers(case, at=at)
    _check_additions(case, chosen, again_from=again_from, also=also, on=day_of(at))
    effective_at = None if chosen.confirming is Confirming.BEFORE else at
    CASES.move(
        case,
        verb="decide",
        by=by,
        at=at,
        reason=why,
        outcome=outcome,
        outcome_reason=why,
        decided_by=by,
        decided_at=at,
        confirmed_by=None,
        again_from=again_from,
        also_record_ids=sorted(record.pk for record in also),
        effective_at=effective_at,
        ended_at=effective_at,
    )
    follow = prepare if effective_at is None else take_effect
    follow(case, by=by, at=at)
    set_due(case)
    return case


@transaction.atomic
def confirm_decision(*, case: Case, by: User, at: datetime, read: datetime | None = None) -> Case:
    """Have a second person of the authority confirm an outcome; one that waited for this takes effect.

    `read` is when the decision was made that `by` has read; None where he read what is confirmed now.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: nothing waits for confirmation, or another decision than the one that was read.
    :raises AlreadyConfirmed: confirmed before.
    :raises FourEyes: `by` decided.
    :raises RepairTooEarly: before the earliest repair day.
    """
    case = _awaiting(case, by=by)
    require_read(read, since=case.decided_at)
    waited = case.effective_at is None
    columns = {"effective_at": at, "ended_at": at} if waited else {}
    CASES.confirm(case, confirmation=DECISION, by=by, at=at, **columns)
    follow = take_effect if waited else confirm_effect
    follow(case, by=by, at=at)
    set_due(case)
    return case


@transaction.atomic
def reconsider(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Have a second person refuse an outcome: it is undone and the case goes back to review.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: nothing waits for confirmation.
    :raises FourEyes: `by` decided, or wrote what the case is about: refusing an outcome is a decision.
    :raises ReasonMissing: no reason.
    """
    case = _awaiting(case, by=by)
    require_decider(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明不同意的理由。")
    took_effect = case.effective_at is not None
    undo = undo_effect if took_effect else take_preparation_back
    undo(case, reason=why, by=by, at=at)
    back_to_review(case, reason=why, by=by, at=at)
    return case


@transaction.atomic
def close(*, case: Case, by: User, at: datetime, note: str = "") -> Case:
    """Close a decided case once its letter was served.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: it is not decided, or a second person has to confirm the decision or its undoing first.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    CASES.require_transition(case, verb="close")
    if awaits_confirmation(case):
        raise StateChanged("决定须先由另一人复核确认，才能办结。")
    if undo_waits(case):
        raise StateChanged("撤销须先由另一人确认或者不予撤销，才能办结。")
    CASES.move(case, verb="close", by=by, at=at, reason=CASES.kept_reason(note))
    set_due(case)
    return case


def back_to_review(case: Case, *, reason: str, by: User | None, at: datetime) -> None:
    """Put a decided case back to review, its outcome undone; call inside a transaction, on a locked case."""
    took_effect = case.effective_at is not None
    CASES.move(
        case,
        verb="reconsider",
        by=by,
        at=at,
        reason=reason,
        outcome="",
        decided_by=None,
        decided_at=None,
        effective_at=None,
        ended_at=None,
        again_from=None,
        also_record_ids=[],
    )
    if took_effect:
        put_mark(case, at=at)
    set_due(case)


def _awaiting(case: Case, *, by: User) -> Case:
    case = CASES.locked(case)
    require_case_member(by, case=case)
    if case.confirmed_by_id is not None:
        raise AlreadyConfirmed("决定已经确认过。")
    if not awaits_confirmation(case):
        raise StateChanged("没有待复核确认的决定，请刷新页面。")
    require_second_person(by, first_id=case.decided_by_id, sentence="决定须由另一人复核确认。")
    return case


def _go_on_without_papers(case: Case, *, at: datetime) -> None:
    """End the wait for papers that did not come in time."""
    if case.accepted_at is None:
        raise StateChanged("申请尚未受理，不能作出决定。")
    require_papers_overdue(case, at=at)
    end_pause(case, at=at)


def _outcome(case: Case, code: str) -> CaseOutcome:
    try:
        return case_kind(case.kind).outcome(code)
    except KeyError as error:
        raise OutcomeInvalid("请选择处理结果。") from error


def _check_additions(
    case: Case, outcome: CaseOutcome, *, again_from: date | None, also: Sequence[Record], on: date
) -> None:
    if also and outcome.effect is not Effect.REPAIR:
        raise OutcomeInvalid("只有准予修复时，才能同时结束关联的抽查记录。")
    if any(record.enterprise_id != case.enterprise_id or record.agency_id != case.agency_id for record in also):
        raise OutcomeInvalid("关联的抽查记录须属于同一企业和本机关。")
    if again_from is not None and (outcome.favours_applicant or again_from <= on):
        raise OutcomeInvalid("可再次申请日须晚于今天，且只在不予准许时填写。")
