"""Attached papers; the bytes lie in `DATA_DIR/attachments` under a random name."""

from django.conf import settings
from django.db import models

from enterprises.shared.attachments.types import MEDIA_TYPES


class Attachment(models.Model):
    """One paper, never changed; what the sender called the file is not kept.

    It is never public, but for the report of an evaluation that is. `added_by` NULL: somebody without an account,
    with a case.
    """

    name = models.CharField(max_length=32, unique=True)
    media_type = models.CharField("类型", max_length=20, choices=[(each, each) for each in sorted(MEDIA_TYPES)])
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    added_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "附件"
        constraints = [
            models.CheckConstraint(name="attachment_is_not_empty", condition=models.Q(size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
