"""API keys; the database holds a digest, never a key."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_USER = settings.AUTH_USER_MODEL


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def valid(self, *, at: datetime) -> Self:
        """Keep the keys that open something at that instant."""
        return self.filter(revoked_at__isnull=True, issued_at__lte=at, expires_at__gt=at)


class ApiKey(models.Model):
    """A key of one program. `public_id` stands in logs and lists; `scopes` are names of `scopes.SCOPES`.

    `agency` NULL: a partner, which `owner` names. `last_used_on` is a Shanghai day.
    """

    public_id = models.CharField("编号", max_length=8, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    owner = models.CharField("使用单位", max_length=100)
    agency = models.ForeignKey(
        "enterprises.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关"
    )
    scopes = models.JSONField("用途", default=list)
    issued_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="发放人")
    issued_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效至")
    revoked_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="吊销人"
    )
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    revoked_reason = models.CharField("吊销理由", max_length=300, blank=True, default="")
    last_used_on = models.DateField("最近使用", null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "接口密钥"
        constraints = [
            models.CheckConstraint(name="api_key_expires", condition=Q(expires_at__gt=F("issued_at"))),
            models.CheckConstraint(name="api_key_has_an_owner", condition=~Q(owner="")),
            models.CheckConstraint(
                name="api_key_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True) | (Q(revoked_by__isnull=False) & ~Q(revoked_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"API key {self.public_id}"
