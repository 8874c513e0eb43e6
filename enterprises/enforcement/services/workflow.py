"""The workflows of campaigns and of their results: docs/rules/enforcement.md."""

from enterprises.enforcement.models import Campaign, CampaignEvent, CampaignReport
from enterprises.enforcement.rules import CAMPAIGN_LIFECYCLE, REPORT_LIFECYCLE, CampaignState, ReportState
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow

LONGEST_REASON = CampaignEvent._meta.get_field("reason").max_length or 0


def _write_campaign(campaign: Campaign, entry: HistoryEntry) -> None:
    _write(entry, campaign=campaign, report=None)


def _write_report(report: CampaignReport, entry: HistoryEntry) -> None:
    _write(entry, campaign=report.campaign, report=report)


def _write(entry: HistoryEntry, *, campaign: Campaign, report: CampaignReport | None) -> None:
    CampaignEvent.objects.create(campaign=campaign, report=report, **entry.columns)


def _announce(row: object) -> None:
    """Announce nothing: no credit file shows a campaign."""


CAMPAIGNS: Workflow[Campaign, CampaignState] = Workflow(
    model=Campaign,
    lifecycle=CAMPAIGN_LIFECYCLE,
    write=_write_campaign,
    announce=_announce,
    related=("agency",),
    longest_reason=LONGEST_REASON,
)
REPORTS: Workflow[CampaignReport, ReportState] = Workflow(
    model=CampaignReport,
    lifecycle=REPORT_LIFECYCLE,
    write=_write_report,
    announce=_announce,
    related=("campaign__agency",),
    longest_reason=LONGEST_REASON,
)
