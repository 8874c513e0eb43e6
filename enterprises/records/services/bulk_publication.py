"""Publishing many records at once, by the rules of `services.publication` and with its refusals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Refusal
from enterprises.records.services.drafting import FOUR_EYES, KEY_TAKEN
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.personal_data import CONFIRMED, LooksPersonal, confirmation_of, suspicions_of_record
from enterprises.records.services.publication import (
    CONTENT_VERBS,
    KEY_WITHDRAWN,
    is_withdrawn_since,
    period_columns,
    preview_period,
)
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
class RefusedRow:
    """A record that stays submitted, and why."""

    record_id: int
    document_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What became of a chunk of records."""

    count: int
    refused: tuple[RefusedRow, ...]
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
    rivals, written = _rivals(records), _written_by(by, records)
    published, refused, confirmations = [], [], []
    for record in records:
        suspicions = suspicions_of_record(record)
        reason = _publish(record, rivals=rivals.get(record.natural_key, ()), wrote=record.pk in written, by=by, at=at)
        if suspicions and not reason:
            if record.pk in confirmed:
                confirmations.append((record, suspicions))
            else:
                reason = LooksPersonal(suspicions).sentence
        if reason:
            refused.append(RefusedRow(record_id=record.pk, document_number=record.document_number, reason=reason))
        else:
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


def _rivals(records: Sequence[Record]) -> Mapping[str, list[Record]]:
    """Return the published and withdrawn records that share a key with one of these."""
    found: dict[str, list[Record]] = {}
    keys = [record.natural_key for record in records]
    states = (State.PUBLISHED, State.WITHDRAWN)
    sharing = Record.objects.filter(kind=records[0].kind, natural_key__in=keys, state__in=states)
    for record in sharing.order_by("pk").only("natural_key", "state", "withdrawn_at"):
        found.setdefault(record.natural_key, []).append(record)
    return found


def _written_by(user: User, records: Sequence[Record]) -> set[int]:
    """Return the records of which this person wrote a part, whoever wrote last."""
    events = RecordEvent.objects.filter(record__in=records, actor=user, verb__in=CONTENT_VERBS)
    return set(events.order_by().values_list("record_id", flat=True))


def _publish(record: Record, *, rivals: Iterable[Record], wrote: bool, by: User, at: datetime) -> str:
    """Bring a record in memory to its published state, or the reason why it may not be."""
    if wrote or record.recorded_by_id == by.pk:
        return FOUR_EYES
    for rival in rivals:
        if is_withdrawn_since(rival, record):
            return KEY_WITHDRAWN
        if rival.state == State.PUBLISHED and rival.pk != record.supersedes_id:
            return KEY_TAKEN
    period = preview_period(record, on=day_of(at))
    if isinstance(period, Refusal):
        return period.reason
    for name, value in period_columns(period).items():
        setattr(record, name, value)
    record.state, record.reviewed_by, record.published_at = State.PUBLISHED, by, at
    return ""


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
