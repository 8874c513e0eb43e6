"""Steps of a case that were taken on the page of its record or listing instead: the case accepts the fact and goes on.

Records and listings leave such steps to the case (`cases.reserved`); this settles what was done before they did.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.commitments import withdraw_promise
from enterprises.cases.services.consequences import take_effect
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.decisions import back_to_review
from enterprises.cases.services.effects import awaits_confirmation, outcome_of, repaired, took_off
from enterprises.cases.services.revocations import LETTERS_WITHDRAWN
from enterprises.cases.services.undoing import withdraw_answers
from enterprises.cases.services.workflow import CASES
from enterprises.cases.subjects.registry import owner_of
from enterprises.cases.subjects.types import TakenBack, TakenOff
from enterprises.documents.refs import RefKind
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.second_person import is_another

PUT_BACK_THERE = "已由两人在信息页面恢复公示"
CONFIRMED_THERE = "已在信息页面由另一人确认"
PUBLIC_AGAIN = "信息已在其页面恢复公示，退回审查"
PUT_BACK_WITHIN = timedelta(days=90)  # thirty days for the two people, and time for a worker that stood still
# Waiting for a second person, or closed by mistake as over: its thing was taken off by the repair that it granted.
_DECIDED = Q(state__in=(CaseState.DECIDED, CaseState.CLOSED), effective_at__isnull=True) & ~Q(outcome="")
# Its thing may stand again, put back on its own page.
_TOOK_EFFECT = Q(effective_at__isnull=False, undo_asked_at__isnull=True) & ~Q(outcome="")
_HELD_AT_ONCE = Q(state=CaseState.DECIDED, effective_at__isnull=False, confirmed_by__isnull=True)


def accept_facts(*, at: datetime) -> int:
    """Settle the cases whose step was taken elsewhere; return how many. One query where none is decided."""
    things = defaultdict[RefKind, list[Case]](list)
    recent = _TOOK_EFFECT & Q(effective_at__gte=at - PUT_BACK_WITHIN)
    for case in Case.objects.filter(_DECIDED | _HELD_AT_ONCE | recent, forgotten_at__isnull=True).order_by("pk"):
        things[case.ref.kind].append(case)
    settled = 0
    for kind, cases in things.items():
        facts = _facts(kind, [case.about_id for case in cases], at=at)
        for case in cases:
            if _settlement(case, facts) is not None:
                settled += _settle(case, at=at)
    return settled


def is_repaired_elsewhere(case: Case, taken_off: Mapping[int, TakenOff]) -> bool:
    """Return whether what a case is about was taken off by the repair that the case has decided to grant."""
    off = taken_off.get(case.about_id)
    if off is None or not off.is_repair or case.effective_at is not None or not case.outcome:
        return False
    is_after = case.decided_at is not None and case.decided_at <= off.at <= (case.ended_at or off.at)
    return is_after and outcome_of(case).effect is Effect.REPAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    taken_off: Mapping[int, TakenOff]
    taken_back: Mapping[int, TakenBack]
    standing: Collection[int]


def _facts(kind: RefKind, pks: Sequence[int], *, at: datetime) -> _Facts:
    owner = owner_of(kind)
    return _Facts(
        taken_off=owner.taken_off(pks=pks),
        taken_back=owner.taken_back(pks=pks),
        standing=owner.standing(pks=pks, on=day_of(at)),
    )


@transaction.atomic
def _settle(case: Case, *, at: datetime) -> bool:
    """Settle one case by what is so once it is locked; return whether it was."""
    case = CASES.locked(case)
    settle = _settlement(case, _facts(case.ref.kind, [case.about_id], at=at))
    if settle is not None:
        settle(at)
    return settle is not None


def _settlement(case: Case, facts: _Facts) -> Callable[[datetime], None] | None:
    """Return what settles a case, None where its step was not taken elsewhere."""
    back = facts.taken_back.get(case.about_id)
    if back is not None and took_off(case) and case.effective_at and back.at >= case.effective_at:
        return lambda at: _accept_revocation(case, back, at=at)
    off = facts.taken_off.get(case.about_id)
    second = _second(case, off)
    if off is not None and second and is_repaired_elsewhere(case, facts.taken_off):
        return lambda at: _accept_repair(case, off, second=second, at=at)
    if not awaits_confirmation(case) or outcome_of(case).effect is not Effect.WITHDRAW:
        return None
    if off is not None and second:
        return lambda at: _accept_confirmation(case, second=second, at=at)
    if off is None and case.about_id in facts.standing:
        return lambda at: back_to_review(case, reason=PUBLIC_AGAIN, by=None, at=at)
    return None


def _second(case: Case, off: TakenOff | None) -> User | None:
    """Return who of the two that took a thing off did not decide the case; None while only one of them acted."""
    if off is None or off.second is None:
        return None
    return next((each for each in (off.second, off.first) if each and is_another(each, case.decided_by_id)), None)


def _accept_repair(case: Case, off: TakenOff, *, second: User, at: datetime) -> None:
    """Let a granted repair take effect from the moment at which the thing was taken off; its letter follows."""
    decided = case.events.filter(verb="decide").order_by("pk").last()
    case.outcome_reason = decided.reason if decided else case.outcome_reason
    case.confirmed_by, case.effective_at = second, off.at
    case.ended_at = case.ended_at or off.at
    case.save(update_fields=["outcome_reason", "confirmed_by", "effective_at", "ended_at"])
    left = ""
    try:
        with transaction.atomic():
            take_effect(case, by=second, at=at)
    except Refused as refusal:  # the person may have left: the repair itself holds all the same
        left = f"；随同办理的事项未完成：{refusal.sentence}"
    CASES.note(case, verb="confirm", by=second, at=at, reason=CASES.kept_reason(f"{CONFIRMED_THERE}{left}"))
    set_due(case)


def _accept_confirmation(case: Case, *, second: User, at: datetime) -> None:
    case.confirmed_by = second
    case.save(update_fields=["confirmed_by"])
    CASES.note(case, verb="confirm", by=second, at=at, reason=CONFIRMED_THERE)
    set_due(case)


def _accept_revocation(case: Case, back: TakenBack, *, at: datetime) -> None:
    """Let a decision count as revoked whose thing two people put back on its own page; its letter follows."""
    if case.undo_asked_at is not None:
        return
    case.undo_ground, case.undo_asked_by, case.undo_asked_at = Case.UndoGround.MISTAKE, back.first, back.at
    case.undone_by, case.undone_at = back.second, back.at
    columns = ("undo_ground", "undo_asked_by", "undo_asked_at", "undone_by", "undone_at")
    case.save(update_fields=columns)
    CASES.note(case, verb="ask-revoke", by=back.first, at=at, reason=CASES.kept_reason(back.reason))
    left = ""
    try:
        with transaction.atomic():
            withdraw_answers(case, reason=LETTERS_WITHDRAWN, by=back.second, at=at)
            if repaired(case):
                withdraw_promise(case, by=back.second, at=at)
    except Refused as refusal:  # a person may have left: the thing stands again all the same
        left = f"；随同办理的事项未完成：{refusal.sentence}"
    CASES.note(case, verb="revoke", by=back.second, at=at, reason=CASES.kept_reason(f"{PUT_BACK_THERE}{left}"))
    set_due(case)
