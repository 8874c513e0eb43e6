"""The record of a credit file, and its history."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.storage import RELATION_COLUMNS, column_of, columns_of
from enterprises.catalogue.types import RecordColumn
from enterprises.catalogue.validation import from_json, value_from_json
from enterprises.records.conditions import adverse_flag
from enterprises.records.rules.lifecycle import PENDING, State, WithdrawalReason
from enterprises.records.rules.severity import Severity
from enterprises.shields.models import shielded


class RecordQuerySet(models.QuerySet["Record"]):
    def public(self, *, on: date) -> Self:
        """Keep what the public may see on that day: the one entry point to it.

        Its Python twin is `enterprises.records.rules.visibility.is_public`.
        """
        return self.in_period(on=on).unshielded(on=on)

    def unshielded(self, *, on: date) -> Self:
        """Leave out the adverse ones that a shield of a restructured enterprise hides on that day."""
        return self.exclude(shielded(on=on) & Q(adverse_flag()))

    def in_period(self, *, on: date) -> Self:
        """Keep what is published and whose period runs on that day; a shield may hide it.

        Its Python twin is `enterprises.records.rules.visibility.is_in_period`.
        """
        return self.filter(
            Q(public_until__isnull=True) | Q(public_until__gt=on),
            state=State.PUBLISHED,
            public_from__lte=on,
        )


class Record(models.Model):
    """One record of one kind of the catalogue.

    Days are Shanghai days and periods half-open: `public_from <= day < public_until`, NULL end =
    open. Money is in yuan. `details` holds the cleaned values of the other fields by field code,
    ISO days and decimal strings inside.
    """

    kind = models.CharField(max_length=40)
    enterprise = models.ForeignKey("Enterprise", models.PROTECT, related_name="records")
    agency = models.ForeignKey("Agency", models.PROTECT, related_name="records")
    source_agency = models.ForeignKey("Agency", models.PROTECT, null=True, blank=True, related_name="+")
    subject_name = models.CharField("行政相对人名称", max_length=200, blank=True)
    document_number = models.CharField("文书号", max_length=128, blank=True)
    folded_document_number = models.CharField("归一文书号", max_length=128, blank=True, default="", editable=False)
    folded_batch = models.CharField("归一批号", max_length=200, blank=True, default="", editable=False)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    valid_from = models.DateField("有效期自", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)  # last day of validity, as printed
    fine_yuan = models.DecimalField("罚款金额(元)", max_digits=20, decimal_places=2, null=True, blank=True)
    confiscated_yuan = models.DecimalField("没收金额(元)", max_digits=20, decimal_places=2, null=True, blank=True)
    details = models.JSONField(default=dict)
    natural_key = models.CharField(max_length=300, blank=True)
    # The key of the sheet's row that brought the record, once an edit has changed it; "" otherwise.
    imported_key = models.CharField(max_length=300, blank=True, default="", editable=False)

    # 失信程度: `Severity`; column, API keys, form fields and event verbs keep the name readers store.
    gravity = models.CharField(
        max_length=10, blank=True, default="", choices=[(g.value, g.name) for g in Severity if g]
    )
    gravity_reason = models.CharField(max_length=500, blank=True)  # the lookup's, or the officer's with gravity_by_hand
    gravity_by_hand = models.BooleanField(default=False)

    # Sentences on cells that contradict each other; "" where none do (docs/rules/contradictions.md).
    contradictions = models.TextField("内容矛盾", blank=True, default="", editable=False)

    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value)
    disputed_at = models.DateTimeField(null=True, blank=True)
    # Who took the mark off last; never whoever recorded.
    dispute_settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    public_from = models.DateField(null=True, blank=True)
    public_until = models.DateField(null=True, blank=True)
    unheld_until = models.DateField(null=True, blank=True)  # the end without any extension and without `penalty`
    repairable_from = models.DateField(null=True, blank=True)
    # The row that grants that day, its source, and whether the row is confirmed (NULL: no such day).
    repair_rule = models.CharField(max_length=60, blank=True, default="")
    repair_basis = models.CharField(max_length=300, blank=True, default="")
    repair_confirmed = models.BooleanField(null=True, blank=True)
    # Of a failed spot check: the penalty behind it, with which its publication ends (docs/rules/penalty-links.md).
    penalty = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="spot_checks")
    period_rule = models.CharField(max_length=60, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey("ImportBatch", models.PROTECT, null=True, blank=True, related_name="records")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="versions")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(
        max_length=20, blank=True, default="", choices=[(r.value, r.value) for r in WithdrawalReason]
    )
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The exit of an abnormal-operation listing that was written here; NULL where a sheet brought it. No query looks for
    # the people, and each index costs every import and every publication.
    exit_written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    exit_written_at = models.DateTimeField(null=True, blank=True)
    exit_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # A repair that waits for a second person.
    repair_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    repair_proposed_at = models.DateTimeField(null=True, blank=True)
    # Who requested to undo a withdrawal or an exit, since when (NULL: nothing waits), and who did it last.
    takeback_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    takeback_asked_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-id"]
        verbose_name = verbose_name_plural = "信用记录"
        indexes = [
            models.Index(fields=["enterprise", "state"], name="record_enterprise_state"),
            models.Index(fields=["agency", "state"], name="record_agency_state"),
            models.Index(fields=["kind", "natural_key"], name="record_kind_key"),
            models.Index(fields=["kind", "imported_key"], condition=~Q(imported_key=""), name="record_imported_key"),
            models.Index(fields=["public_until"], name="record_public_until"),
            models.Index(fields=["folded_document_number"], name="record_document_number"),
            models.Index(fields=["kind", "-decided_on", "-id"], name="record_kind_newest"),
            models.Index(fields=["folded_batch"], condition=~Q(folded_batch=""), name="record_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "natural_key"],
                condition=Q(state=State.PUBLISHED),
                name="record_key_published_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "natural_key"],
                condition=Q(state__in=sorted(PENDING)) & ~Q(natural_key=""),
                name="record_key_pending_once",
            ),
            models.CheckConstraint(
                name="record_four_eyes",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="record_withdrawal_four_eyes",
                condition=Q(withdrawal_confirmed_by__isnull=True) | ~Q(withdrawal_confirmed_by=F("withdrawn_by")),
            ),
            models.CheckConstraint(
                name="record_exit_four_eyes",
                condition=Q(exit_written_by__isnull=True, exit_written_at__isnull=True, exit_confirmed_by__isnull=True)
                | (
                    Q(exit_written_by__isnull=False, exit_written_at__isnull=False)
                    & (Q(exit_confirmed_by__isnull=True) | ~Q(exit_confirmed_by=F("exit_written_by")))
                ),
            ),
            models.CheckConstraint(
                name="record_dispute_settled_by_another",
                condition=Q(dispute_settled_by__isnull=True) | ~Q(dispute_settled_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="record_repair_is_proposed_by_somebody",
                condition=Q(repair_proposed_by__isnull=True, repair_proposed_at__isnull=True)
                | Q(repair_proposed_by__isnull=False, repair_proposed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="record_takeback_four_eyes",
                condition=Q(taken_back_by__isnull=True)
                | (Q(takeback_asked_by__isnull=False) & ~Q(taken_back_by=F("takeback_asked_by"))),
            ),
            models.CheckConstraint(
                name="record_published_is_complete",
                condition=~Q(state=State.PUBLISHED)
                | (
                    Q(public_from__isnull=False, reviewed_by__isnull=False, published_at__isnull=False)
                    & ~Q(natural_key="")
                    & ~Q(period_rule="")
                ),
            ),
            models.CheckConstraint(
                name="record_withdrawn_has_reason",
                condition=~Q(state=State.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.CheckConstraint(
                name="record_dispute_is_of_published",
                condition=Q(disputed_at__isnull=True)
                | Q(state__in=[State.PUBLISHED.value, State.WITHDRAWN.value, State.SUPERSEDED.value]),
            ),
            models.CheckConstraint(
                name="record_penalty_is_of_an_inspection",
                condition=Q(penalty__isnull=True) | Q(kind=KindCode.INSPECTION.value),
            ),
            models.CheckConstraint(
                name="record_hold_never_shortens",
                condition=Q(unheld_until__isnull=True)
                | Q(public_until__isnull=True)
                | Q(penalty__isnull=False)
                | Q(public_until__gte=F("unheld_until")),
            ),
            models.CheckConstraint(
                name="record_amounts_not_negative",
                condition=(Q(fine_yuan__isnull=True) | Q(fine_yuan__gte=0))
                & (Q(confiscated_yuan__isnull=True) | Q(confiscated_yuan__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def field_values(self) -> dict[str, object]:
        """Return all values by field code, typed; reads `enterprise` and `agency`."""
        kind = kind_of(self.kind)
        values = from_json(kind, self.details)
        for code, column in columns_of(kind):
            value = self.value_of_column(column)
            if value not in (None, ""):
                values[code] = value
        return values

    def stored_values(self) -> Mapping[str, object]:
        """Return the same, each value read back at access: a decision needs few of them."""
        return _StoredValues(self)

    def value_of_column(self, column: RecordColumn) -> object:
        """Return the value of a shared column, or what a relation stands for."""
        return self.value_of_relation(column) if column in RELATION_COLUMNS else getattr(self, column.value)

    def value_of_relation(self, column: RecordColumn) -> str | None:
        """Return what the enterprise or the agency gives, None for other columns."""
        if column is RecordColumn.SUBJECT_CODE:
            return self.enterprise.uscc
        if column is RecordColumn.AGENCY_NAME:
            return self.agency.name
        if column is RecordColumn.AGENCY_CODE:
            return self.agency.code
        return None


class _StoredValues(Mapping[str, object]):
    """Values of a record by field code."""

    def __init__(self, record: Record) -> None:
        self._record, self._kind = record, kind_of(record.kind)

    def __getitem__(self, code: str) -> object:
        column = column_of(self._kind, code)
        value = None if column is None else self._record.value_of_column(column)
        return value_from_json(self._kind, self._record.details, code) if value in (None, "") else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._record.field_values())

    def __len__(self) -> int:
        return len(self._record.field_values())


class RecordEvent(models.Model):
    """One step in the life of a record; rows are only ever added."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "记录历史"

    def __str__(self) -> str:
        return f"{self.verb} of record {self.record_id}"
