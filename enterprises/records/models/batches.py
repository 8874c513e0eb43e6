"""Batches of imported rows: what one person brought in one file."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class ImportBatch(models.Model):
    """Rows of one file that one person imported; they are published together.

    `finished_at` is NULL until an import reaches the end of the file. A batch that continues an unfinished one of
    another person names it in `continues`; the two are one delivery. `unchanged` and `refused` are those of the
    last reading of the file, without the rows that the delivery itself has stored.
    """

    kind = models.CharField(max_length=40)
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="+")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    accepted = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "导入批次"
        constraints = [
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=F("id")), name="batch_continues_another"
            )
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"
