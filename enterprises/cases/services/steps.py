"""Steps before the decision: acceptance, papers, extension, forwarding, withdrawal (docs/rules/cases.md)."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_credit_office
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case, CasePause
from enterprises.cases.rules.clocks import clock_of, is_overdue
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, IN_REVIEW, UNDECIDED, CaseState
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.marks import take_mark_off
from enterprises.cases.services.papers import GivenPaper, keep_papers
from enterprises.cases.services.permissions import require_case_member, require_decider
from enterprises.cases.services.places import case_place
from enterprises.cases.services.workflow import CASES
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import typed_form
from enterprises.shared.workflow.refusals import StateChanged


class PapersNotOverdue(Refused):
    """The applicant still has time for his papers."""


class NotExtendable(Refused):
    """No rule lets the limit be extended, or it was extended before."""


class ForwardRefused(Refused):
    """The case cannot go to that authority."""


@transaction.atomic
def accept(*, case: Case, by: User, at: datetime) -> Case:
    """Accept a case: 受理; the clock of the decision begins.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises StateChanged: it is not waiting for acceptance.
    :raises ForwardRefused: no authority was named yet.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    _require_authority(case)
    CASES.move(case, verb="accept", by=by, at=at, accepted_at=at)
    set_due(case)
    return case


@transaction.atomic
def refuse_acceptance(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Refuse to accept a case, with the reason of which the letter informs: 不予受理.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises FourEyes: `by` wrote what the case is about.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it is accepted already, or over.
    :raises PapersNotOverdue: papers were requested, and their term has not passed.
    """
    case = CASES.locked(case)
    require_decider(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明不予受理的理由。")
    CASES.require_transition(case, verb="refuse")
    if case.state == CaseState.PAPERS_WANTED:
        if case.accepted_at is not None:
            raise StateChanged("申请已经受理，请作出决定。")
        require_papers_overdue(case, at=at)
    end_pause(case, at=at)
    CASES.move(case, verb="refuse", by=by, at=at, reason=why, ended_at=at, outcome_reason=why)
    take_mark_off(case, outcome="不予受理", by=by, at=at)
    set_due(case)
    return case


@transaction.atomic
def take_up(*, case: Case, by: User, at: datetime) -> Case:
    """Begin the review of an accepted case, as the officer in charge.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises StateChanged: it is not waiting for review.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    CASES.move(case, verb="take-up", by=by, at=at, officer=by)
    set_due(case)
    return case


@transaction.atomic
def want_papers(*, case: Case, papers: str, by: User, at: datetime) -> Case:
    """Request papers, before or after acceptance: 补正; the clock pauses until they come.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises ForwardRefused: no authority was named yet.
    :raises ReasonMissing: nothing is named.
    :raises StateChanged: it is over, or papers were requested already.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    _require_authority(case)
    wanted = CASES.require_reason(papers, sentence="请写明需要补正的材料。")
    verb = "want-papers" if case.accepted_at is None else "want-more-papers"
    CASES.move(case, verb=verb, by=by, at=at, reason=wanted, papers_wanted=wanted)
    CasePause.objects.create(case=case, from_on=day_of(at))
    set_due(case)
    return case


@transaction.atomic
def add_papers(*, case: Case, papers: Sequence[GivenPaper], at: datetime, by: User | None = None) -> Case:
    """Add papers of the applicant; `by` is the officer who enters them. Papers that were requested end the pause.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises ReasonMissing: no paper is given.
    :raises StateChanged: the case is decided or over.
    :raises AttachmentRefused: too many, too large together, or one is broken or of a wrong type.
    """
    case = CASES.locked(case)
    if by is not None:
        require_case_member(by, case=case)
    if case.state not in UNDECIDED:
        raise StateChanged("申请当前状态为“{state}”，不能再补充材料。", state=CASE_STATE_LABELS[CaseState(case.state)])
    CASES.require_reason("".join(each.code for each in papers), sentence="请选择要补充的材料。")
    keep_papers(case, papers, by=by, at=at)
    if case.state == CaseState.PAPERS_WANTED:
        end_pause(case, at=at)
        verb = "resume-check" if case.accepted_at is None else "resume-review"
        CASES.move(case, verb=verb, by=by, at=at, papers_wanted="")
    else:
        CASES.note(case, verb="add-papers", by=by, at=at)
    set_due(case)
    return case


@transaction.atomic
def withdraw_case(*, case: Case, at: datetime, reason: str = "", by: User | None = None) -> Case:
    """Take one's own case back; `by` is the officer who enters it for the applicant.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises StateChanged: the case is decided or over.
    """
    case = CASES.locked(case)
    if by is not None:
        require_case_member(by, case=case)
    end_pause(case, at=at)
    CASES.move(case, verb="withdraw", by=by, at=at, reason=CASES.kept_reason(reason), ended_at=at)
    take_mark_off(case, outcome="申请人撤回", by=None, at=at)
    set_due(case)
    return case


@transaction.atomic
def extend(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Extend the limit of the decision once, with a reason of which the letter informs the applicant.

    :raises NotPermitted: `by` is not of the authority that decides it.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it is not in review.
    :raises NotExtendable: the limit has passed, was extended before, or no rule lets it be extended.
    """
    case = CASES.locked(case)
    require_case_member(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明延期的理由。")
    if case.state not in IN_REVIEW or case.accepted_at is None:
        raise StateChanged("申请不在审查中，不能延期。")
    if case.extended_at is not None:
        raise NotExtendable("已经延期一次，不能再延。")
    regulator = case.agency.governing_regulator if case.agency else None
    started_on = day_of(case.accepted_at)
    clock = clock_of(case_kind(case.kind), CaseStep.DECIDE, regulator=regulator, place=case_place(), on=started_on)
    if clock is None or not clock.extension:
        raise NotExtendable("适用的规则没有规定可以延期。")
    if is_overdue(due_on=case.due_on, on=day_of(at)):
        raise NotExtendable("办理期限已过，不能延期。")
    case.extended_at = at
    case.save(update_fields=["extended_at"])
    CASES.note(case, verb="extend", by=by, at=at, reason=why)
    set_due(case)
    return case


@transaction.atomic
def forward(*, case: Case, agency: Agency, reason: str, by: User, at: datetime) -> Case:
    """Pass a case on to the authority that decides; its clock goes on.

    The credit office passes on what nobody has; an authority what is another's.

    :raises NotPermitted: `by` has not the case.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it is decided or over.
    :raises ForwardRefused: the authority has it already, or another one keeps what it is about.
    """
    case = CASES.locked(case)
    if case.agency_id is None:
        require_credit_office(by)
    else:
        require_case_member(by, case=case)
    why = CASES.require_reason(reason, sentence="请写明转交的理由。")
    if case.state not in UNDECIDED:
        raise StateChanged("申请已经办结，不能转交。")
    if agency.pk == case.agency_id:
        raise ForwardRefused("申请已由该机关办理。")
    case.agency, case.officer = agency, None
    case.save(update_fields=["agency", "officer"])
    CASES.note(case, verb="forward", by=by, at=at, reason=f"{agency.name}：{typed_form(why)}"[: CASES.longest_reason])
    set_due(case)
    return case


def _require_authority(case: Case) -> None:
    """Insist that an authority has the case: the credit office passes a case on, and answers none itself.

    :raises ForwardRefused: none was named yet.
    """
    if case.agency_id is None:
        raise ForwardRefused("请先转交给作出决定的机关。")


def require_papers_overdue(case: Case, *, at: datetime) -> None:
    """Insist that the term for papers has passed.

    :raises PapersNotOverdue: it has not.
    """
    if not is_overdue(due_on=case.due_on, on=day_of(at)):
        raise PapersNotOverdue("申请人可在{day}前补正材料，期满后方可办理。", day=case.due_on)


def end_pause(case: Case, *, at: datetime) -> None:
    """End the pause of a case that waits for papers."""
    CasePause.objects.filter(case=case, until_on__isnull=True).update(until_on=day_of(at))
