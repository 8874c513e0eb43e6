"""What a list is: its legal ground, who keeps it, how one comes onto it and off it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lists.criteria.cards import VERSION_STATE_LABELS, VersionState
from lists.criteria.colors import Color
from lists.criteria.columns import COLUMN_NAMES, ListColumn
from lists.criteria.kinds import KIND_LABELS, PUBLIC_KINDS, ListKind
from lists.criteria.periods import PERIOD_LABELS, EditionPeriod
from lists.criteria.predicates import Criterion, criteria_from_json


class CreditListQuerySet(models.QuerySet["CreditList"]):
    def public(self) -> Self:
        """Keep the lists that have an address; a watch list has none."""
        return self.filter(kind__in=sorted(PUBLIC_KINDS))

    def ours(self) -> Self:
        """Keep the lists on which an authority of this city decides."""
        return self.filter(kind=ListKind.OURS)


class CreditList(models.Model):
    """A red or black list; its texts are published with every edition (上海条例 art. 25).

    The columns hold the version of its card that is in force; `ListVersion` has all of them. `chosen_criteria` are the
    predicates with their parameters, `criteria` is their text.
    `keeper` names the other authority that keeps an external list, `watch_reason` why a list is for officers alone.
    """

    slug = models.SlugField("标识", max_length=32, unique=True)
    name = models.CharField("名单名称", max_length=100)
    official_type = models.CharField("名单类型", max_length=60)
    popular_name = models.CharField("通称", max_length=20, default="")
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
    chosen_criteria = models.JSONField("所选标准", default=list)
    entry_conditions = models.TextField("列入程序")
    exit_conditions = models.TextField("移出条件")
    repair = models.TextField("信用修复", default="")
    remedies = models.TextField("救济途径")
    measures = models.TextField("奖惩措施", default="")
    # Empty where no edition comes by itself.
    period = models.CharField(
        "发布周期",
        max_length=10,
        blank=True,
        default="",
        choices=[(one.value, label) for one, label in PERIOD_LABELS.items()],
    )
    columns = models.JSONField("公示栏目", default=list)
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
    def criteria_in_force(self) -> tuple[Criterion, ...]:
        """Return the predicates that the list uses, with their parameters."""
        return criteria_from_json(self.chosen_criteria)

    @property
    def period_label(self) -> str:
        """Name how often an edition comes out, "" if none does."""
        return PERIOD_LABELS[EditionPeriod(self.period)] if self.period else ""

    @property
    def column_names(self) -> tuple[str, ...]:
        """Name the columns of the list's page beside name and unified code."""
        return tuple(COLUMN_NAMES[ListColumn(one)] for one in self.columns)


class ListVersion(models.Model):
    """One version of a list's card: proposed by one person, in force from the day another confirms it.

    `content` is the card (`lists.criteria.cards`) with what the law fixed at the time. Nobody proposed or confirmed the
    versions that come with a release. `number` counts 1, 2, 3 within a list. The first one has no day.
    """

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版次", null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, label) for state, label in VERSION_STATE_LABELS.items()],
        default=VersionState.PROPOSED.value,
    )
    content = models.JSONField(default=dict)
    reason = models.CharField("修改理由", max_length=500)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField("不采用的理由", max_length=500, blank=True, default="")
    valid_from = models.DateField("生效日", null=True, blank=True)

    class Meta:
        ordering = ["credit_list_id", "-id"]
        verbose_name = verbose_name_plural = "名单版本"
        constraints = [
            models.UniqueConstraint(fields=["credit_list", "number"], name="list_version_number_once"),
            models.UniqueConstraint(
                fields=["credit_list"],
                condition=Q(state=VersionState.PROPOSED.value),
                name="list_version_one_proposal_a_list",
            ),
            models.CheckConstraint(
                name="list_version_four_eyes",
                condition=~Q(state=VersionState.CONFIRMED.value)
                | Q(proposed_by__isnull=True, decided_by__isnull=True)
                | (Q(proposed_by__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="list_version_number_is_given_at_confirmation",
                condition=Q(state=VersionState.CONFIRMED.value, number__isnull=False, number__gte=1)
                | (~Q(state=VersionState.CONFIRMED.value) & Q(number__isnull=True, valid_from__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number or self.state} of list {self.credit_list_id}"
