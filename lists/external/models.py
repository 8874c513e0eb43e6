"""Editions of external lists and their rows."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.shared.rules.masking import public_text
from lists.criteria.models import CreditList

SOURCE_LENGTH, LABEL_LENGTH = 200, 60


class ExternalEdition(models.Model):
    """One file of another authority that was taken over; it holds what was on the list at the end of `as_of`."""

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="external_editions")
    source = models.CharField("来源", max_length=SOURCE_LENGTH)
    label = models.CharField("期次", max_length=LABEL_LENGTH)
    as_of = models.DateField("截至日期")
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    # Empty for editions that one person took over alone, before two were needed.
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["credit_list_id", "-as_of", "-id"]
        verbose_name = verbose_name_plural = "外部名单期次"
        indexes = [models.Index(fields=["credit_list", "as_of"], name="external_edition_list_as_of")]
        constraints = [
            models.CheckConstraint(name="external_edition_has_a_source", condition=~Q(source="") & ~Q(label="")),
            models.CheckConstraint(
                name="external_edition_four_eyes",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("imported_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.credit_list_id}"

    @property
    def public_source(self) -> str:
        """The source as anybody may read it."""
        return public_text(self.source)

    @property
    def public_label(self) -> str:
        """The name of the edition as anybody may read it."""
        return public_text(self.label)


class ExternalProposal(models.Model):
    """A file that one officer handed in as the next edition; it goes when another confirms it, or it is taken back.

    `rows` are those that would be taken over; of natural persons only the number is kept. `warnings` are the sentences
    with which the file was read.
    """

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="external_proposals")
    source = models.CharField("来源", max_length=SOURCE_LENGTH)
    label = models.CharField("期次", max_length=LABEL_LENGTH)
    as_of = models.DateField("截至日期")
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    persons = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "待确认的外部名单期次"
        constraints = [
            models.UniqueConstraint(fields=["credit_list"], name="external_proposal_one_a_list"),
            models.CheckConstraint(name="external_proposal_has_a_source", condition=~Q(source="") & ~Q(label="")),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.credit_list_id}, waiting"


class ExternalListingQuerySet(models.QuerySet["ExternalListing"]):
    def public(self, *, on: date) -> Self:
        """Keep what the public may see on that day; the Python twin is `lists.external.rules.is_public_row`."""
        return self.filter(Q(public_until__isnull=True) | Q(public_until__gt=on), public_from__lte=on)

    def current(self) -> Self:
        """Keep the rows that the newest edition of their list holds, those whose own end has passed too."""
        return self.filter(left_with__isnull=True)


class ExternalListing(models.Model):
    """An enterprise on another authority's list, as its files state it; days are Shanghai days, half-open.

    `ends_on` is the last day that the file states. `edition` is the one with which the row entered, `left_with` the
    first one that lacks it. A row that changes leaves and enters anew.
    """

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="external_listings")
    edition = models.ForeignKey(ExternalEdition, models.PROTECT, related_name="entered")
    left_with = models.ForeignKey(ExternalEdition, models.PROTECT, null=True, blank=True, related_name="left")
    uscc = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=200)
    # Empty while the register does not have the code.
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, blank=True, related_name="+")
    document_number = models.CharField("文书号", max_length=128, blank=True, default="")
    decided_on = models.DateField("认定日期", null=True, blank=True)
    authority = models.CharField("认定单位", max_length=200, blank=True, default="")
    reason = models.CharField("列入事由", max_length=1000, blank=True, default="")
    listed_on = models.DateField("列入日期")
    ends_on = models.DateField("有效期至", null=True, blank=True)
    public_from = models.DateField()
    public_until = models.DateField(null=True, blank=True)

    objects = ExternalListingQuerySet.as_manager()

    class Meta:
        ordering = ["credit_list_id", "-listed_on", "-id"]
        verbose_name = verbose_name_plural = "外部名单主体"
        indexes = [
            models.Index(fields=["enterprise", "public_from"], name="external_enterprise_from"),
            models.Index(fields=["credit_list", "public_from"], name="external_list_from"),
            models.Index(fields=["uscc"], condition=Q(enterprise__isnull=True), name="external_unknown_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_list", "uscc", "document_number"],
                condition=Q(left_with__isnull=True),
                name="external_listing_once_in_an_edition",
            ),
            # Equal: its own end had passed, or a file of the same day corrected it.
            models.CheckConstraint(
                name="external_listing_days_in_order",
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"external listing {self.pk}"
