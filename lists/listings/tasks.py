"""Tasks about lists that take too long for a request: the worker does them, the desk shows how far they are."""

from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models

from lists.criteria.models import CreditList, ListVersion
from lists.listings.sheets import BULK_LABELS


class TaskKind(StrEnum):
    """What the worker does."""

    DRY_RUN = "DRY_RUN"
    PROPOSE = "PROPOSE"
    CHECK = "CHECK"  # a sheet, and take everything back
    TAKE = "TAKE"  # the step of a sheet that was checked


OF_SHEETS = (TaskKind.CHECK.value, TaskKind.TAKE.value)


class ListTaskQuerySet(models.QuerySet["ListTask"]):
    def waiting(self) -> Self:
        """Keep what the worker has not finished, the oldest first."""
        return self.filter(finished_at__isnull=True).order_by("requested_at", "pk")


class ListTask(models.Model):
    """One task; `refusal` is the sentence why it failed.

    `version` is the card whose criteria a dry run applies, None for those in force. `file_token` names the kept sheet,
    `rows_read` the last row of it that is done, `result` what came out so far.
    """

    credit_list = models.ForeignKey(CreditList, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=[(one.value, one.name) for one in TaskKind])
    version = models.ForeignKey(ListVersion, models.CASCADE, null=True, blank=True, related_name="+")
    step = models.CharField(
        "办理事项",
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, label) for one, label in BULK_LABELS.items()],
    )
    file_token = models.TextField(blank=True, default="")
    file_name = models.CharField(max_length=255, blank=True, default="")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField("未完成原因", max_length=500, blank=True, default="")

    objects = ListTaskQuerySet.as_manager()

    class Meta:
        ordering = ["requested_at", "pk"]
        verbose_name = verbose_name_plural = "名单后台任务"
        indexes = [
            models.Index(fields=["requested_at"], condition=models.Q(finished_at=None), name="list_task_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} task of list {self.credit_list_id}"
