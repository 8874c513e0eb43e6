"""Campaigns of the made-up city: one whose figures add up, one whose figures do not, one that waits."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import RECORDER, REVIEWER
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from enterprises.enforcement.models import Campaign
from enterprises.enforcement.rules import CampaignType, MonthResults, Results
from enterprises.enforcement.services.campaigns import (
    GivenCampaign,
    GivenReport,
    propose_campaign,
    publish_campaign,
    publish_report,
    report_results,
)

_OFFICE = "gsj"
_MONTHS = ((12, 340, 65_000, 1), (9, 1_120, 123_800, 0), (15, 86, 30_000, 2))


def add_campaigns(*, on: date) -> list[Campaign]:
    """Make three campaigns: published with results twice, and proposed."""
    year = on.year
    rural = _campaign("红盾护农专项行动", CampaignType.RURAL, "查处假种子、假农药、假化肥。", on=on, year=year, last=5)
    joint = _campaign("打击侵权假冒联合执法行动", CampaignType.JOINT, "整治商标侵权和仿冒。", on=on, year=year, last=6)
    for campaign, missing in ((rural, 0), (joint, 3)):
        publish_campaign(campaign=campaign, by=_officer(REVIEWER), at=instant_of(on - timedelta(days=50), hour=9))
        _report(campaign, missing=missing, on=on)
    waiting = _campaign("春节前市场专项行动", CampaignType.SPECIAL, "节日热销商品打假。", on=on, year=year + 1, last=4)
    return [rural, joint, waiting]


def _campaign(name: str, campaign_type: CampaignType, goals: str, *, on: date, year: int, last: int) -> Campaign:
    agency = Agency.objects.get(officers__user=_officer(RECORDER))
    partners = list(Agency.objects.exclude(pk=agency.pk).order_by("code")[:2])
    given = GivenCampaign(
        name=f"{year}年{name}",
        campaign_type=campaign_type,
        partners=partners,
        notice="",
        goals=goals,
        starts_on=date(year, 3, 1),
        ends_on=date(year, last + 1, 1) - timedelta(days=1),
    )
    at = instant_of(on - timedelta(days=60), hour=9)
    return propose_campaign(given=given, agency=agency, by=_officer(RECORDER), at=at)


def _report(campaign: Campaign, *, missing: int, on: date) -> None:
    """Publish results; `missing` cases of the stated total stand in no month."""
    months = [
        MonthResults(
            month=date(campaign.starts_on.year, 3 + place, 1),
            results=Results(cases=cases, goods=goods, value_yuan=Decimal(value), persons=persons),
        )
        for place, (cases, goods, value, persons) in enumerate(_MONTHS)
    ]
    columns = list(zip(*_MONTHS, strict=True))
    stated = Results(
        cases=sum(columns[0]) + missing,
        goods=sum(columns[1]),
        value_yuan=Decimal(sum(columns[2])),
        persons=sum(columns[3]),
    )
    given = GivenReport(months=months, stated=stated, sha256=sha256(campaign.name.encode()).hexdigest())
    at = instant_of(on - timedelta(days=30), hour=9)
    report = report_results(campaign=campaign, given=given, by=_officer(RECORDER), at=at)
    publish_report(report=report, by=_officer(REVIEWER), at=at)


def _officer(role: str) -> User:
    return User.objects.get(username=f"{_OFFICE}-{role}")
