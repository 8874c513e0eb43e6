"""False papers: the repair is undone by two people, and the enterprise is banned from applying for a while.

NDRC order 36: a credit record and a ban on applying for some years; its figure is lost, so that the longest is data.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.cases.models import Ban, Case
from enterprises.cases.rules.clocks import BAN_YEARS
from enterprises.cases.rules.lifecycle import UNDO_REQUEST, UNDOING
from enterprises.cases.services.commitments import mark_broken
from enterprises.cases.services.effects import repaired
from enterprises.cases.services.permissions import require_case_member
from enterprises.cases.services.undoing import begin_undo, end_undo, give_up_undo, undo_asked
from enterprises.cases.services.workflow import CASES
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.days import add_months
from enterprises.shared.workflow.refusals import StateChanged


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
    if not repaired(case) or case.undo_asked_at is not None:
        raise StateChanged("没有可以撤销的信用修复，或者已经提出撤销。")
    on = day_of(at)
    if not on < banned_until <= add_months(on, 12 * BAN_YEARS):
        raise BanInvalid("禁止申请的截止日须晚于今天，且不超过{most}年。", most=BAN_YEARS)
    Ban.objects.create(
        enterprise=case.enterprise,
        case=case,
        reason=why[:500],
        from_on=on,
        until_on=banned_until,
        imposed_by=by,
        imposed_at=at,
    )
    begin_undo(case, ground=Case.UndoGround.FALSE_PAPERS, mark=UNDO_REQUEST, why=why, by=by, at=at)
    return case


@transaction.atomic
def undo_repair(*, case: Case, by: User, at: datetime, read: datetime | None = None) -> Case:
    """Undo the repair as the second person, put the ban into force, and withdraw the letter that granted it.

    `read` is when the undoing was requested that `by` has read; None where he read what is confirmed now.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: nobody requested it, or another request stands than the one that was read.
    :raises FourEyes: `by` requested it.
    """
    case = undo_asked(case, ground=Case.UndoGround.FALSE_PAPERS, by=by)
    end_undo(case, confirmation=UNDOING, letters="申请材料不实，信用修复已撤销", read=read, by=by, at=at)
    Ban.objects.filter(case=case, confirmed_by__isnull=True).update(confirmed_by=by, confirmed_at=at)
    mark_broken(case, by=by, at=at)
    return case


@transaction.atomic
def turn_down_undo(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Leave the repair as it is; the ban that was requested with it never comes into force.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises ReasonMissing: no reason.
    :raises StateChanged: nobody requested it.
    """
    case = undo_asked(case, ground=Case.UndoGround.FALSE_PAPERS, by=by)
    Ban.objects.filter(case=case, confirmed_by__isnull=True).delete()
    give_up_undo(case, mark=UNDO_REQUEST, reason=reason, by=by, at=at)
    return case
