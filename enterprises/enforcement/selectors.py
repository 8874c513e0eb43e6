"""Reads of cases and campaigns: everything about a penalty goes through `Record.objects.public(on=)`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, QuerySet

from enterprises.enforcement.bases import INFRINGEMENT_LABELS, Infringement
from enterprises.enforcement.models import Campaign, CampaignReport, InfringementTag
from enterprises.enforcement.rules import (
    MonthResults,
    Quarter,
    ReportState,
    Results,
    discrepancies,
    quarter_of,
    sum_of,
)
from enterprises.records.models import Record
from enterprises.shared.rules.days import day_before


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """Public cases decided in one month; amounts in yuan, `by_class` in the order of the classes."""

    month: date
    cases: int
    by_class: tuple[int, ...]
    fine_yuan: Decimal
    confiscated_yuan: Decimal

    @property
    def classes(self) -> tuple[tuple[str, int], ...]:
        """The classes that have cases, in Chinese, with their counts."""
        counted = zip(INFRINGEMENT_LABELS.values(), self.by_class, strict=True)
        return tuple((label, count) for label, count in counted if count)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignResults:
    """The published results of a campaign and what in them does not add up."""

    months: tuple[MonthResults, ...]
    total: Results
    stated: Results | None
    marks: tuple[str, ...]


def public_cases(*, on: date, infringement: str = "") -> QuerySet[Record]:
    """Return the public penalties that count as cases, the latest decision first."""
    tags = InfringementTag.objects.filter(infringement=infringement) if infringement else InfringementTag.objects.all()
    records = Record.objects.public(on=on).filter(enterprise__public_from__lte=on)
    counted = records.filter(pk__in=tags.order_by().values("record"))
    return counted.select_related("enterprise__region", "agency").order_by("-decided_on", "-pk")


def decided_in(records: QuerySet[Record], *, first_day: date, until: date) -> QuerySet[Record]:
    """Keep the penalties decided from `first_day` on, before `until`."""
    return records.filter(decided_on__gte=first_day, decided_on__lt=until)


def reasons_of(records: Collection[Record]) -> Mapping[int, tuple[InfringementTag, ...]]:
    """Return the tags of records by record id, in the order of the classes; one query."""
    tags = defaultdict[int, list[InfringementTag]](list)
    for tag in InfringementTag.objects.filter(record__in=[record.pk for record in records]):
        tags[tag.record_id].append(tag)
    order = {each.value: place for place, each in enumerate(Infringement)}
    return {pk: tuple(sorted(found, key=lambda tag: order[tag.infringement])) for pk, found in tags.items()}


def quarters_with_cases(*, on: date) -> list[Quarter]:
    """Return the quarters from the first public case to today's, the newest first."""
    first = public_cases(on=on).order_by().aggregate(first=Min("decided_on"))["first"]
    quarters, quarter = [], quarter_of(on)
    while quarter.until > (first or on):
        quarters.append(quarter)
        quarter = quarter_of(day_before(quarter.first_day))
    return quarters


def figures_by_month(*, on: date, first_day: date, until: date) -> list[MonthFigures]:
    """Return the figures of the months that have a public case, the newest first; two queries."""
    records = decided_in(public_cases(on=on), first_day=first_day, until=until).order_by()
    columns = ("pk", "decided_on", "fine_yuan", "confiscated_yuan")
    found = {pk: (day, fine, taken) for pk, day, fine, taken in records.values_list(*columns)}
    classes = defaultdict[date, dict[str, int]](lambda: defaultdict(int))
    tags = InfringementTag.objects.filter(record__in=records.values("pk")).order_by()
    for record_id, code in tags.values_list("record_id", "infringement"):
        if record_id in found:
            classes[found[record_id][0].replace(day=1)][code] += 1
    months = defaultdict[date, list[tuple[Decimal, Decimal]]](list)
    for day, fine, taken in found.values():
        months[day.replace(day=1)].append((fine or Decimal(0), taken or Decimal(0)))
    return [
        MonthFigures(
            month=month,
            cases=len(months[month]),
            by_class=tuple(classes[month][each.value] for each in Infringement),
            fine_yuan=sum((fine for fine, _ in months[month]), Decimal(0)),
            confiscated_yuan=sum((taken for _, taken in months[month]), Decimal(0)),
        )
        for month in sorted(months, reverse=True)
    ]


def published_campaigns() -> QuerySet[Campaign]:
    """Return the public campaigns, the latest first."""
    campaigns = Campaign.objects.published().select_related("agency").prefetch_related("partners")
    return campaigns.order_by("-starts_on", "-pk")


def results_of(campaigns: Collection[Campaign]) -> Mapping[int, CampaignResults]:
    """Return the published results by id of the campaign; two queries."""
    by_id = {campaign.pk: campaign for campaign in campaigns}
    reports = CampaignReport.objects.filter(campaign__in=by_id, state=ReportState.PUBLISHED)
    found = reports.prefetch_related("months").order_by("pk")
    return {report.campaign_id: checked_results(report, campaign=by_id[report.campaign_id]) for report in found}


def checked_results(report: CampaignReport, *, campaign: Campaign) -> CampaignResults:
    """Return the results of a report with what does not add up."""
    months = tuple(row.as_results for row in report.months.all())
    marks = discrepancies(months, stated=report.stated, starts_on=campaign.starts_on, ends_on=campaign.ends_on)
    return CampaignResults(months=months, total=sum_of(months), stated=report.stated, marks=marks)
