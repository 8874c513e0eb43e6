"""What a list is: its legal ground, who keeps it, how one comes onto it and off it."""

from django.db import models
from django.db.models import Q

from lists.criteria.colors import Color


class CreditList(models.Model):
    """A red or black list; its texts are published with every edition (上海条例 art. 25)."""

    slug = models.SlugField("标识", max_length=32, unique=True)
    name = models.CharField("名单名称", max_length=100)
    official_type = models.CharField("名单类型", max_length=60)
    color = models.CharField("红黑", max_length=5, choices=[(c.value, c.value) for c in Color])
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
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_black(self) -> bool:
        """Return whether the list is adverse to those on it."""
        return self.color == Color.BLACK

    @property
    def popular_name(self) -> str:
        """Return what people call such a list; shown beside the official heading."""
        return "黑名单" if self.is_black else "红名单"
