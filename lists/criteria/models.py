"""What a list is: its legal ground, who keeps it, how one comes onto it and off it."""

from typing import Self

from django.db import models
from django.db.models import Q

from lists.criteria.colors import Color
from lists.criteria.kinds import KIND_LABELS, PUBLIC_KINDS, ListKind


class CreditListQuerySet(models.QuerySet["CreditList"]):
    def public(self) -> Self:
        """Keep the lists that have an address; a watch list has none."""
        return self.filter(kind__in=sorted(PUBLIC_KINDS))

    def ours(self) -> Self:
        """Keep the lists on which an authority of this city decides."""
        return self.filter(kind=ListKind.OURS)


class CreditList(models.Model):
    """A red or black list; its texts are published with every edition (上海条例 art. 25).

    `keeper` names the other authority that keeps an external list, `watch_reason` why a list is for officers alone.
    """

    slug = models.SlugField("标识", max_length=32, unique=True)
    name = models.CharField("名单名称", max_length=100)
    official_type = models.CharField("名单类型", max_length=60)
    color = models.CharField("红黑", max_length=5, choices=[(c.value, c.value) for c in Color])
    kind = models.CharField(
        "类别",
        max_length=8,
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        default=ListKind.OURS.value,
    )
    keeper = models.CharField("外部名单的认定机关", max_length=200, blank=True, default="")
    watch_reason = models.CharField("不公示的原因", max_length=300, blank=True, default="")
    # Empty: the authority that issues the portal's documents.
    authority = models.ForeignKey(
        "enterprises.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="管理单位"
    )
    legal_basis = models.TextField("设列依据")
    criteria = models.TextField("列入标准")
    entry_conditions = models.TextField("列入程序")
    exit_conditions = models.TextField("移出条件")
    remedies = models.TextField("救济途径")
    term_months = models.PositiveSmallIntegerField("最长期限(月)")
    # First month after which repair may end a listing; empty where repair does not apply.
    minimum_months = models.PositiveSmallIntegerField("最短期限(月)", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("异议期(工作日)")

    objects = CreditListQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = verbose_name_plural = "名单"
        constraints = [
            models.CheckConstraint(name="credit_list_term_is_positive", condition=Q(term_months__gt=0)),
            models.CheckConstraint(
                name="credit_list_minimum_within_term",
                condition=Q(minimum_months__isnull=True) | Q(minimum_months__lte=models.F("term_months")),
            ),
            models.CheckConstraint(name="credit_list_has_a_legal_basis", condition=~Q(legal_basis="")),
            models.CheckConstraint(
                name="credit_list_of_a_known_kind",
                condition=Q(kind=ListKind.OURS)
                | (Q(kind=ListKind.EXTERNAL) & ~Q(keeper=""))
                | (Q(kind=ListKind.WATCH) & ~Q(watch_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_black(self) -> bool:
        """Return whether the list is adverse to those on it."""
        return self.color == Color.BLACK

    @property
    def is_ours(self) -> bool:
        """Return whether an authority of this city decides on it."""
        return self.kind == ListKind.OURS

    @property
    def kind_label(self) -> str:
        """Name the kind."""
        return KIND_LABELS[ListKind(self.kind)]

    @property
    def popular_name(self) -> str:
        """Return what people call such a list; shown beside the official heading."""
        return "黑名单" if self.is_black else "红名单"
