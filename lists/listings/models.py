"""One enterprise on one list, from the proposal to the exit, and its history."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.shields.models import shielded
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.listings.obstacles import unobstructed
from lists.listings.rules import DUE, PENDING, ListingState, MatterKind, RemovalReason, is_in_term


class ListingQuerySet(models.QuerySet["Listing"]):
    def public(self, *, on: date) -> Self:
        """Keep what the public may see on that day: the one entry point to it.

        A red listing is seen only while nothing keeps its enterprise off a red list. A black one is seen while no
        shield of a restructured enterprise covers it. The Python twin is `lists.listings.rules.is_public`.
        """
        black = Listing.objects.in_term(on=on).filter(color=Color.BLACK).order_by()
        shown = Q(color=Color.BLACK) & ~shielded(on=on)
        return self.in_term(on=on).filter(shown | (Q(color=Color.RED) & unobstructed(black, on=on)))

    def in_term(self, *, on: date) -> Self:
        """Keep what was decided, while its term lasts; of a red list that need not be public."""
        return self.filter(kind=ListKind.OURS, state=ListingState.DECIDED, public_from__lte=on, public_until__gt=on)


class Listing(models.Model):
    """An enterprise's way onto a list; days are Shanghai days, periods half-open.

    `record_ids` name the records that the criterion found, `ground_document` a document with legal effect that is no
    record here, `ground_penalty` the penalty in it. `objection_until` is the first day on which no objection can be
    raised any more. `proposed_on` and `notified_on` are the days on which the steps were entered.
    """

    credit_list = models.ForeignKey(CreditList, models.PROTECT, related_name="listings")
    color = models.CharField(max_length=5, choices=[(c.value, c.value) for c in Color])  # the list's, for the checks
    kind = models.CharField(  # the list's, for the checks: what is on a watch list is never public
        max_length=8, choices=[(k.value, k.value) for k in ListKind], default=ListKind.OURS.value
    )
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ListingState], default=ListingState.PROPOSED.value
    )
    criterion = models.CharField("标准", max_length=60)
    reason = models.CharField("列入事由", max_length=1000)
    record_ids = models.JSONField(default=list)
    ground_document = models.CharField("依据文书", max_length=200, blank=True, default="")
    ground_penalty = models.CharField("文书所载处罚", max_length=20, blank=True, default="")
    proposed_on = models.DateField(null=True, blank=True)

    notice_served_on = models.DateField("告知日期", null=True, blank=True)
    notified_on = models.DateField("告知登记日", null=True, blank=True)
    notice_proof = models.ForeignKey(
        "enterprises.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="送达证明"
    )
    objection_until = models.DateField(null=True, blank=True)
    objection_outcome = models.CharField("异议处理情况", max_length=500, blank=True, default="")

    finding = models.CharField("认定理由", max_length=1100, blank=True, default="")
    document_number = models.CharField("决定文书号", max_length=128, blank=True, default="")
    folded_document_number = models.CharField("归一文书号", max_length=128, blank=True, default="", editable=False)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    authority = models.ForeignKey(
        "enterprises.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定单位"
    )
    term_months = models.PositiveSmallIntegerField("期限(月)", null=True, blank=True)
    term_basis = models.CharField("期限依据", max_length=300, blank=True, default="")
    public_from = models.DateField(null=True, blank=True)
    public_until = models.DateField(null=True, blank=True)
    repairable_from = models.DateField(null=True, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)

    removed_on = models.DateField(null=True, blank=True)
    removed_reason = models.CharField(
        max_length=20, blank=True, default="", choices=[(r.value, r.value) for r in RemovalReason]
    )

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removal_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    # The black listing because of which a red one ended.
    ended_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["credit_list_id", "-id"]
        verbose_name = verbose_name_plural = "名单主体"
        indexes = [
            models.Index(fields=["credit_list", "state", "public_until"], name="listing_list_state_until"),
            models.Index(fields=["enterprise", "state"], name="listing_enterprise_state"),
            models.Index(fields=["folded_document_number"], name="listing_document_number"),
        ]
        # SQL lets a check pass that comes out as NULL: hence `isnull=False` beside each comparison.
        constraints = [
            models.UniqueConstraint(
                fields=["credit_list", "enterprise"],
                condition=Q(state__in=sorted(PENDING)),
                name="listing_pending_once",
            ),
            models.CheckConstraint(name="listing_proposed_with_reason", condition=~Q(criterion="") & ~Q(reason="")),
            models.CheckConstraint(
                name="listing_four_eyes",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="listing_removal_four_eyes",
                condition=Q(removal_confirmed_by__isnull=True) | ~Q(removal_confirmed_by=F("removed_by")),
            ),
            models.CheckConstraint(
                name="listing_decided_has_a_term",
                condition=~Q(state__in=[ListingState.DECIDED.value, ListingState.REMOVED.value])
                | (
                    Q(
                        decided_on__isnull=False,
                        decided_by__isnull=False,
                        authority__isnull=False,
                        term_months__isnull=False,
                        term_months__gt=0,
                        public_from__isnull=False,
                        public_until__isnull=False,
                        public_until__gt=F("public_from"),
                        public_from__gte=F("decided_on"),
                    )
                    & ~Q(term_basis="")
                ),
            ),
            # docs/rules/lists-procedure.md: without these a black listing does not exist.
            models.CheckConstraint(
                name="listing_black_was_heard",
                condition=~Q(color=Color.BLACK, state__in=[ListingState.DECIDED.value, ListingState.REMOVED.value])
                | (
                    Q(
                        notice_served_on__isnull=False,
                        objection_until__isnull=False,
                        objection_until__gt=F("notice_served_on"),
                        decided_on__isnull=False,
                        decided_on__gte=F("objection_until"),
                    )
                    & ~Q(document_number="")
                    & ~Q(objection_outcome="")
                ),
            ),
            # As 国办发〔2020〕49号 and the orders on the lists want it; each step entered before the next is dated.
            models.CheckConstraint(
                name="listing_black_rests_on_law",
                condition=~Q(
                    kind=ListKind.OURS,
                    color=Color.BLACK,
                    state__in=[ListingState.DECIDED.value, ListingState.REMOVED.value],
                )
                | (
                    Q(
                        notice_proof__isnull=False,
                        proposed_on__isnull=False,
                        notice_served_on__gte=F("proposed_on"),
                        notified_on__isnull=False,
                        notified_on__gte=F("notice_served_on"),
                        decided_on__gte=F("notified_on"),
                    )
                    & ~Q(finding="")
                    & (~Q(record_ids=[]) | ~Q(ground_document=""))
                ),
            ),
            models.CheckConstraint(name="listing_of_no_external_list", condition=~Q(kind=ListKind.EXTERNAL)),
            models.CheckConstraint(
                name="listing_notified_has_a_window",
                condition=~Q(state=ListingState.NOTIFIED)
                | Q(
                    notice_served_on__isnull=False,
                    objection_until__isnull=False,
                    objection_until__gt=F("notice_served_on"),
                ),
            ),
            models.CheckConstraint(
                name="listing_removed_has_reason",
                condition=~Q(state=ListingState.REMOVED)
                | (Q(removed_on__isnull=False, removed_by__isnull=False) & ~Q(removed_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"listing {self.pk}"

    def is_in_term(self, *, on: date) -> bool:
        """Return whether it was decided and its term lasts on that day."""
        return is_in_term(
            state=self.state, public_from=self.public_from, public_until=self.public_until, on=on, kind=self.kind
        )


class ListingEvent(models.Model):
    """One step in the life of a listing; rows are only ever added. `actor` NULL: the portal, for a case.

    `letter` names the letter that the step sends out.
    """

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    reason = models.CharField(max_length=1000, blank=True)
    letter = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "名单主体历史"
        indexes = [models.Index(fields=["listing"], condition=~Q(letter=""), name="listing_event_with_letter")]

    def __str__(self) -> str:
        return f"{self.verb} of listing {self.listing_id}"


class ListingLetter(models.Model):
    """The letter that a step sent out; each step has one at most."""

    event = models.OneToOneField(ListingEvent, models.PROTECT, related_name="issued")
    letter = models.OneToOneField("enterprises.Letter", models.PROTECT, related_name="listing_letter")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "名单函件"

    def __str__(self) -> str:
        return f"letter {self.letter_id} of step {self.event_id}"


class ListingPaper(models.Model):
    """A paper of a step of a listing, for those who keep lists; a later copy does not replace an earlier one."""

    class Kind(models.TextChoices):
        NOTICE = "NOTICE", "拟列入告知书"
        OBJECTION = "OBJECTION", "陈述、申辩或者异议材料"
        DECISION = "DECISION", "列入决定书"
        REMOVAL = "REMOVAL", "移出文书"
        SERVICE = "SERVICE", "送达证明"

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="papers")
    kind = models.CharField("材料", max_length=10, choices=Kind.choices)
    attachment = models.OneToOneField("enterprises.Attachment", models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "名单材料"

    def __str__(self) -> str:
        return f"{self.kind} of listing {self.listing_id}"


class Matter(models.Model):
    """Something about a listing that waits for the credit office, or that one officer has to know.

    `due_on` is the last working day for it. `facts` identify what was looked at, so that no matter is opened twice.
    """

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MatterKind])
    text = models.CharField("事由", max_length=1000)
    facts = models.CharField(max_length=64, blank=True, default="", editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("办理期限", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = verbose_name_plural = "名单事项"
        indexes = [models.Index(fields=["kind"], condition=Q(settled_at__isnull=True), name="matter_open")]
        constraints = [
            models.CheckConstraint(
                name="matter_notice_is_to_somebody",
                condition=Q(kind=MatterKind.NOTICE.value, recipient__isnull=False)
                | (~Q(kind=MatterKind.NOTICE.value) & Q(recipient__isnull=True)),
            ),
            models.CheckConstraint(
                name="matter_review_has_a_last_day",
                condition=~Q(kind__in=sorted(kind.value for kind in DUE)) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_take_back_four_eyes",
                condition=~Q(kind=MatterKind.TAKE_BACK.value)
                | (Q(opened_by__isnull=False) & (Q(settled_by__isnull=True) | ~Q(settled_by=F("opened_by")))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of listing {self.listing_id}"
