"""Papers of records, full and blacked out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.records.models.record import Record


class RecordPaper(models.Model):
    """A paper of a record; a later copy does not replace an earlier one.

    It is for officers of its agency. The one blacked-out text that another person released is public as long as its
    record is. `made_from` is the full text of which a blacked-out one is the copy.
    """

    class Kind(models.TextChoices):
        DECISION = "DECISION", "决定书全文"
        REDACTED = "REDACTED", "决定书（个人信息已遮盖）"
        SERVICE = "SERVICE", "送达证明"

    record = models.ForeignKey(Record, models.PROTECT, related_name="papers")
    kind = models.CharField("材料", max_length=10, choices=Kind.choices)
    attachment = models.OneToOneField("Attachment", models.PROTECT, related_name="+")
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Another person has compared a blacked-out text with the full one and made it public.
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "记录材料"
        constraints = [
            models.CheckConstraint(
                name="record_paper_redacted_from_a_text",
                condition=Q(kind="REDACTED", made_from__isnull=False)
                | (~Q(kind="REDACTED") & Q(made_from__isnull=True)),
            ),
            models.CheckConstraint(
                name="record_paper_released_by_another",
                condition=Q(released_by__isnull=True, released_at__isnull=True)
                | (
                    Q(kind="REDACTED", released_by__isnull=False, released_at__isnull=False)
                    & ~Q(released_by=F("added_by"))
                ),
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(released_at__isnull=False), name="record_paper_one_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of record {self.record_id}"
