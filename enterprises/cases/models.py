"""Cases, their history, their parties and papers, and bans on applying."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from enterprises.agencies.models import Officer
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.rules.lifecycle import UNDECIDED, CaseState
from enterprises.documents.refs import Ref, RefKind

NUMBER_LENGTH = 20
_USER = settings.AUTH_USER_MODEL


class CaseQuerySet(models.QuerySet["Case"]):
    def running(self) -> Self:
        """Keep the cases in which something is due: undecided, or waiting for a second person."""
        return self.exclude(due_step="")

    def overdue(self, *, on: date) -> Self:
        """Keep those whose last day has passed; while the applicant owes papers nothing is overdue."""
        return self.running().filter(due_on__lt=on).exclude(due_step=CaseStep.PAPERS)

    def waiting_for(self, user_id: int, *, agency_id: int | None) -> Self:
        """Keep those in which a person of the authority that decides may take the next step.

        These are his own and nobody's, those of an officer who has left among them. What a second person confirms waits
        for everybody but the first.
        """
        has_role = Q(may_record=True) | Q(may_review=True) | Q(credit_office=True)
        members = Officer.objects.filter(has_role, agency=agency_id, user__is_active=True).values("user")
        his = Q(officer=user_id) | ~Q(officer__in=members)
        due = Q(due_step__in=[CaseStep.PASS_ON, CaseStep.ACCEPT, CaseStep.DECIDE]) & his
        due |= Q(due_step=CaseStep.CONFIRM) & ~Q(decided_by=user_id)
        due |= Q(due_step=CaseStep.UNDO) & ~Q(undo_asked_by=user_id)
        return self.filter(due, agency=agency_id)

    def about(self, ref: Ref) -> Self:
        """Keep those about one thing."""
        return self.filter(about_kind=ref.kind.value, about_id=ref.id)


class CaseSeries(models.Model):
    """The last number given in one series; locked while the next is given, so that none is left out."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "申请编号"
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="case_series_once")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


