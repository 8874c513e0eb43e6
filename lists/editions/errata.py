"""Errata: corrections of published editions, which themselves never change (decision 0058)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lists.editions.models import Edition

LONGEST_TEXT = 500


class Erratum(models.Model):
    """What is wrong in a published edition and how it reads right; proposed by one person, issued by another.

    `number` counts 1, 2, 3 within the edition and is given with the issue. `position` is the entry that it is about,
    NULL for the edition as a whole: then the text names nobody. `is_in_files`: the edition's files hold it.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="errata")
    number = models.PositiveIntegerField("勘误号", null=True, blank=True)
    position = models.PositiveIntegerField("序号", null=True, blank=True)
    text = models.CharField("勘误内容", max_length=LONGEST_TEXT)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    document = models.OneToOneField(
        "enterprises.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_in_files = models.BooleanField(default=False)

    class Meta:
        ordering = ["edition_id", F("number").asc(nulls_last=True), "id"]
        verbose_name = verbose_name_plural = "名单勘误"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="erratum_number_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(number__isnull=True), name="erratum_one_proposal_an_edition"
            ),
            models.CheckConstraint(name="erratum_has_a_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="erratum_four_eyes", condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="erratum_number_is_given_at_issue",
                condition=Q(
                    number__isnull=True,
                    issued_by__isnull=True,
                    issued_at__isnull=True,
                    document__isnull=True,
                    is_in_files=False,
                )
                | Q(
                    number__isnull=False,
                    number__gte=1,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                    document__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"erratum {self.number or 'proposal'} of edition {self.edition_id}"
