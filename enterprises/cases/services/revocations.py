"""A decision that took something off was a mistake: two people revoke it in its case, with a letter.

docs/rules/cases.md, decision 0064.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import REVOCATION, REVOCATION_REQUEST
from enterprises.cases.services.commitments import withdraw_promise
from enterprises.cases.services.effects import repaired, took_off
from enterprises.cases.services.permissions import require_case_member, require_decider
from enterprises.cases.services.undoing import begin_undo, end_undo, give_up_undo, undo_asked
from enterprises.cases.services.workflow import CASES
from enterprises.records.rules.takebacks import takeback_refusal
from enterprises.records.services.exits import require_takeback_day
from enterprises.shared.clock import day_of
from enterprises.shared.workflow.refusals import StateChanged

LETTERS_WITHDRAWN = "决定有误，已撤销"


@transaction.atomic
def ask_revoke(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Request that a decision which took something off be revoked as a mistake, within thirty days.

    Nothing changes until another person agrees. `reason` is for the applicant's letter.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises ReasonMissing: no reason.
    :raises StateChanged: the decision took nothing off, or its undoing was requested already.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises NotRestorable: a listing cannot be restored.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明原决定有误的事实和依据。")
    if not took_off(case) or case.undo_asked_at is not None:
        raise StateChanged("没有可以撤销的决定，或者已经提出撤销。")
    _require_time(case, on=day_of(at))
    begin_undo(case, ground=Case.UndoGround.MISTAKE, mark=REVOCATION_REQUEST, why=why, by=by, at=at)
    return case


@transaction.atomic
def revoke(*, case: Case, by: User, at: datetime, read: datetime | None = None) -> Case:
    """Revoke it as the second person: what was taken off stands again, the answer is withdrawn, a letter goes out.

    A notice of listing that was given up is not served again by that: the office may propose the listing anew. `read`
    is when the revocation was requested that `by` has read; None where he read what is confirmed now.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: nobody requested it, or another request stands than the one that was read.
    :raises FourEyes: `by` requested it, or wrote what the case is about: to revoke is to decide.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises KeyTaken: the same record was published anew meanwhile.
    :raises NotRestorable: a listing cannot be restored.
    """
    case = undo_asked(case, ground=Case.UndoGround.MISTAKE, by=by)
    require_decider(by, case=case)
    _require_time(case, on=day_of(at))
    end_undo(case, confirmation=REVOCATION, letters=LETTERS_WITHDRAWN, read=read, by=by, at=at)
    if repaired(case):
        withdraw_promise(case, by=by, at=at)
    return case


@transaction.atomic
def turn_down_revoke(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Leave the decision as it is.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises ReasonMissing: no reason.
    :raises StateChanged: nobody requested it.
    """
    case = undo_asked(case, ground=Case.UndoGround.MISTAKE, by=by)
    give_up_undo(case, mark=REVOCATION_REQUEST, reason=reason, by=by, at=at)
    return case


def may_be_revoked(case: Case, *, on: date) -> bool:
    """Return whether two people may revoke the decision of a case on that day."""
    if not took_off(case) or case.undo_asked_at is not None or case.effective_at is None:
        return False
    return takeback_refusal(acted_on=day_of(case.effective_at), on=on) is None


def _require_time(case: Case, *, on: date) -> None:
    if case.effective_at is not None:
        require_takeback_day(acted_on=day_of(case.effective_at), on=on)
