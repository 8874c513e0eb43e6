"""Campaigns and their results: four eyes, sheets, and figures that do not add up."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.enforcement.models import Campaign, CampaignReport
from enterprises.enforcement.selectors import published_campaigns, results_of
from enterprises.enforcement.services.campaigns import (
    ReportWaiting,
    propose_campaign,
    publish_campaign,
    publish_report,
    refuse_campaign,
    refuse_report,
    withdraw_campaign,
)
from enterprises.enforcement.sheets import SheetRefused, read_results
from enterprises.shared.workflow.refusals import FourEyes, StateChanged
from tests import make
from tests.enforcement.make import SAMPLES, proposed, published, reported, stated
from tests.make import AT, Office

pytestmark = pytest.mark.django_db
HEADER = "月份,案件数,销毁物品,货值(万元),移送人数\n"


@pytest.fixture
def office() -> Office:
    return make.office(1)


def test_one_proposes_a_campaign_and_another_publishes_it(office: Office) -> None:
    other = make.agency(2, name="武汉市农业农村局")
    campaign = proposed(office, partners=(other, office.agency))
    assert not published_campaigns().exists()
    publish_campaign(campaign=campaign, by=office.reviewer, at=AT)
    found = published_campaigns().get()
    assert (found, list(found.partners.all())) == (campaign, [other])


def test_nobody_publishes_what_he_proposed(office: Office) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    own = propose_campaign(given=stated(), agency=office.agency, by=both, at=AT)
    with pytest.raises(FourEyes):
        publish_campaign(campaign=own, by=both, at=AT)
    with pytest.raises(FourEyes):
        refuse_campaign(campaign=own, reason="x", by=both, at=AT)
    with pytest.raises(NotPermitted):
        publish_campaign(campaign=own, by=office.recorder, at=AT)
    with pytest.raises(NotPermitted):
        publish_campaign(campaign=own, by=make.office(2, name="武汉市商务局").reviewer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.update(published_by=both)


def test_results_want_a_second_person_too(office: Office) -> None:
    campaign = published(office)
    report = reported(campaign, office)
    assert results_of([campaign]) == {}
    with pytest.raises(ReportWaiting):
        reported(campaign, office)
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    CampaignReport.objects.update(reported_by=both)
    with pytest.raises(FourEyes):
        publish_report(report=report, by=both, at=AT)
    publish_report(report=report, by=office.reviewer, at=AT)
    found = results_of([campaign])[campaign.pk]
    assert (found.total.cases, found.total.goods, found.total.persons) == (36, 1546, 3)
    assert found.total.value_yuan == Decimal("218800.00")
    assert found.marks == ()


def test_new_results_replace_the_earlier_ones(office: Office) -> None:
    campaign = published(office)
    publish_report(report=reported(campaign, office), by=office.reviewer, at=AT)
    newer = publish_report(
        report=reported(campaign, office, "campaign_results_unequal.xlsx"), by=office.reviewer, at=AT
    )
    assert list(CampaignReport.objects.order_by("pk").values_list("state", flat=True)) == ["REPLACED", "PUBLISHED"]
    found = results_of([campaign])[campaign.pk]
    assert found.total.cases == 9
    assert found.marks == (
        "案件各月相加为9件，通报的合计为10件，两者不符。",
        "2026年1月不在行动期间内。",
        "没有2026年2月的结果。",
        "2026年3月有货值，却没有销毁物品的数量。",
    )
    assert list(newer.events.values_list("verb", flat=True)) == ["report", "publish"]


def test_refused_results_leave_the_way_free(office: Office) -> None:
    campaign = published(office)
    refuse_report(report=reported(campaign, office), reason="数字有误", by=office.reviewer, at=AT)
    reported(campaign, office)


def test_results_follow_their_campaign(office: Office) -> None:
    waiting = proposed(office)
    report = reported(waiting, office)
    with pytest.raises(StateChanged, match="先公布行动"):
        publish_report(report=report, by=office.reviewer, at=AT)
    refused = refuse_campaign(campaign=proposed(office), reason="x", by=office.reviewer, at=AT)
    with pytest.raises(StateChanged, match="没有公布"):
        reported(refused, office)


def test_a_withdrawn_campaign_is_gone_at_once(office: Office) -> None:
    campaign = published(office)
    withdraw_campaign(campaign=campaign, reason="有误", by=office.reviewer, at=AT)
    assert not published_campaigns().exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("2026-01,1,1,1\n", "第2行：移送人数没有填写"),
        ("2026-01,,1,1,0\n", "第2行：案件数没有填写"),
        ("2026-01,一件,1,1,0\n", "第2行：案件数应为整数"),
        ("2026-01,-1,1,1,0\n", "第2行：案件数应为整数"),
        ("2026-01,1.5,1,1,0\n", "第2行：案件数应为整数"),
        ("2026-01,1,1,多,0\n", "第2行：货值"),
        ("2026-01,1,1,,0\n", "第2行：货值没有填写"),
        ("2026-13,1,1,1,0\n", "第2行：月份应写成"),
        ("一月,1,1,1,0\n", "第2行：月份应写成"),
        ("2026-01,1,1,1,0\n2026年1月,1,1,1,0\n", "第3行：2026-01 重复"),
        ("2026-01,1,1,1,0\n合计,1,1,1,0\n总计,1,1,1,0\n", "第4行：合计行重复"),
        ("合计,1,1,1,0\n", "没有任何月份"),
    ],
)
def test_a_sheet_names_row_and_column(tmp_path: Path, rows: str, sentence: str) -> None:
    path = tmp_path / "results.csv"
    path.write_text(HEADER + rows)
    with pytest.raises(SheetRefused, match=sentence):
        read_results(path)


def test_months_of_a_sheet_are_read_in_any_spelling() -> None:
    given = read_results(SAMPLES / "campaign_results.csv")
    assert [each.month.month for each in given.months] == [3, 4, 5]
    assert given.months[1].results.goods == 1120
    assert given.stated is not None
    assert given.stated.value_yuan == Decimal("218800.00")
