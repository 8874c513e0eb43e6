"""Agencies and the officers who act for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from enterprises.agencies.domains import (
    REGULATOR_LABELS,
    Regulator,
    RegulatoryDomain,
    regulator_of,
)
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import check_uscc


class Agency(models.Model):
    """A body that decides, records or supplies data; its domain decides which periods govern."""

    class Level(models.TextChoices):
        STATE = "STATE", "国家"
        PROVINCE = "PROVINCE", "省级"
        CITY = "CITY", "市级"
        DISTRICT = "DISTRICT", "区级"

    code = models.CharField("统一社会信用代码", max_length=18, unique=True)
    name = models.CharField("名称", max_length=200)
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.CITY)
    region = models.ForeignKey("Region", models.PROTECT, null=True, blank=True, related_name="+")
    domain = models.CharField(
        "领域",
        max_length=20,
        choices=[(domain.value, domain.value) for domain in RegulatoryDomain],
        default=RegulatoryDomain.OTHER.value,
    )
    # Empty: by the domain (`regulator_of`).
    regulator = models.CharField(
        "适用规则",
        max_length=10,
        blank=True,
        default="",
        choices=[(each.value, REGULATOR_LABELS[each]) for each in Regulator],
        help_text="不填则按领域：市场监管、食品药品、特种设备适用市场监管总局规章，其他适用国家发展改革委规章",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "机关"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check the code as any unified code is checked.

        :raises ValidationError: no such code is possible.
        """
        check = check_uscc(self.code)
        if check.errors:
            raise ValidationError({"code": check.errors[0]})
        self.code = check.code

    @property
    def public_name(self) -> str:
        """The name as anybody may read it."""
        return public_text(self.name)

    @property
    def governing_regulator(self) -> Regulator:
        """Whose rules govern its penalties: its own choice, else by its domain."""
        return Regulator(self.regulator) if self.regulator else regulator_of(RegulatoryDomain(self.domain))


class AgencyAlias(models.Model):
    """A former name of an agency, or the name of a body whose duties it took over, with that body's code if known.

    `used_until` is the first day on which the name is no longer the agency's (NULL: unknown).
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names", verbose_name="现机关")
    name = models.CharField("曾用名或原机关名称", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    code = models.CharField("原统一社会信用代码", max_length=18, blank=True, default="")
    used_from = models.DateField("启用日期", null=True, blank=True)
    used_until = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("依据", max_length=300)

    class Meta:
        ordering = ["agency_id", "used_until", "id"]
        verbose_name = verbose_name_plural = "机关曾用名"
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "code"], name="agency_alias_once"),
            models.CheckConstraint(name="agency_alias_has_a_source", condition=~models.Q(source="")),
            models.CheckConstraint(
                name="agency_alias_ends_after_it_began",
                condition=models.Q(used_from__isnull=True)
                | models.Q(used_until__isnull=True)
                | models.Q(used_until__gt=models.F("used_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Fold the name and check the code, if there is one.

        :raises ValidationError: no such code is possible.
        """
        self.folded_name = fold_name(self.name)
        if self.code:
            check = check_uscc(self.code)
            if check.errors:
                raise ValidationError({"code": check.errors[0]})
            self.code = check.code


class AgencyEvent(models.Model):
    """One recorded change of an agency; rows are only ever added."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "机关变更"

    def __str__(self) -> str:
        return f"{self.verb} of agency {self.agency_id}"


class Officer(models.Model):
    """What a user may do: roles within one agency, or the work on lists.

    A list keeper with an agency decides for that authority; one without is of the credit office, which prepares.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="officer")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="officers")
    may_record = models.BooleanField("录入员", default=False)
    may_review = models.BooleanField("审核员", default=False)
    credit_office = models.BooleanField(
        "名单工作人员",
        default=False,
        help_text="不填机关的为信用办；填写机关的，可代表该机关登记严重失信主体名单的列入决定",
    )

    class Meta:
        ordering = ["user_id"]
        verbose_name = verbose_name_plural = "工作人员"
        constraints = [
            models.CheckConstraint(
                name="officer_roles_need_an_agency",
                condition=models.Q(agency__isnull=False) | models.Q(may_record=False, may_review=False),
            ),
            models.CheckConstraint(
                name="officer_credit_office_keeps_no_records",
                condition=models.Q(credit_office=False) | models.Q(may_record=False, may_review=False),
            ),
        ]

    def __str__(self) -> str:
        return f"officer {self.pk}"

    @property
    def handles_records(self) -> bool:
        """Return whether the officer records or reviews."""
        return self.may_record or self.may_review
