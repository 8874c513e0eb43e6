"""Extensions of publication past the end that the rules give."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.records.models.record import Record


class PublicationExtension(models.Model):
    """Keeps an adverse record public past its end, for a cited reason (docs/rules/extensions.md)."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="extensions")
    legal_basis = models.CharField(max_length=300)
    until = models.DateField()  # first day the extension no longer keeps the record public
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "enterprises_hold"
        ordering = ["-id"]
        default_permissions = ()
        permissions = [(f"{action}_hold", f"Can {action} 延长公示") for action in ("add", "change", "delete", "view")]
        verbose_name = verbose_name_plural = "延长公示"
        constraints = [
            models.CheckConstraint(
                name="hold_four_eyes",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="hold_confirmed_by_somebody",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(name="hold_has_a_basis", condition=~Q(legal_basis="")),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(lifted_at__isnull=True, confirmed_at__isnull=True),
                name="hold_one_request",
            ),
        ]

    def __str__(self) -> str:
        return f"extension of record {self.record_id}"
