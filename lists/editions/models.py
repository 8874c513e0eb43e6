"""Editions: a list as it stood on one day, frozen when it was published."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.editions.rules import EDITION_STATE_LABELS, EditionState
from lists.listings.models import Listing


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> Self:
        """Keep what was published of our lists; drafts and watch lists are the officers' own."""
        return self.filter(state=EditionState.PUBLISHED, credit_list__kind=ListKind.OURS)


class Edition(models.Model):
    """One edition; `number` counts 1, 2, 3 within its list and is given at publication.

    `drafted_by` is None while nobody has checked a draft that came by schedule. A closed draft becomes no edition.
    """

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("期号", null=True, blank=True)
    as_of = models.DateField("截止日期")
    state = models.CharField(
        max_length=10,
        choices=[(s.value, label) for s, label in EDITION_STATE_LABELS.items()],
        default=EditionState.DRAFT.value,
    )
    # Reasons for which listings were left out of the draft: [{"listing": id, "reasons": []}].
    left_out = models.JSONField(default=list)
    is_scheduled = models.BooleanField("按周期自动起草", default=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField("关闭理由", max_length=500, blank=True, default="")
    document = models.OneToOneField(
        "enterprises.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["credit_list_id", F("number").desc(nulls_first=True), "-id"]
        verbose_name = verbose_name_plural = "名单期次"
        constraints = [
            models.UniqueConstraint(fields=["credit_list", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["credit_list"], condition=Q(state="DRAFT"), name="edition_one_draft_a_list"
            ),
            models.CheckConstraint(
                name="edition_four_eyes",
                condition=Q(published_by__isnull=True)
                | (Q(drafted_by__isnull=False) & ~Q(published_by=F("drafted_by"))),
            ),
            models.CheckConstraint(
                name="edition_number_is_given_at_publication",
                condition=Q(
                    state__in=["DRAFT", "CLOSED"],
                    number__isnull=True,
                    published_by__isnull=True,
                    published_at__isnull=True,
                    document__isnull=True,
                )
                | Q(
                    state="PUBLISHED",
                    number__isnull=False,
                    number__gte=1,
                    published_by__isnull=False,
                    published_at__isnull=False,
                    document__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="edition_drafted_by_a_person_or_by_schedule",
                condition=Q(is_scheduled=True) | Q(drafted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_closed_with_a_reason",
                condition=(Q(state="CLOSED", closed_by__isnull=False, closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(state="CLOSED") & Q(closed_by__isnull=True, closed_at__isnull=True, close_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number or 'draft'} of list {self.credit_list_id}"


class Manifest(models.Model):
    """The signed digests of an edition's files; rows are only ever added (decision 0048).

    `revision` 1 holds the files as published, each later one the files as made again. `content` is canonical JSON
    without a name, `signature` a detached CMS signature over it, DER. The bundle holds the manifest, so its digest
    stands beside it; it is empty where the bundle of that revision was never stored.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="manifests")
    revision = models.PositiveIntegerField("版次")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signature = models.BinaryField()
    bundle_sha256 = models.CharField(max_length=64, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["edition_id", "revision"]
        verbose_name = verbose_name_plural = "名单清单"
        constraints = [models.UniqueConstraint(fields=["edition", "revision"], name="manifest_revision_once")]

    def __str__(self) -> str:
        return f"manifest {self.revision} of edition {self.edition_id}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def withdrawn(self, *, on: date) -> Self:
        """Keep the entries whose listing is no longer public on that day."""
        return self.exclude(listing__in=Listing.objects.public(on=on).values("pk"))


class Entry(models.Model):
    """One line of an edition; its columns are copies, frozen with it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entries")
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField("序号")
    name = models.CharField("名称", max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    region = models.CharField("行政区划", max_length=60, blank=True)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True, default="")
    reason = models.CharField("列入事由", max_length=1000)
    document_number = models.CharField("决定文书号", max_length=128, blank=True)
    authority = models.CharField("认定单位", max_length=200)
    decided_on = models.DateField("决定日期")
    public_from = models.DateField("公示起始日")
    public_until = models.DateField("公示截止日")
    term_basis = models.CharField("期限依据", max_length=300)
    disputed = models.BooleanField("异议处理中", default=False)
    # The files as they are now leave it out.
    is_left_out = models.BooleanField(default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["edition_id", "position"]
        verbose_name = verbose_name_plural = "名单条目"
        indexes = [
            models.Index(fields=["edition"], condition=Q(is_left_out=False), name="entry_in_files"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="entry_position_once"),
            models.UniqueConstraint(fields=["edition", "listing"], name="entry_listing_once"),
        ]

    def __str__(self) -> str:
        return f"entry {self.position} of edition {self.edition_id}"
