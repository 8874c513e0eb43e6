"""Steps about the codes of enterprises, each requested by one person and decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.register.fields import REGISTER_FIELDS

_LENGTH = REGISTER_FIELDS["uscc"].length


class CodeStep(models.Model):
    """A code confirmed, two codes linked, or a link undone; rows stay as the history of the codes.

    `code` is the one that is confirmed, or the earlier of two; `later_code` is "" for a confirmation. A step that the
    register itself states (`BY_REGISTER`) names no persons.
    """

    class Kind(models.TextChoices):
        CONFIRM = "CONFIRM", "确认代码与登记一致"
        LINK = "LINK", "登记换码"
        UNLINK = "UNLINK", "撤销换码"

    class Outcome(models.TextChoices):
        WAITING = "WAITING", "待复核"
        DONE = "DONE", "已办理"
        REFUSED = "REFUSED", "不同意"
        BY_REGISTER = "BY_REGISTER", "登记信息载明"

    kind = models.CharField("事项", max_length=10, choices=Kind.choices)
    code = models.CharField("代码", max_length=_LENGTH, db_index=True)
    later_code = models.CharField("现用代码", max_length=_LENGTH, blank=True, db_index=True)
    name = models.CharField("企业名称", max_length=REGISTER_FIELDS["name"].length, blank=True)
    reason = models.CharField("依据", max_length=500)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "企业代码事项"
        constraints = [
            models.CheckConstraint(
                name="code_step_four_eyes",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="code_step_by_two_or_by_the_register",
                condition=Q(outcome="BY_REGISTER", requested_by__isnull=True, decided_by__isnull=True)
                | Q(outcome="WAITING", requested_by__isnull=False, decided_by__isnull=True)
                | Q(outcome__in=["DONE", "REFUSED"], requested_by__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="code_step_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(outcome="WAITING"), name="code_step_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
