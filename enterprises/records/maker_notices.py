"""Notices to the makers of products that failed a check, with what the makers answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from enterprises.records.models import Record
from enterprises.records.rules.maker_comments import NOTICE_LABELS, NoticeState


class MakerNotice(models.Model):
    """The maker of a product learns of a failed check before it is published, and may comment without an account.

    One for each record; the code is kept as a digest. A stated danger (`urgent_reason`) lets another person publish at
    once. The history is the record's.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="maker_notice")
    maker = models.CharField("生产企业", max_length=200)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, label) for each, label in NOTICE_LABELS.items()],
        default=NoticeState.SENT.value,
    )
    code_digest = models.CharField(max_length=64, editable=False)
    informed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    informed_at = models.DateTimeField()
    comment_until = models.DateField()  # last day before publication
    is_provisional = models.BooleanField(default=False)  # the calendar of that year is not announced
    comment = models.TextField("生产企业意见", blank=True, default="", max_length=1000)
    commented_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    urgent_reason = models.CharField("先行公示理由", max_length=400, blank=True, default="")
    urgent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "生产企业意见"
        constraints = [
            models.CheckConstraint(
                name="maker_notice_comment_is_there",
                condition=Q(state=NoticeState.SENT.value) | (~Q(comment="") & Q(commented_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="maker_notice_shown_was_checked",
                condition=~Q(state=NoticeState.SHOWN.value) | Q(checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="maker_notice_urgent_has_a_reason",
                condition=Q(urgent_by__isnull=True, urgent_reason="")
                | (Q(urgent_by__isnull=False) & ~Q(urgent_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"notice to the maker about record {self.record_id}"
