"""Yearly notices of public holidays that were added to a running portal."""

from django.conf import settings
from django.db import models


class HolidayNotice(models.Model):
    """One notice of one year; rows are only ever added, and of several for one year the newest holds.

    `days_off` holds [first, last] pairs and `days_worked` days, by ISO 8601.
    """

    year = models.PositiveSmallIntegerField("年份")
    source = models.CharField("文号", max_length=200)
    days_off = models.JSONField("放假日期")
    days_worked = models.JSONField("调休上班日", default=list)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    added_at = models.DateTimeField("录入时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "放假安排"
        constraints = [
            models.CheckConstraint(name="holiday_notice_has_a_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.source}"
