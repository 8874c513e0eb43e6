"""Shields of restructured enterprises and their history; the condition that something is shielded."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from enterprises.shields.rules import IN_FORCE, SHIELD_KINDS, SHIELD_LABELS, ShieldKind, ShieldState

_USER = settings.AUTH_USER_MODEL
_CONFIRMED = sorted({*IN_FORCE, ShieldState.ENDED})


class ShieldQuerySet(models.QuerySet["Shield"]):
    def in_force(self) -> Self:
        """Keep those that hide something on some day: confirmed, those that ended early until that day."""
        return self.filter(state__in=_CONFIRMED)

    def running(self, *, on: date) -> Self:
        """Keep those that hide something on that day."""
        return self.in_force().filter(starts_on__lte=on, until__gt=on)


def shielded(*, on: date) -> Q:
    """Return the condition that a row is shielded on that day: an adverse one with `enterprise` and `decided_on`.

    The twin is `enterprises.shields.rules.is_shielded`.
    """
    running = Shield.objects.running(on=on).filter(ruled_on__gte=OuterRef("decided_on")).order_by()
    return Q(Exists(running.filter(codes=OuterRef("enterprise"))))


class Shield(models.Model):
    """On a court's ruling, adverse information of an enterprise is not shown; days are Shanghai days, half-open.

    `until` is the first day on which it is shown again. An early end moves it to the day of its confirmation.
    `codes` are all codes of the enterprise, of an ended shield those at its end; `asked_*` is the change that waits.
    """

    kind = models.CharField(
        "情形", max_length=20, choices=[(each.value, label) for each, label in SHIELD_KINDS.items()]
    )
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+", verbose_name="企业")
    codes = models.ManyToManyField("enterprises.Enterprise", related_name="+", verbose_name="所涉代码")
    court = models.CharField("法院", max_length=100)
    ruling_number = models.CharField("裁定书案号", max_length=100)
    ruled_on = models.DateField("裁定日期")
    legal_basis = models.CharField("法律依据", max_length=300)
    starts_on = models.DateField("起始日", null=True, blank=True)
    until = models.DateField("恢复公示日")

    state = models.CharField(
        max_length=15, choices=[(s.value, s.value) for s in ShieldState], default=ShieldState.REQUESTED.value
    )
    requested_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("提出时间")
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    asked_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    asked_until = models.DateField("续期至", null=True, blank=True)

    objects = ShieldQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "临时屏蔽"
        constraints = [
            models.CheckConstraint(
                name="shield_four_eyes", condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("requested_by"))
            ),
            models.CheckConstraint(
                name="shield_in_force_is_complete",
                condition=~Q(state__in=_CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="shield_rests_on_a_ruling", condition=~Q(court="") & ~Q(ruling_number="") & ~Q(legal_basis="")
            ),
            # Equal: it ended early on its first day.
            models.CheckConstraint(
                name="shield_days_in_order", condition=Q(starts_on__isnull=True) | Q(until__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="shield_after_its_ruling", condition=Q(starts_on__isnull=True) | Q(starts_on__gte=F("ruled_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"shield {self.pk}"

    @property
    def kind_label(self) -> str:
        """The kind in Chinese."""
        return SHIELD_KINDS[ShieldKind(self.kind)]

    @property
    def notice_title(self) -> str:
        """The heading of what officers read beside something that it hides."""
        return f"临时屏蔽：{self.kind_label}"

    @property
    def notice(self) -> str:
        """What officers read beside something that it hides."""
        return (
            f"依据{self.court}{self.ruling_number}（{self.ruled_on}），自{self.starts_on}起不对外公示，"
            f"{self.until}起恢复，到期不需办理；记录本身不变，其公示期照常计算。"
        )

    def has_lapsed(self, *, on: date) -> bool:
        """Return whether its last day has passed without a renewal."""
        return self.state in IN_FORCE and self.until <= on

    def state_label(self, *, on: date) -> str:
        """Return in Chinese where it stands on that day."""
        return "已到期" if self.has_lapsed(on=on) else SHIELD_LABELS[ShieldState(self.state)]


class ShieldEvent(models.Model):
    """One step of a shield; rows are only ever added. `until` is the end that held after it."""

    shield = models.ForeignKey(Shield, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=15, blank=True)
    after = models.CharField(max_length=15)
    reason = models.CharField(max_length=300, blank=True)
    until = models.DateField("恢复公示日")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "临时屏蔽历史"

    def __str__(self) -> str:
        return f"{self.verb} of shield {self.shield_id}"
