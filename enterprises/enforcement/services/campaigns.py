"""Campaigns and their results: one person proposes, another publishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_member, require_reviewer
from enterprises.enforcement.models import Campaign, CampaignEvent, CampaignMonth, CampaignReport
from enterprises.enforcement.rules import CampaignState, CampaignType, MonthResults, ReportState, Results
from enterprises.enforcement.services.workflow import CAMPAIGNS, REPORTS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.typed_texts.services import save_unified
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.second_person import require_second_person

PUBLISHED_BY_ANOTHER = "须由提出人以外的人处理。"


class ReportWaiting(Refused):
    """Results of the campaign wait for a second person already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCampaign:
    """What an agency states of a campaign; `ends_on` is the last day, None: open."""

    name: str
    campaign_type: CampaignType
    partners: Sequence[Agency]
    notice: str
    goals: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReport:
    """The results that a sheet states; `stated` is its line of totals, None without one."""

    months: Sequence[MonthResults]
    stated: Results | None
    sha256: str


@transaction.atomic
def propose_campaign(*, given: GivenCampaign, agency: Agency, by: User, at: datetime) -> Campaign:
    """Propose a campaign for publication.

    :raises NotPermitted: `by` does not belong to the agency.
    """
    require_member(by, agency=agency)
    campaign = Campaign(
        name=given.name,
        campaign_type=given.campaign_type.value,
        agency=agency,
        notice=given.notice,
        goals=given.goals,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        proposed_by=by,
        proposed_at=at,
    )
    save_unified(campaign, on=day_of(at))
    campaign.partners.set([partner for partner in given.partners if partner.pk != agency.pk])
    CampaignEvent.objects.create(campaign=campaign, at=at, actor=by, verb="propose", after=campaign.state)
    return campaign


@transaction.atomic
def publish_campaign(*, campaign: Campaign, by: User, at: datetime) -> Campaign:
    """Publish a proposed campaign, as another person than the one who proposed it.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises StateChanged: it is not proposed any more.
    """
    campaign = CAMPAIGNS.locked(campaign)
    require_reviewer(by, agency=campaign.agency)
    require_second_person(by, first_id=campaign.proposed_by_id, sentence=PUBLISHED_BY_ANOTHER)
    CAMPAIGNS.move(campaign, verb="publish", by=by, at=at, published_by=by, published_at=at)
    return campaign


@transaction.atomic
def refuse_campaign(*, campaign: Campaign, reason: str, by: User, at: datetime) -> Campaign:
    """Refuse to publish a proposed campaign.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` proposed it.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not proposed any more.
    """
    campaign = CAMPAIGNS.locked(campaign)
    require_reviewer(by, agency=campaign.agency)
    require_second_person(by, first_id=campaign.proposed_by_id, sentence=PUBLISHED_BY_ANOTHER)
    CAMPAIGNS.move(campaign, verb="refuse", by=by, at=at, reason=CAMPAIGNS.require_reason(reason))
    return campaign


@transaction.atomic
def withdraw_campaign(*, campaign: Campaign, reason: str, by: User, at: datetime) -> Campaign:
    """Take a published campaign off at once, with its results.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not published.
    """
    campaign = CAMPAIGNS.locked(campaign)
    require_reviewer(by, agency=campaign.agency)
    CAMPAIGNS.move(campaign, verb="withdraw", by=by, at=at, reason=CAMPAIGNS.require_reason(reason))
    return campaign


@transaction.atomic
def report_results(*, campaign: Campaign, given: GivenReport, by: User, at: datetime) -> CampaignReport:
    """Store the results of a sheet; another person publishes them.

    :raises NotPermitted: `by` does not belong to the agency of the campaign.
    :raises StateChanged: the campaign is refused or withdrawn.
    :raises ReportWaiting: earlier results wait for a second person.
    """
    campaign = CAMPAIGNS.locked(campaign)
    require_member(by, agency=campaign.agency)
    if campaign.state not in (CampaignState.PROPOSED, CampaignState.PUBLISHED):
        raise StateChanged("行动没有公布，不能登记结果。")
    stated = given.stated
    report = CampaignReport(
        campaign=campaign,
        file_sha256=given.sha256,
        stated_cases=stated.cases if stated else None,
        stated_goods=stated.goods if stated else None,
        stated_value_yuan=stated.value_yuan if stated else None,
        stated_persons=stated.persons if stated else None,
        reported_by=by,
        reported_at=at,
    )
    _save_waiting(report)
    CampaignMonth.objects.bulk_create(
        CampaignMonth(
            report=report,
            month=each.month,
            cases=each.results.cases,
            goods=each.results.goods,
            value_yuan=each.results.value_yuan,
            persons=each.results.persons,
        )
        for each in given.months
    )
    REPORTS.note(report, verb="report", by=by, at=at)
    return report


@transaction.atomic
def publish_report(*, report: CampaignReport, by: User, at: datetime) -> CampaignReport:
    """Publish results, as another person than the one who reported them; they replace the earlier ones.

    :raises NotPermitted: `by` is no reviewer of the agency of the campaign.
    :raises FourEyes: `by` reported them.
    :raises StateChanged: they do not wait any more, or the campaign itself is not published.
    """
    report = REPORTS.locked(report)
    require_reviewer(by, agency=report.campaign.agency)
    require_second_person(by, first_id=report.reported_by_id, sentence=PUBLISHED_BY_ANOTHER)
    if report.campaign.state != CampaignState.PUBLISHED:
        raise StateChanged("请先公布行动，再公布它的结果。")
    REPORTS.require_transition(report, verb="publish")
    earlier = CampaignReport.objects.filter(campaign=report.campaign, state=ReportState.PUBLISHED).first()
    if earlier is not None:
        REPORTS.move(earlier, verb="replace", by=by, at=at)
    REPORTS.move(report, verb="publish", by=by, at=at, published_by=by, published_at=at)
    return report


@transaction.atomic
def refuse_report(*, report: CampaignReport, reason: str, by: User, at: datetime) -> CampaignReport:
    """Refuse to publish results.

    :raises NotPermitted: `by` is no reviewer of the agency of the campaign.
    :raises FourEyes: `by` reported them.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: they do not wait any more.
    """
    report = REPORTS.locked(report)
    require_reviewer(by, agency=report.campaign.agency)
    require_second_person(by, first_id=report.reported_by_id, sentence=PUBLISHED_BY_ANOTHER)
    REPORTS.move(report, verb="refuse", by=by, at=at, reason=REPORTS.require_reason(reason))
    return report


def _save_waiting(report: CampaignReport) -> None:
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if "campaign" not in str(error):
            raise
        raise ReportWaiting("这个行动有结果正在等待确认，请先处理。") from error
