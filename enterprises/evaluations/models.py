"""Institutions that evaluate enterprises, their scales and accounts, and the evaluations that they hand in."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.evaluations.rules import ACTIVE, SHOWN, EvaluationType, InstitutionState
from enterprises.shared.rules.masking import public_text

_USER = settings.AUTH_USER_MODEL


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def active(self) -> Self:
        """Keep those that hand in evaluations."""
        return self.filter(state__in=sorted(ACTIVE))

    def registered(self) -> Self:
        """Keep those that the public register shows, withdrawn ones included."""
        return self.filter(state__in=sorted(SHOWN))


class Institution(models.Model):
    """An institution in the registry of one agency; two people of the agency let it in, and two take it out.

    `valid_from` and `valid_until` are the first and the last day of the qualification as printed, NULL: no end.
    `withdrawn_on` is the first day on which it is out.
    """

    code = models.CharField("统一社会信用代码", max_length=18)
    name = models.CharField("名称", max_length=200)
    agency = models.ForeignKey("enterprises.Agency", models.PROTECT, related_name="+", verbose_name="登记机关")
    qualification = models.CharField("资质", max_length=200)
    qualification_authority = models.CharField("资质认定单位", max_length=200)
    method = models.TextField("评价方法", max_length=2000)
    contact = models.CharField("公开联系方式", max_length=200)
    valid_from = models.DateField("资质有效期自")
    valid_until = models.DateField("资质有效期至", null=True, blank=True)

    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in InstitutionState],
        default=InstitutionState.PROPOSED.value,
    )
    proposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    accepted_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("登记时间", null=True, blank=True)
    withdrawal_proposed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField("退出日期", null=True, blank=True)
    withdrawn_reason = models.CharField("退出原因", max_length=300, blank=True, default="")

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = verbose_name_plural = "评价机构"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=sorted(each.value for each in {*ACTIVE, InstitutionState.PROPOSED})),
                name="institution_registered_once",
            ),
            models.CheckConstraint(
                name="institution_four_eyes",
                condition=Q(accepted_by__isnull=True) | ~Q(accepted_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="institution_withdrawal_four_eyes",
                condition=Q(withdrawn_by__isnull=True)
                | (Q(withdrawal_proposed_by__isnull=False) & ~Q(withdrawn_by=F("withdrawal_proposed_by"))),
            ),
            models.CheckConstraint(
                name="institution_registered_is_complete",
                condition=~Q(state__in=sorted(each.value for each in SHOWN))
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="institution_withdrawn_is_complete",
                condition=~Q(state=InstitutionState.WITHDRAWN.value)
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="institution_validity_in_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The name as anybody may read it."""
        return public_text(self.name)

    @property
    def is_withdrawn(self) -> bool:
        """Return whether it is out of the registry."""
        return self.state == InstitutionState.WITHDRAWN


class InstitutionGrade(models.Model):
    """One grade of an institution's scale for one type of evaluation; rank 1 is the best."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="grades")
    evaluation_type = models.CharField("评价类型", max_length=20, choices=[(t.value, t.value) for t in EvaluationType])
    rank = models.PositiveSmallIntegerField("顺序")
    grade = models.CharField("等级", max_length=50)
    meaning = models.CharField("含义", max_length=200)

    class Meta:
        ordering = ["institution_id", "evaluation_type", "rank"]
        verbose_name = verbose_name_plural = "等级标准"
        constraints = [
            models.UniqueConstraint(fields=["institution", "evaluation_type", "grade"], name="institution_grade_once"),
            models.UniqueConstraint(fields=["institution", "evaluation_type", "rank"], name="institution_rank_once"),
        ]

    def __str__(self) -> str:
        return self.grade


class InstitutionEvent(models.Model):
    """One step of an institution through the registry; rows are only ever added."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "机构登记历史"

    def __str__(self) -> str:
        return f"{self.verb} of institution {self.institution_id}"


class InstitutionComplaint(models.Model):
    """A complaint about an institution with its outcome; only the numbers are public."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="complaints")
    received_on = models.DateField("收到日期")
    is_upheld = models.BooleanField("是否属实")
    noted_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-received_on", "-id"]
        verbose_name = verbose_name_plural = "机构投诉"

    def __str__(self) -> str:
        return f"complaint {self.pk}"


class InstitutionAccount(models.Model):
    """A login that hands in evaluations for one institution and sees nothing else; no officer has one.

    `api_key` acts for the account.
    """

    user = models.OneToOneField(_USER, models.CASCADE, related_name="institution_account", verbose_name="账号")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="accounts", verbose_name="机构")
    api_key = models.OneToOneField(
        "enterprises.ApiKey",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institution_account",
        verbose_name="接口密钥",
        help_text="用途含“评价机构提交评价”的密钥；以这个账号的名义提交",
    )

    class Meta:
        ordering = ["user_id"]
        verbose_name = verbose_name_plural = "机构账号"

    def __str__(self) -> str:
        return f"institution account {self.pk}"


class EvaluationSubmission(models.Model):
    """An evaluation as an institution handed it in: the record that the agency reviews, and the report."""

    class Channel(models.TextChoices):
        DESK = "DESK", "网上"
        API = "API", "接口"

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="submissions")
    record = models.OneToOneField("enterprises.Record", models.PROTECT, related_name="evaluation_submission")
    report = models.OneToOneField(
        "enterprises.Attachment", models.PROTECT, null=True, blank=True, related_name="evaluation_submission"
    )
    channel = models.CharField("途径", max_length=10, choices=Channel.choices, default=Channel.DESK)
    submitted_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        ordering = ["-submitted_at", "-id"]
        verbose_name = verbose_name_plural = "评价提交"

    def __str__(self) -> str:
        return f"submission {self.pk}"
