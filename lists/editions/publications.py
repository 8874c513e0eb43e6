"""Publications that wait for the worker, or failed there."""

from django.conf import settings
from django.db import models

from lists.editions.models import Edition


class Publication(models.Model):
    """A draft that a second person has released; the worker makes its files and publishes it (decision 0050).

    The row goes when the edition is out. `refusal` is the sentence why it failed; it waits for a person then.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="publication")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    parts_done = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    refusal = models.CharField("未发布原因", max_length=500, blank=True, default="")

    class Meta:
        ordering = ["requested_at", "pk"]
        verbose_name = verbose_name_plural = "待发布的名单"

    def __str__(self) -> str:
        return f"publication of edition {self.edition_id}"
