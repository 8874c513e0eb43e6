"""The steps on a shield's page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import Form

from enterprises.shared import clock
from enterprises.shared.forms import StepReasonForm
from enterprises.shared.workflow.desk import Given, Step, anybody, form_of
from enterprises.shared.workflow.second_person import is_another
from enterprises.shields.desk.forms import RenewalForm
from enterprises.shields.models import Shield
from enterprises.shields.rules import ShieldState
from enterprises.shields.services import (
    ask_end,
    ask_renewal,
    confirm_end,
    confirm_renewal,
    confirm_shield,
    keep_shield,
    refuse_shield,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldSituation:
    """A shield as an officer of the credit office finds it."""

    user: User
    shield: Shield
    on: date


def _second_to(column: str) -> Callable[[ShieldSituation], bool]:
    return lambda at: is_another(at.user, getattr(at.shield, column))


def _waits(at: ShieldSituation) -> bool:
    return at.shield.state == ShieldState.REQUESTED


def _runs_as(state: ShieldState) -> Callable[[ShieldSituation], bool]:
    return lambda at: at.shield.state == state and not at.shield.has_lapsed(on=at.on)


def _has_asked(at: ShieldSituation) -> bool:
    return at.shield.state in (ShieldState.RENEWAL_ASKED, ShieldState.END_ASKED)


def _take(service: Callable[..., Shield]) -> Callable[[ShieldSituation, Given], Model]:
    return lambda at, given: service(shield=at.shield, by=at.user, at=clock.now(), **given)


STEPS: tuple[Step[ShieldSituation], ...] = (
    Step(
        name="confirm",
        label="确认，从今天起屏蔽",
        who=_second_to("requested_by_id"),
        when=_waits,
        form=form_of(Form),
        take=_take(confirm_shield),
        done="已生效。",
        is_main=True,
    ),
    Step(
        name="refuse",
        label="不予屏蔽",
        who=anybody,
        when=_waits,
        form=form_of(StepReasonForm),
        take=_take(refuse_shield),
        done="未予屏蔽。",
        title="不予屏蔽",
    ),
    Step(
        name="confirm-renewal",
        label="确认续期",
        who=_second_to("asked_by_id"),
        when=_runs_as(ShieldState.RENEWAL_ASKED),
        form=form_of(Form),
        take=_take(confirm_renewal),
        done="已续期。",
        is_main=True,
    ),
    Step(
        name="confirm-end",
        label="确认提前结束，从今天起恢复公示",
        who=_second_to("asked_by_id"),
        when=_runs_as(ShieldState.END_ASKED),
        form=form_of(Form),
        take=_take(confirm_end),
        done="已提前结束，恢复公示。",
        is_danger=True,
    ),
    Step(
        name="keep",
        label="不同意，维持原状",
        who=anybody,
        when=_has_asked,
        form=form_of(StepReasonForm),
        take=_take(keep_shield),
        done="维持原状。",
        title="不同意变更",
    ),
    Step(
        name="ask-renewal",
        label="申请续期",
        who=anybody,
        when=_runs_as(ShieldState.IN_FORCE),
        form=form_of(RenewalForm),
        take=_take(ask_renewal),
        done="已提出，等待另一人确认。",
        title="续期",
    ),
    Step(
        name="ask-end",
        label="申请提前结束",
        who=anybody,
        when=_runs_as(ShieldState.IN_FORCE),
        form=form_of(StepReasonForm),
        take=_take(ask_end),
        done="已提出，等待另一人确认。",
        title="提前结束",
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
VERBS = {
    "request": "登记裁定",
    "confirm": "确认屏蔽",
    "refuse": "不予屏蔽",
    "ask-renewal": "申请续期",
    "confirm-renewal": "确认续期",
    "ask-end": "申请提前结束",
    "confirm-end": "确认提前结束",
    "keep": "维持原状",
}
