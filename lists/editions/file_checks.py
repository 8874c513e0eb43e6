"""What the last look at the stored files of an edition found."""

from django.db import models

from lists.editions.models import Edition


class FileCheck(models.Model):
    """One row an edition; `problem` is what a person has to look at, "" while every file is as its manifest has it.

    `repair` names the files that were last rebuilt to the same digest, `repaired_at` when.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="file_check")
    checked_at = models.DateTimeField(db_index=True)
    problem = models.CharField("文件问题", max_length=500, blank=True, default="")
    repair = models.CharField("已重建", max_length=200, blank=True, default="")
    repaired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["edition_id"]
        verbose_name = verbose_name_plural = "名单文件检查"

    def __str__(self) -> str:
        return f"check of edition {self.edition_id}"
