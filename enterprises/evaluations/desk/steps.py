"""The steps on an institution's page, one table: who, when, which form, which service and in which words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.forms import Form

from enterprises.agencies.models import Officer
from enterprises.evaluations.desk.forms import ComplaintForm
from enterprises.evaluations.models import Institution
from enterprises.evaluations.rules import SHOWN, InstitutionState
from enterprises.evaluations.services.institutions import (
    accept_institution,
    confirm_institution_withdrawal,
    note_complaint,
    propose_withdrawal,
    refuse_institution,
    turn_down_withdrawal,
)
from enterprises.shared import clock
from enterprises.shared.forms import StepReasonForm
from enterprises.shared.workflow.desk import Given, Step, form_of
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrySituation:
    """An institution as an officer of its agency finds it."""

    user: User
    officer: Officer
    institution: Institution

    @property
    def state(self) -> InstitutionState:
        """Return the state of the institution."""
        return InstitutionState(self.institution.state)


def _member(at: RegistrySituation) -> bool:
    return at.officer.agency_id == at.institution.agency_id


def _second(at: RegistrySituation) -> bool:
    return _member(at) and at.officer.may_review and is_another(at.user, at.institution.proposed_by_id)


def _second_of_withdrawal(at: RegistrySituation) -> bool:
    return _member(at) and at.officer.may_review and is_another(at.user, at.institution.withdrawal_proposed_by_id)


def _in(*states: InstitutionState) -> Callable[[RegistrySituation], bool]:
    return lambda at: at.state in states


def _plainly(service: Callable[..., Institution]) -> Callable[[RegistrySituation, Given], Institution]:
    return lambda at, given: service(institution=at.institution, by=at.user, at=clock.now())


def _with_reason(service: Callable[..., Institution]) -> Callable[[RegistrySituation, Given], Institution]:
    return lambda at, given: service(institution=at.institution, reason=given["reason"], by=at.user, at=clock.now())


def _complaint(at: RegistrySituation, given: Given) -> Institution:
    note_complaint(
        institution=at.institution,
        received_on=given["received_on"],
        is_upheld=given["is_upheld"],
        by=at.user,
        at=clock.now(),
    )
    return at.institution


STEPS: tuple[Step[RegistrySituation], ...] = (
    Step(
        name="accept",
        label="确认登记",
        who=_second,
        when=_in(InstitutionState.PROPOSED),
        form=form_of(Form),
        take=_plainly(accept_institution),
        done="已登记。",
        is_main=True,
    ),
    Step(
        name="refuse",
        label="不予登记",
        who=_second,
        when=_in(InstitutionState.PROPOSED),
        form=form_of(StepReasonForm),
        take=_with_reason(refuse_institution),
        done="未予登记。",
        title="不予登记",
    ),
    Step(
        name="confirm-withdrawal",
        label="确认退出",
        who=_second_of_withdrawal,
        when=_in(InstitutionState.LEAVING),
        form=form_of(Form),
        take=_plainly(confirm_institution_withdrawal),
        done="机构已退出登记，它的等级仍予列示并注明。",
        is_danger=True,
    ),
    Step(
        name="turn-down-withdrawal",
        label="不予退出",
        who=_second_of_withdrawal,
        when=_in(InstitutionState.LEAVING),
        form=form_of(StepReasonForm),
        take=_with_reason(turn_down_withdrawal),
        done="机构继续登记。",
        title="不同意退出",
    ),
    Step(
        name="propose-withdrawal",
        label="提出退出",
        who=_member,
        when=_in(InstitutionState.ACCEPTED),
        form=form_of(StepReasonForm),
        take=_with_reason(propose_withdrawal),
        done="已提出，等待另一人确认。",
        title="退出登记（理由将公开）",
    ),
    Step(
        name="complaint",
        label="登记投诉",
        who=_member,
        when=_in(*sorted(SHOWN)),
        form=form_of(ComplaintForm),
        take=_complaint,
        done="已登记投诉。",
        title="登记一件投诉及处理结果",
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
