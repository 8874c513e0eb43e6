"""Counters that limit how often an address may do what costs us work."""

from django.db import models


class RateWindow(models.Model):
    """What one caller did in one hour; `caller` is a keyed digest, no address is kept."""

    scope = models.CharField(max_length=20)
    caller = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_at", "id"]
        verbose_name = verbose_name_plural = "访问计数"
        constraints = [models.UniqueConstraint(fields=["scope", "caller", "starts_at"], name="rate_window_once")]
        indexes = [models.Index(fields=["starts_at"], name="rate_window_start")]

    def __str__(self) -> str:
        return f"{self.scope} {self.starts_at}"
