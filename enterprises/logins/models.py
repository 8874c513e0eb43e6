"""The journal of logins, from which limits are counted too."""

from django.conf import settings
from django.db import models


class LoginEvent(models.Model):
    """One attempt, lock, unlock, login or end of a session.

    `account` is a keyed digest of the name that was typed. `username` is the name where an account has it, else empty:
    people type passwords into the wrong field. An event of an address alone has no account. `until` is the end of a
    lock.
    """

    class Verb(models.TextChoices):
        FAILED = "FAILED", "登录失败"
        LOCKED = "LOCKED", "锁定"
        UNLOCKED = "UNLOCKED", "解除锁定"
        LOGGED_IN = "LOGGED_IN", "登录"
        LOGGED_OUT = "LOGGED_OUT", "退出"
        EXPIRED = "EXPIRED", "会话到期"

    at = models.DateTimeField("时间")
    verb = models.CharField("事件", max_length=10, choices=Verb.choices)
    account = models.CharField(max_length=64, blank=True, default="", editable=False)
    username = models.CharField("登录名", max_length=150, blank=True, default="")
    address = models.CharField("网络地址", max_length=43, blank=True, default="")
    until = models.DateTimeField("锁定至", null=True, blank=True)
    mailed_at = models.DateTimeField("邮件通知", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "登录日志"
        indexes = [
            models.Index(fields=["account", "verb"], name="login_event_account"),
            models.Index(fields=["address", "verb", "at"], name="login_event_address"),
            models.Index(fields=["at"], name="login_event_at"),
            models.Index(
                fields=["at"], name="login_event_nobody", condition=models.Q(username="") & ~models.Q(account="")
            ),
            models.Index(
                fields=["account"],
                name="login_event_to_mail",
                condition=models.Q(verb="LOCKED", mailed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.username or self.address}"


class SecondPersonCode(models.Model):
    """A code by which its officer agrees to one step on one row at somebody else's console; only its digest is kept."""

    class Purpose(models.TextChoices):
        PUBLISH_BATCH = "PUBLISH_BATCH", "公示一批"
        PUBLISH_EDITION = "PUBLISH_EDITION", "发布名单"
        CONFIRM_EXTERNAL = "CONFIRM_EXTERNAL", "确认外部名单"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="本人")
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    object_id = models.PositiveBigIntegerField("对象")
    digest = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField("取得时间")
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "一次性验证码"
        indexes = [models.Index(fields=["user", "purpose", "object_id"], name="second_person_code_for")]
        constraints = [
            models.CheckConstraint(
                name="second_person_code_expires", condition=models.Q(expires_at__gt=models.F("issued_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} for {self.purpose} {self.object_id} until {self.expires_at}"
