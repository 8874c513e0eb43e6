"""False papers: the repair is undone by two people, and the enterprise is banned from applying for a while.

NDRC order 36: a credit record and a ban on applying for some years; its figure is lost, so that the longest is data.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Ban, Case
from enterprises.cases.rules.clocks import BAN_YEARS
from enterprises.cases.services.commitments import mark_broken
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.effects import awaits_confirmation, outcome_of, undo_waits
from enterprises.cases.services.letters import answers_of
from enterprises.cases.services.permissions import require_case_member
from enterprises.cases.services.workflow import CASES
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.letters.services import withdraw_if_in_force
from enterprises.documents.refs import RefKind
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.days import add_months
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.workflow import require_read, require_second_person


class BanInvalid(Refused):
    """The end of the ban is missing, past or too far."""


@transaction.atomic
def ask_undo_repair(*, case: Case, reason: str, banned_until: date, by: User, at: datetime) -> Case:
    """Request that a repair got by false papers be undone, with a ban; nothing changes until another person agrees.

    `banned_until` is the first day on which the enterprise may apply again.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises ReasonMissing: no reason.
    :raises BanInvalid: the ban ends in the past, or after the longest that the rule allows.
    :raises StateChanged: no repair was granted, or the request is made already.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明材料不实的事实和依据。")
    if not _was_repaired(case) or case.undo_asked_at is not None or case.undone_at is not None:
        raise StateChanged("没有可以撤销的信用修复，或者已经提出撤销。")
    on = day_of(at)
    if not on < banned_until <= add_months(on, 12 * BAN_YEARS):
        raise BanInvalid("禁止申请的截止日须晚于今天，且不超过{most}年。", most=BAN_YEARS)
    case.undo_asked_by, case.undo_asked_at = by, at
    case.save(update_fields=["undo_asked_by", "undo_asked_at"])
    Ban.objects.create(
        enterprise=case.enterprise,
        case=case,
        reason=why[:500],
        from_on=on,
        until_on=banned_until,
        imposed_by=by,
        imposed_at=at,
    )
    for kind, thing in _things(case):
        owner_of(kind).ask_undo(pk=thing, reason=_note(case, why), by=by, at=at)
    CASES.note(case, verb="ask-undo", by=by, at=at, reason=why)
    set_due(case)
    return case


@transaction.atomic
def undo_repair(*, case: Case, by: User, at: datetime, read: datetime | None = None) -> Case:
    """Undo the repair as the second person, put the ban into force, and withdraw the letter that granted it.

    `read` is when the undoing was requested that `by` has read; None where he read what is confirmed now.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: nobody requested it, or another request stands than the one that was read.
    :raises FourEyes: `by` requested it.
    """
    case = _asked(case, by=by)
    require_read(read, since=case.undo_asked_at)
    require_second_person(by, first_id=case.undo_asked_by_id, sentence="撤销信用修复须由另一人确认。")
    if not Case.objects.filter(pk=case.pk, undone_at__isnull=True).update(undone_by=by, undone_at=at):
        raise StateChanged("信用修复已经撤销。")
    case.refresh_from_db()
    first, why = case.undo_asked_by, _reason_of_request(case)
    if first is None:
        raise ValueError("a repair is undone at somebody's request")
    for kind, thing in _things(case):
        owner_of(kind).undo_repair(pk=thing, reason=_note(case, why), first=first, by=by, at=at)
    Ban.objects.filter(case=case, confirmed_by__isnull=True).update(confirmed_by=by, confirmed_at=at)
    for letter in answers_of(case):
        withdraw_if_in_force(letter=letter, reason="申请材料不实，信用修复已撤销", by=by, at=at)
    mark_broken(case, by=by, at=at)
    CASES.note(case, verb="undo", by=by, at=at)
    set_due(case)
    return case


@transaction.atomic
def turn_down_undo(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Leave the repair as it is; the ban that was requested with it never comes into force.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises ReasonMissing: no reason.
    :raises StateChanged: nobody requested it.
    """
    case = _asked(case, by=by)
    why = CASES.require_reason(reason, sentence="请写明不予撤销的理由。")
    for kind, thing in _things(case):
        owner_of(kind).turn_down_undo(pk=thing, reason=_note(case, why), by=by, at=at)
    Ban.objects.filter(case=case, confirmed_by__isnull=True).delete()
    case.undo_asked_by = case.undo_asked_at = None
    case.save(update_fields=["undo_asked_by", "undo_asked_at"])
    CASES.note(case, verb="turn-down-undo", by=by, at=at, reason=why)
    set_due(case)
    return case


def _was_repaired(case: Case) -> bool:
    if case.effective_at is None or not case.outcome or awaits_confirmation(case):
        return False
    return outcome_of(case).effect is Effect.REPAIR


def _asked(case: Case, *, by: User) -> Case:
    case = CASES.locked(case)
    require_case_member(by, case=case)
    if not undo_waits(case):
        raise StateChanged("没有待确认的撤销，请刷新页面。")
    return case


def _reason_of_request(case: Case) -> str:
    asked = case.events.filter(verb="ask-undo").order_by("pk").last()
    return asked.reason if asked else ""


def _things(case: Case) -> list[tuple[RefKind, int]]:
    """Return what the repair took off: the thing itself, and the spot checks behind it."""
    return [(case.ref.kind, case.about_id), *((RefKind.RECORD, pk) for pk in case.also_record_ids)]


def _note(case: Case, reason: str) -> str:
    return f"{case.number} 材料不实：{reason}"[:400]
