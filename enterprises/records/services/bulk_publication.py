"""Publishing many records at once, by the same decision as one record (`rules.publication.decision`)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Period, Refusal, ReviewFacts, publication_refusal
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.personal_data import CONFIRMED, LooksPersonal, confirmation_of, suspicions_of_record
from enterprises.records.services.publication import CONTENT_VERBS, period_columns, publication_facts
from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of

CHUNK = 500
_PUBLISHED_COLUMNS = (
    "state",
    "reviewed_by",
    "published_at",
    "public_from",
    "public_until",
    "unheld_until",
    "repairable_from",
    "repair_rule",
    "repair_basis",
    "repair_confirmed",
    "period_rule",
    "legal_basis",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    """A record that stays submitted, and why."""

    record_id: int
    document_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What became of a chunk of records."""

    count: int
    refused: tuple[RefusedRecord, ...]
    last_id: int


@transaction.atomic
def publish_next(
    *, batch: ImportBatch, after_id: int, by: User, at: datetime, confirmed: Collection[int] = ()
) -> Published | None:
    """Publish the next submitted records of a batch, in one transaction; None if there is none behind `after_id`.

    The caller has checked the permission to review for the batch's agency. `confirmed` are ids of records whose
    suspicious texts are no personal data.
    """
    records = _locked(batch, after_id=after_id)
    if not records:
        return None
    known = _knowledge_of(records, by=by)
    published, refused, confirmations = [], [], []
    for record in records:
        outcome = publication_refusal(known.review_facts(record), on=day_of(at))
        if isinstance(outcome, Refusal):
            refused.append(_refused(record, outcome.reason))
            continue
        suspicions = suspicions_of_record(record)
        if suspicions and record.pk not in confirmed:
            refused.append(_refused(record, LooksPersonal(suspicions).sentence))
            continue
        if suspicions:
            confirmations.append((record, suspicions))
        _publish(record, period=outcome, by=by, at=at)
        published.append(record)
    was = State.SUBMITTED.value
    write_events(
        EventRow(record.pk, at, by.pk, CONFIRMED, was, was, confirmation_of(suspicions))
        for record, suspicions in confirmations
    )
    _write(published, by=by, at=at)
    return Published(count=len(published), refused=tuple(refused), last_id=records[-1].pk)


def _locked(batch: ImportBatch, *, after_id: int) -> list[Record]:
    waiting = Record.objects.filter(batch=batch, state=State.SUBMITTED, pk__gt=after_id)
    related = waiting.select_related("agency", "enterprise", "supersedes")
    return list(related.order_by("pk").select_for_update(of=("self",))[:CHUNK])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knowledge:
    """What the decision needs besides the records themselves, read for a whole chunk.

    `published` and `withdrawn` go by natural key: the id of the published record, the instant of the last withdrawal.
    `edited` goes by id; it is read only of records whose key was withdrawn.
    """

    by: User
    written: frozenset[int]
    published: Mapping[str, int]
    withdrawn: Mapping[str, datetime]
    edited: Mapping[int, datetime]

    def review_facts(self, record: Record) -> ReviewFacts:
        """Return the facts of one of the records; no query."""
        return ReviewFacts(
            publication=publication_facts(record),
            written_by_reviewer=record.recorded_by_id == self.by.pk or record.pk in self.written,
            gone_over_at=self.edited.get(record.pk, record.created_at),
            last_withdrawn_at=self.withdrawn.get(record.natural_key),
            published_id=self.published.get(record.natural_key),
            supersedes_id=record.supersedes_id,
        )


def _knowledge_of(records: Sequence[Record], *, by: User) -> _Knowledge:
    published: dict[str, int] = {}
    withdrawn: dict[str, datetime] = {}
    keys = [record.natural_key for record in records if record.natural_key]
    sharing = Record.objects.filter(kind=records[0].kind, natural_key__in=keys)
    rivals = sharing.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)).order_by("withdrawn_at", "pk")
    for pk, key, state, withdrawn_at in rivals.values_list("pk", "natural_key", "state", "withdrawn_at"):
        if state == State.PUBLISHED:
            published[key] = pk
        elif withdrawn_at is not None:
            withdrawn[key] = withdrawn_at
    events = RecordEvent.objects.filter(record__in=records).order_by()
    wrote = events.filter(actor=by, verb__in=CONTENT_VERBS).values_list("record_id", flat=True)
    doubtful = [record for record in records if record.natural_key in withdrawn]
    return _Knowledge(
        by=by,
        written=frozenset(wrote),
        published=published,
        withdrawn=withdrawn,
        edited=_edited(doubtful) if doubtful else {},
    )


def _edited(records: Sequence[Record]) -> Mapping[int, datetime]:
    """Return when the content of each record was last edited, of those that were."""
    edits = RecordEvent.objects.filter(record__in=records, verb="edit").order_by()
    return dict(edits.values_list("record_id").annotate(last=Max("at")))


def _refused(record: Record, reason: str) -> RefusedRecord:
    return RefusedRecord(record_id=record.pk, document_number=record.document_number, reason=reason)


def _publish(record: Record, *, period: Period, by: User, at: datetime) -> None:
    """Bring a record in memory to its published state."""
    for name, value in period_columns(period).items():
        setattr(record, name, value)
    record.state, record.reviewed_by, record.published_at = State.PUBLISHED, by, at


def _write(records: list[Record], *, by: User, at: datetime) -> None:
    """Store what was published: versions first make room for their successors."""
    superseded = {
        record.supersedes.pk: record
        for record in records
        if record.supersedes is not None and record.supersedes.state == State.PUBLISHED
    }
    Record.objects.filter(pk__in=list(superseded), state=State.PUBLISHED).update(state=State.SUPERSEDED)
    Record.objects.bulk_create(records, update_conflicts=True, unique_fields=["id"], update_fields=_PUBLISHED_COLUMNS)
    was, now_is, done = State.SUBMITTED.value, State.PUBLISHED.value, State.SUPERSEDED.value
    write_events(
        EventRow(earlier, at, by.pk, "supersede", now_is, done, f"由记录 {record.pk} 替代")
        for earlier, record in superseded.items()
    )
    write_events(EventRow(record.pk, at, by.pk, "publish", was, now_is) for record in records)
    enterprises = {record.enterprise_id for record in records}
    Enterprise.objects.filter(pk__in=enterprises, public_from__isnull=True).update(public_from=day_of(at))
    touch_credit_files(enterprises)
