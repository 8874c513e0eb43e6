"""Tags of infringement cases among the penalties; campaigns, their results by month, and their history."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.enforcement.bases import Infringement
from enterprises.enforcement.rules import (
    CAMPAIGN_TYPES,
    CampaignState,
    CampaignType,
    MonthResults,
    ReportState,
    Results,
)
from enterprises.shared.rules.masking import public_text

_USER = settings.AUTH_USER_MODEL


class InfringementTag(models.Model):
    """A penalty counts as a case of one class, and why; what is public is for the penalty's record to decide."""

    record = models.ForeignKey("enterprises.Record", models.CASCADE, related_name="infringements")
    infringement = models.CharField("类别", max_length=20, choices=[(each.value, each.value) for each in Infringement])
    why = models.CharField("依据", max_length=100)

    class Meta:
        ordering = ["record_id", "infringement"]
        verbose_name = verbose_name_plural = "侵权假冒案件"
        constraints = [models.UniqueConstraint(fields=["record", "infringement"], name="infringement_tag_once")]
        indexes = [models.Index(fields=["infringement", "record"], name="infringement_tag_record")]

    def __str__(self) -> str:
        return f"{self.infringement} of record {self.record_id}"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def published(self) -> Self:
        """Keep those that the public may see."""
        return self.filter(state=CampaignState.PUBLISHED)


class Campaign(models.Model):
    """A campaign of one agency, with others if there are; two people of it publish the campaign.

    `ends_on` is the last day, NULL: open.
    """

    name = models.CharField("名称", max_length=200)
    campaign_type = models.CharField(
        "类型", max_length=10, choices=[(each.value, label) for each, label in CAMPAIGN_TYPES.items()]
    )
    agency = models.ForeignKey("enterprises.Agency", models.PROTECT, related_name="+", verbose_name="牵头机关")
    partners = models.ManyToManyField("enterprises.Agency", blank=True, related_name="+", verbose_name="参加机关")
    notice = models.CharField("通知文号", max_length=128, blank=True, default="")
    goals = models.TextField("目标", max_length=2000)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in CampaignState], default=CampaignState.PROPOSED.value
    )
    proposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    published_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = verbose_name_plural = "专项行动"
        constraints = [
            models.CheckConstraint(
                name="campaign_four_eyes",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="campaign_published_is_complete",
                condition=~Q(state=CampaignState.PUBLISHED.value)
                | Q(published_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_days_in_order", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name as anybody may read it."""
        return public_text(self.name)

    @property
    def public_goals(self) -> str:
        """The goals as anybody may read them."""
        return public_text(self.goals)

    @property
    def public_notice(self) -> str:
        """The number of the notice as anybody may read it."""
        return public_text(self.notice)

    @property
    def type_label(self) -> str:
        """The type in Chinese."""
        return CAMPAIGN_TYPES[CampaignType(self.campaign_type)]


class CampaignReport(models.Model):
    """The results of a campaign from one sheet; two people publish them, and they replace the earlier ones.

    `stated_*` is the line of totals of the sheet, NULL without one.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports")
    file_sha256 = models.CharField(max_length=64)
    stated_cases = models.PositiveIntegerField(null=True, blank=True)
    stated_goods = models.PositiveBigIntegerField(null=True, blank=True)
    stated_value_yuan = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    stated_persons = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ReportState], default=ReportState.WAITING.value
    )
    reported_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("提出时间")
    published_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "行动结果"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state=ReportState.PUBLISHED.value),
                name="campaign_report_published_once",
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state=ReportState.WAITING.value), name="campaign_report_waiting_once"
            ),
            models.CheckConstraint(
                name="campaign_report_four_eyes",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("reported_by")),
            ),
            models.CheckConstraint(
                name="campaign_report_published_is_complete",
                condition=~Q(state=ReportState.PUBLISHED.value)
                | Q(published_by__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def stated(self) -> Results | None:
        """The stated totals, None without them."""
        if self.stated_cases is None or self.stated_value_yuan is None:
            return None
        return Results(
            cases=self.stated_cases,
            goods=self.stated_goods or 0,
            value_yuan=self.stated_value_yuan,
            persons=self.stated_persons or 0,
        )


class CampaignMonth(models.Model):
    """Results of one month; `month` is its first day. Persons handed over are a number, nobody is named."""

    report = models.ForeignKey(CampaignReport, models.CASCADE, related_name="months")
    month = models.DateField("月份")
    cases = models.PositiveIntegerField("案件（件）")
    goods = models.PositiveBigIntegerField("销毁物品（件）")
    value_yuan = models.DecimalField("货值（元）", max_digits=20, decimal_places=2)
    persons = models.PositiveIntegerField("移送人数")

    class Meta:
        ordering = ["report_id", "month"]
        verbose_name = verbose_name_plural = "行动结果（按月）"
        constraints = [
            models.UniqueConstraint(fields=["report", "month"], name="campaign_month_once"),
            models.CheckConstraint(name="campaign_value_not_negative", condition=Q(value_yuan__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of report {self.report_id}"

    @property
    def as_results(self) -> MonthResults:
        """The row as the rules read it."""
        results = Results(cases=self.cases, goods=self.goods, value_yuan=self.value_yuan, persons=self.persons)
        return MonthResults(month=self.month, results=results)


class CampaignEvent(models.Model):
    """One step of a campaign or of its results; rows are only ever added. `report` NULL: of the campaign itself."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="events")
    report = models.ForeignKey(CampaignReport, models.PROTECT, null=True, blank=True, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "行动历史"

    def __str__(self) -> str:
        return f"{self.verb} of campaign {self.campaign_id}"
