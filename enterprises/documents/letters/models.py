"""Letters, the head lines of agencies, and what is recorded of the service of a letter."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_noop

from enterprises.documents.letters.kinds import KINDS, LetterKind, Series
from enterprises.documents.refs import Ref, RefKind

# Ways of service, by code.
SERVICE_METHODS = (
    ("DIRECT", gettext_noop("直接送达")),
    ("LEFT", gettext_noop("留置送达")),
    ("POST", gettext_noop("邮寄送达")),
    ("ELECTRONIC", gettext_noop("电子送达")),
    ("ENTRUSTED", gettext_noop("委托送达")),
    ("ANNOUNCED", gettext_noop("公告送达")),
)


class LetterHead(models.Model):
    """What an agency prints on its letters in place of its name: 机关代字 in the number, 发文机关标志 as head line."""

    agency = models.OneToOneField("Agency", models.CASCADE, related_name="letter_head", verbose_name="机关")
    prefix = models.CharField("机关代字", max_length=20, help_text="如“汉市监”，编号为“汉市监信函〔2026〕1号”")
    title = models.CharField("发文机关标志", max_length=60, blank=True, default="", help_text="不填则为机关名称")

    class Meta:
        ordering = ["agency_id"]
        verbose_name = verbose_name_plural = "函件版头"
        constraints = [models.CheckConstraint(name="letter_head_has_a_prefix", condition=~models.Q(prefix=""))]

    def __str__(self) -> str:
        return self.prefix


class Letter(models.Model):
    """One issued letter; content and bytes are those of its document.

    `reference` is the official number (文号). The document's own number cannot be guessed; the QR code names it.
    `about_kind` and `about_id` are the Ref of what the letter is about.
    """

    document = models.OneToOneField("IssuedDocument", models.PROTECT, related_name="letter")
    kind = models.CharField("种类", max_length=20, choices=[(kind.code.value, kind.title) for kind in KINDS.values()])
    reference = models.CharField("文号", max_length=250, unique=True)
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="letters", verbose_name="机关")
    series = models.CharField(max_length=1, choices=[(series.value, series.value) for series in Series])
    year = models.PositiveSmallIntegerField()
    ordinal = models.PositiveIntegerField()
    about_kind = models.CharField(max_length=20)
    about_id = models.PositiveBigIntegerField()
    # Empty: a step that took itself.
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "函件"
        indexes = [models.Index(fields=["about_kind", "about_id"], name="letter_about")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "year", "ordinal"], name="letter_number_once"),
            models.CheckConstraint(name="letter_numbers_begin_at_one", condition=models.Q(ordinal__gt=0)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def about(self) -> Ref:
        """What the letter is about."""
        return Ref(kind=RefKind(self.about_kind), id=self.about_id)

    @property
    def letter_kind(self) -> LetterKind:
        """The kind with its title and texts."""
        return next(kind for code, kind in KINDS.items() if code == self.kind)


class RepairNotice(models.Model):
    """The notice of the way to repair that goes with a penalty decision (两书同达); `letter` NULL: still to come.

    `ordered_by` NULL: ordered by nobody, with the publication of the record.
    """

    record = models.OneToOneField("Record", models.PROTECT, related_name="repair_notice")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField()
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="repair_notice")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "信用修复告知"
        indexes = [models.Index(fields=["id"], condition=models.Q(letter__isnull=True), name="repair_notice_to_come")]

    def __str__(self) -> str:
        return f"repair notice of record {self.record_id}"


class LetterService(models.Model):
    """One service of a letter: how, when, with which proof; rows are only ever added."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="services")
    method = models.CharField("送达方式", max_length=10, choices=SERVICE_METHODS)
    served_on = models.DateField("送达日期")
    note = models.CharField("备注", max_length=300, blank=True, default="")
    proof = models.ForeignKey("Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        verbose_name = verbose_name_plural = "函件送达"

    def __str__(self) -> str:
        return f"{self.method} of letter {self.letter_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        :raises TypeError: it is stored already.
        """
        if not self._state.adding:
            raise TypeError("a service is never changed: record another one")
        super().save(*args, **kwargs)