class Case(models.Model):
    """One objection, repair or error report; kinds are data (`cases.kinds`).

    `exclusive_key` names the thing where one case of the kind runs about it at a time. `agency` decides; NULL: the
    credit office, until it names one. Days are Shanghai days. `due_on` is the last day of `due_step`, NULL where the
    kind sets no limit; an empty step means that nothing is due. `code_digest` is of the secret code, which nobody
    keeps. `together_with` is the first case of one entry. `effective_at` is when the outcome took effect, `ended_at`
    the end from which retention counts. `marked`: this case answers for the mark of dispute. `also_record_ids` are
    spot checks that end together with a repair. `form_token`: the form of a public page, which is received once.
    `undo_ground` is why a decision that took something off is undone, "" while nobody requests that.
    """

    class UndoGround(models.TextChoices):
        FALSE_PAPERS = "FALSE_PAPERS", gettext_noop("材料不实")
        MISTAKE = "MISTAKE", gettext_noop("决定有误")

    class Channel(models.TextChoices):
        ONLINE = "ONLINE", gettext_noop("网上")
        PAPER = "PAPER", gettext_noop("书面")
        API = "API", gettext_noop("接口")

    number = models.CharField("编号", max_length=NUMBER_LENGTH, unique=True)
    kind = models.CharField("类型", max_length=40)
    about_kind = models.CharField(max_length=20)
    about_id = models.PositiveBigIntegerField()
    exclusive_key = models.CharField(max_length=100, blank=True, default="", editable=False)
    about_label = models.CharField("事项", max_length=300)
    field_code = models.CharField("栏目", max_length=40, blank=True, default="")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    agency = models.ForeignKey("enterprises.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField("途径", max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    handed_in_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    api_key = models.ForeignKey("enterprises.ApiKey", models.PROTECT, null=True, blank=True, related_name="+")
    together_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="companions")
    state = models.CharField(
        max_length=14, choices=[(s.value, s.value) for s in CaseState], default=CaseState.RECEIVED.value
    )
    ground = models.CharField("理由", max_length=40)
    statement = models.TextField("说明", blank=True, default="")
    papers_wanted = models.CharField("需补正材料", max_length=1000, blank=True, default="")

    form_token = models.CharField(max_length=32, null=True, blank=True, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)

    received_at = models.DateTimeField("收到时间")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    effective_at = models.DateTimeField("生效时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    due_step = models.CharField(max_length=10, blank=True, default="")
    due_on = models.DateField("办理期限", null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    extended_at = models.DateTimeField("延期时间", null=True, blank=True)

    officer = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人")
    outcome = models.CharField("结果", max_length=20, blank=True, default="")
    outcome_reason = models.CharField("结果理由", max_length=1000, blank=True, default="")
    decided_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    again_from = models.DateField("可再次申请日", null=True, blank=True)
    correction = models.ForeignKey("enterprises.Record", models.PROTECT, null=True, blank=True, related_name="+")
    also_record_ids = models.JSONField(default=list)
    marked = models.BooleanField(default=False)

    undo_ground = models.CharField(max_length=12, choices=UndoGround.choices, blank=True, default="")
    undo_asked_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField("撤销修复时间", null=True, blank=True)
    forgotten_at = models.DateTimeField("信息删除时间", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = verbose_name_plural = "异议、修复与纠错申请"
        indexes = [
            models.Index(fields=["agency", "state", "due_on"], name="case_agency_state_due"),
            models.Index(fields=["about_kind", "about_id"], name="case_about"),
            models.Index(fields=["enterprise", "kind"], name="case_enterprise_kind"),
            models.Index(fields=["ended_at"], name="case_ended"),
            models.Index(fields=["received_at"], name="case_received"),
        ]
        # SQL lets a check pass that comes out as NULL: hence `isnull=False` beside each comparison.
        constraints = [
            models.UniqueConstraint(
                fields=["exclusive_key"],
                condition=Q(ended_at__isnull=True) & ~Q(exclusive_key=""),
                name="case_open_once",
            ),
            models.CheckConstraint(
                name="case_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True)
                | (Q(decided_by__isnull=False) & ~Q(confirmed_by=F("decided_by"))),
            ),
            models.CheckConstraint(
                name="case_undone_by_another",
                condition=Q(undone_by__isnull=True)
                | (Q(undo_asked_by__isnull=False, undone_at__isnull=False) & ~Q(undone_by=F("undo_asked_by"))),
            ),
            models.CheckConstraint(
                name="case_undo_has_a_ground",
                condition=Q(undo_asked_at__isnull=True) | ~Q(undo_ground=""),
            ),
            models.CheckConstraint(
                name="case_decided_is_complete",
                condition=~Q(state=CaseState.DECIDED)
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="") & ~Q(outcome_reason="")),
            ),
            models.CheckConstraint(
                name="case_over_has_an_end",
                condition=~Q(state__in=[CaseState.REFUSED.value, CaseState.CLOSED.value, CaseState.WITHDRAWN.value])
                | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_undecided_has_no_end",
                condition=~Q(state__in=sorted(UNDECIDED)) | Q(ended_at__isnull=True, effective_at__isnull=True),
            ),
            models.CheckConstraint(
                name="case_due_has_a_step",
                condition=Q(due_on__isnull=True) | ~Q(due_step=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        """What the case is about."""
        return Ref(kind=RefKind(self.about_kind), id=self.about_id)


class WrongCode(models.Model):
    """Wrong codes tried for one number, whether a case has it or not: a lock reveals nothing.

    `digest` is of the number as typed. `failures` counts since the last lock; `locked_until` is None before the first.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, blank=True, editable=False)
    tried_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "查询码输错"
        indexes = [models.Index(fields=["tried_at"], name="case_wrong_code_tried")]

    def __str__(self) -> str:
        return f"wrong codes until {self.tried_at}"


class CaseEvent(models.Model):
    """One step in the life of a case; rows are only ever added. `actor` NULL: the applicant, or the portal itself.

    `letter` names the letter that the step sends out; `agency` had the case then and signs it, NULL in rows of before.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    agency = models.ForeignKey("enterprises.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=14, blank=True)
    after = models.CharField(max_length=14)
    reason = models.CharField(max_length=1000, blank=True)
    letter = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "申请历史"

    def __str__(self) -> str:
        return f"{self.verb} of case {self.case_id}"


class CaseLetter(models.Model):
    """The letter that a step sent out; each step has one at most."""

    event = models.OneToOneField(CaseEvent, models.PROTECT, related_name="issued")
    letter = models.OneToOneField("enterprises.Letter", models.PROTECT, related_name="case_letter")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "申请函件"

    def __str__(self) -> str:
        return f"letter {self.letter_id} of step {self.event_id}"


class CaseMail(models.Model):
    """A mail to the applicant about one step, or about the `letter` of a step; ordered with it, sent by the worker.

    It holds no address: that of the party is read when it is sent. `due_at` is when it is tried next, NULL: sent, or
    given up.
    """

    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="+")
    letter = models.ForeignKey("enterprises.Letter", models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "申请人邮件"
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="case_mail_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(letter__isnull=True), name="case_mail_once_a_step"),
            models.UniqueConstraint(fields=["letter"], name="case_mail_once_a_letter"),
        ]

    def __str__(self) -> str:
        return f"mail about step {self.event_id}"


class CasePause(models.Model):
    """Days on which the applicant owed papers, from the request to the papers (NULL: still)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_on", "id"]
        verbose_name = verbose_name_plural = "暂停计时"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until_on__isnull=True), name="case_one_open_pause"),
            models.CheckConstraint(
                name="case_pause_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"pause of case {self.case_id}"


class CaseParty(models.Model):
    """Who handed a case in; never public, masked in lists, deleted three years after the end."""

    class Capacity(models.TextChoices):
        LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", gettext_noop("法定代表人（负责人）")
        AGENT = "AGENT", gettext_noop("受委托的代理人")
        OTHER = "OTHER", gettext_noop("其他")

    case = models.OneToOneField(Case, models.CASCADE, related_name="party")
    name = models.CharField("姓名", max_length=60)
    telephone = models.CharField("电话", max_length=30, blank=True, default="")
    mail = models.EmailField("电子邮箱", blank=True, default="")
    capacity = models.CharField("身份", max_length=20, choices=Capacity.choices)

    class Meta:
        verbose_name = verbose_name_plural = "申请人"
        constraints = [
            models.CheckConstraint(
                name="case_party_can_be_reached", condition=~Q(name="") & (~Q(telephone="") | ~Q(mail=""))
            ),
        ]

    def __str__(self) -> str:
        return f"party of case {self.case_id}"


class CasePaper(models.Model):
    """A paper of a case; the bytes are an attachment, deleted three years after the end."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="papers")
    code = models.CharField("材料", max_length=40)
    attachment = models.OneToOneField("enterprises.Attachment", models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "申请材料"

    def __str__(self) -> str:
        return f"paper {self.pk} of case {self.case_id}"


class BanQuerySet(models.QuerySet["Ban"]):
    def in_force(self, *, on: date) -> Self:
        """Keep the bans that a second person confirmed and that last on that day."""
        return self.filter(confirmed_by__isnull=False, from_on__lte=on, until_on__gt=on)


class Ban(models.Model):
    """An enterprise may not apply for repair, `from_on <= day < until_on`; in force once a second person confirms."""

    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="bans")
    reason = models.CharField("理由", max_length=500)
    from_on = models.DateField("起始日")
    until_on = models.DateField("截止日")
    imposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    imposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "禁止申请"
        constraints = [
            models.CheckConstraint(name="ban_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="ban_ends_after_it_began", condition=Q(until_on__gt=F("from_on"))),
            models.CheckConstraint(
                name="ban_four_eyes",
                condition=Q(confirmed_by__isnull=True)
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("imposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"ban {self.pk}"


class CaseReminder(models.Model):
    """The mail of one day to one officer; the row is written before it is sent, so that no second one goes out."""

    user = models.ForeignKey(_USER, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = "待办邮件"
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="case_reminder_once_a_day")]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
