"""The steps on a campaign's page, two tables: of the campaign, and of the results that wait."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Model
from django.forms import Form

from enterprises.agencies.models import Officer
from enterprises.enforcement.models import Campaign, CampaignReport
from enterprises.enforcement.rules import CampaignState
from enterprises.enforcement.services.campaigns import (
    publish_campaign,
    publish_report,
    refuse_campaign,
    refuse_report,
    withdraw_campaign,
)
from enterprises.shared import clock
from enterprises.shared.forms import StepReasonForm
from enterprises.shared.workflow.desk import Given, Step, form_of
from enterprises.shared.workflow.second_person import is_another


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSituation:
    """A campaign as an officer of its agency finds it; `waiting` are results that wait for a second person."""

    user: User
    officer: Officer
    campaign: Campaign
    waiting: CampaignReport | None

    @property
    def state(self) -> CampaignState:
        """Return the state of the campaign."""
        return CampaignState(self.campaign.state)


def _reviewer(at: CampaignSituation) -> bool:
    return at.officer.may_review and at.officer.agency_id == at.campaign.agency_id


def _second(at: CampaignSituation) -> bool:
    return _reviewer(at) and is_another(at.user, at.campaign.proposed_by_id)


def _second_of_report(at: CampaignSituation) -> bool:
    return _reviewer(at) and at.waiting is not None and is_another(at.user, at.waiting.reported_by_id)


def _in(state: CampaignState) -> Callable[[CampaignSituation], bool]:
    return lambda at: at.state is state


def _has_waiting(at: CampaignSituation) -> bool:
    return at.waiting is not None


def _may_publish_report(at: CampaignSituation) -> bool:
    return at.waiting is not None and at.state is CampaignState.PUBLISHED


def _of_campaign(service: Callable[..., Campaign], *, reasoned: bool) -> Callable[[CampaignSituation, Given], Model]:
    def take(at: CampaignSituation, given: Given) -> Model:
        reason = {"reason": given["reason"]} if reasoned else {}
        return service(campaign=at.campaign, by=at.user, at=clock.now(), **reason)

    return take


def _of_report(
    service: Callable[..., CampaignReport], *, reasoned: bool
) -> Callable[[CampaignSituation, Given], Model]:
    def take(at: CampaignSituation, given: Given) -> Model:
        reason = {"reason": given["reason"]} if reasoned else {}
        return service(report=at.waiting, by=at.user, at=clock.now(), **reason)

    return take


STEPS: tuple[Step[CampaignSituation], ...] = (
    Step(
        name="publish",
        label="公布行动",
        who=_second,
        when=_in(CampaignState.PROPOSED),
        form=form_of(Form),
        take=_of_campaign(publish_campaign, reasoned=False),
        done="行动已公布。",
        is_main=True,
    ),
    Step(
        name="refuse",
        label="不予公布",
        who=_second,
        when=_in(CampaignState.PROPOSED),
        form=form_of(StepReasonForm),
        take=_of_campaign(refuse_campaign, reasoned=True),
        done="未予公布。",
        title="不予公布行动",
    ),
    Step(
        name="publish-report",
        label="公布结果",
        who=_second_of_report,
        when=_may_publish_report,
        form=form_of(Form),
        take=_of_report(publish_report, reasoned=False),
        done="结果已公布。",
        is_main=True,
    ),
    Step(
        name="refuse-report",
        label="不予公布",
        who=_second_of_report,
        when=_has_waiting,
        form=form_of(StepReasonForm),
        take=_of_report(refuse_report, reasoned=True),
        done="结果未予公布。",
        title="不予公布结果",
    ),
    Step(
        name="withdraw",
        label="撤下",
        who=_reviewer,
        when=_in(CampaignState.PUBLISHED),
        form=form_of(StepReasonForm),
        take=_of_campaign(withdraw_campaign, reasoned=True),
        done="行动已撤下。",
        title="撤下行动和它的结果",
        is_danger=True,
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
