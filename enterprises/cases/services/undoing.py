"""What the undoing of a decision for false papers and for a mistake share: request, second person, refusal.

Each is called inside the transaction of its step, on a locked case.
"""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.effects import outcome_of, undo_waits, undoing_of
from enterprises.cases.services.letters import answers_of
from enterprises.cases.services.permissions import require_case_member
from enterprises.cases.services.workflow import CASES
from enterprises.cases.subjects.registry import owner_of
from enterprises.cases.subjects.types import Undo
from enterprises.documents.letters.services import withdraw_if_in_force
from enterprises.documents.refs import RefKind
from enterprises.shared.workflow.lifecycle import Confirmation, Mark
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.second_person import require_read


def begin_undo(case: Case, *, ground: Case.UndoGround, mark: Mark[CaseState], why: str, by: User, at: datetime) -> None:
    """Request that what a case took off be put back; nothing changes until another person agrees."""
    CASES.mark(case, mark=mark, reason=why, by=by, at=at, undo_ground=ground)
    for kind, thing in _things(case):
        owner_of(kind).ask_undo(pk=thing, undo=_undo(case, why), by=by, at=at)
    set_due(case)


def undo_asked(case: Case, *, ground: Case.UndoGround, by: User) -> Case:
    """Return the locked case whose undoing on that ground waits for a second person.

    :raises NotPermitted: `by` is not of the authority that decided.
    :raises StateChanged: none waits.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    if not undo_waits(case) or case.undo_ground != ground:
        raise StateChanged("没有待确认的撤销，请刷新页面。")
    return case


def end_undo(
    case: Case,
    *,
    confirmation: Confirmation[CaseState],
    letters: str,
    read: datetime | None,
    by: User,
    at: datetime,
) -> None:
    """Put back, as the second person, what the case took off; withdraw its answers, for the reason `letters`.

    `read` is when the undoing was requested that `by` has read; None where he read what is confirmed now.

    :raises StateChanged: another request stands than the one that was read.
    :raises FourEyes: `by` requested it.
    """
    require_read(read, since=case.undo_asked_at)
    CASES.confirm(case, confirmation=confirmation, by=by, at=at, undone_at=at)
    undoing = undoing_of(case)
    if undoing is None or undoing.asked_by is None:
        raise ValueError("a decision is undone at somebody's request")
    for kind, thing in _things(case):
        owner_of(kind).undo(pk=thing, undo=_undo(case, undoing.reason), first=undoing.asked_by, by=by, at=at)
    withdraw_answers(case, reason=letters, by=by, at=at)
    set_due(case)


def give_up_undo(case: Case, *, mark: Mark[CaseState], reason: str, by: User, at: datetime) -> None:
    """Leave a decision as it is, though somebody requested to undo it.

    :raises ReasonMissing: no reason.
    """
    why = CASES.require_reason(reason, sentence="请写明不予撤销的理由。")
    note = _undo(case, why).reason
    for kind, thing in _things(case):
        owner_of(kind).turn_down_undo(pk=thing, reason=note, by=by, at=at)
    CASES.unmark(case, mark=mark, reason=why, by=by, at=at, undo_ground="")
    set_due(case)


def withdraw_answers(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Withdraw the letters that answered a case, those in force."""
    for letter in answers_of(case):
        withdraw_if_in_force(letter=letter, reason=reason, by=by, at=at)


def _things(case: Case) -> Iterator[tuple[RefKind, int]]:
    """Yield what the decision took off: the thing itself, and the spot checks that an officer named with it."""
    yield case.ref.kind, case.about_id
    for pk in case.also_record_ids:
        yield RefKind.RECORD, pk


def _undo(case: Case, reason: str) -> Undo:
    ground = Case.UndoGround(case.undo_ground)
    return Undo(
        reason=f"{case.number} {ground.label}：{reason}"[:400],
        is_repair=outcome_of(case).effect is Effect.REPAIR,
        is_by_deceit=ground is Case.UndoGround.FALSE_PAPERS,
    )
