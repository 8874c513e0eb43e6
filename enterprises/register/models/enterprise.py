"""The subject of a credit file."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.status import RegisterStatus
from enterprises.shared.rules.masking import public_register_number, public_text
from enterprises.shared.rules.register_codes import CodeKind, code_kind


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def public(self, *, on: date) -> Self:
        """Keep the enterprises that the public may see on that day."""
        return self.filter(public_from__lte=on)


class Enterprise(models.Model):
    """An enterprise, institution, social organisation or individual business; never a natural person."""

    # What nobody has stated is its own value: no default states a fact of the register (docs/rules/register.md).
    class Category(models.TextChoices):
        NOT_STATED = "NOT_STATED", "类别未提供"
        LEGAL_PERSON = "LEGAL_PERSON", "法人及非法人组织"
        INDIVIDUAL_BUSINESS = "INDIVIDUAL_BUSINESS", "个体工商户"

    class Origin(models.TextChoices):
        REGISTER = "REGISTER", "登记信息"
        RECORD = "RECORD", "信用记录"

    Status = RegisterStatus

    # Where no unified code is known: the register number (`code_kind`).
    uscc = models.CharField(REGISTER_FIELDS["uscc"].label, max_length=REGISTER_FIELDS["uscc"].length, unique=True)
    register_number = models.CharField(
        REGISTER_FIELDS["register_number"].label,
        max_length=REGISTER_FIELDS["register_number"].length,
        blank=True,
        db_index=True,
    )
    name = models.CharField(REGISTER_FIELDS["name"].label, max_length=REGISTER_FIELDS["name"].length)
    folded_name = models.CharField("归一名称", max_length=200, db_index=True)
    category = models.CharField("类别", max_length=20, choices=Category.choices, default=Category.NOT_STATED)
    legal_form = models.CharField(
        REGISTER_FIELDS["legal_form"].label, max_length=REGISTER_FIELDS["legal_form"].length, blank=True
    )
    legal_representative = models.CharField(
        REGISTER_FIELDS["legal_representative"].label,
        max_length=REGISTER_FIELDS["legal_representative"].length,
        blank=True,
    )
    registered_capital_yuan = models.DecimalField(
        "注册资本(元)", max_digits=20, decimal_places=2, null=True, blank=True
    )
    established_on = models.DateField(REGISTER_FIELDS["established_on"].label, null=True, blank=True)
    status = models.CharField(
        REGISTER_FIELDS["status"].label, max_length=12, choices=Status.choices, default=Status.NOT_STATED
    )
    region = models.ForeignKey("Region", models.PROTECT, null=True, blank=True, related_name="+")
    # A division that the table does not have, as typed.
    region_as_typed = models.CharField("行政区划(原文)", max_length=60, blank=True)
    industry = models.ForeignKey("Industry", models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(
        REGISTER_FIELDS["address"].label, max_length=REGISTER_FIELDS["address"].length, blank=True
    )
    business_scope = models.TextField(REGISTER_FIELDS["business_scope"].label, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="branches")
    # The latest of the codes of one enterprise; only that one is NULL (docs/rules/register.md).
    now_under = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="earlier_codes", verbose_name="现用代码"
    )
    origin = models.CharField("来源", max_length=10, choices=Origin.choices, default=Origin.REGISTER)
    # First day the public may see it; empty while only an unpublished record has named it.
    public_from = models.DateField("公示起始日", null=True, blank=True)
    # Raised by one in the transaction of each change of the file; the version of its search document.
    revision = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ["uscc"]
        verbose_name = verbose_name_plural = "企业"
        constraints = [
            models.CheckConstraint(name="enterprise_not_its_own_parent", condition=~Q(parent=models.F("id"))),
            models.CheckConstraint(name="enterprise_not_its_own_successor", condition=~Q(now_under=models.F("id"))),
            models.CheckConstraint(name="enterprise_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.uscc

    @property
    def code_kind(self) -> CodeKind:
        """What its code is."""
        return code_kind(self.uscc)

    @property
    def public_name(self) -> str:
        """The name as anybody may read it."""
        return public_text(self.name)

    @property
    def public_register_number(self) -> str:
        """The register number as anybody may read it."""
        return public_register_number(self.register_number)

    def is_public(self, *, on: date) -> bool:
        """Return whether the public may see it on that day: the twin of `Enterprise.objects.public(on=)`."""
        return self.public_from is not None and self.public_from <= on


class FormerName(models.Model):
    """A name the enterprise bore; `used_until` is the first day it no longer did."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="former_names")
    name = models.CharField(REGISTER_FIELDS["former_name"].label, max_length=REGISTER_FIELDS["former_name"].length)
    folded_name = models.CharField("归一名称", max_length=200, db_index=True)
    used_from = models.DateField("启用日期", null=True, blank=True)
    used_until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["enterprise_id", "-used_until", "id"]
        verbose_name = verbose_name_plural = "曾用名"
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="former_name_once"),
        ]

    def __str__(self) -> str:
        return f"former name {self.pk}"

    @property
    def public_name(self) -> str:
        """The name as anybody may read it."""
        return public_text(self.name)
