"""Publishing many records at once, by the same decision as one record (`rules.publication.decision`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Refusal, RefusalCode, ReviewFacts, publication_refusal
from enterprises.records.services import contradictions
from enterprises.records.services.authorship import CONTENT_VERBS
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.personal_data import CONFIRMED, LooksPersonal, confirmation_of, suspicions_of_record
from enterprises.records.services.publication import period_columns, publication_facts
from enterprises.records.services.versions import carried_over, extensions_of
from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.bulk import update_rows
from enterprises.shared.clock import day_of

CHUNK = 500
_PUBLISHED_COLUMNS = (
    "state",
    "reviewed_by_id",
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
    "disputed_at",
    "repair_proposed_by_id",
    "repair_proposed_at",
)
_READ = frozenset({"id", "uscc"})
_UNREAD = tuple(f"enterprise__{each.name}" for each in Enterprise._meta.concrete_fields if each.name not in _READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    """A record that stays submitted, and why."""

    record_id: int
    document_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What became of a chunk of records; `kept` may not be public and wait no longer."""

    count: int
    refused: tuple[RefusedRecord, ...]
    kept: tuple[RefusedRecord, ...]
    last_id: int


@transaction.atomic
def publish_next(
    *,
    batch: ImportBatch,
    after_id: int,
    by: User,
    at: datetime,
    confirmed: Collection[int] = (),
    contradictions_confirmed: Collection[int] = (),
    changes: Collection[int] = (),
    only: Collection[int] | None = None,
) -> Published | None:
    """Publish the next submitted records of a batch, in one transaction; None if there is none behind `after_id`.

    The caller has checked the permission to review for the batch's agency. `confirmed` are ids of records whose
    suspicious texts are no personal data, `contradictions_confirmed` those whose contradicting cells are right.
    `changes` are those whose old and new values `by` has seen. `only` leaves out all other records.
    """
    records = _locked(batch, after_id=after_id, only=only)
    if not records:
        return None
    known = _knowledge_of(records, by=by)
    extensions = extensions_of([record.supersedes_id for record in records if record.supersedes_id], on=day_of(at))
    published, refused, confirmations, carryings, kept = [], [], [], [], []
    for record in records:
        facts = known.review_facts(record)
        carried = carried_over(_replaced(record), extensions=extensions, adverse=facts.publication.adverse)
        facts = replace(facts, extended_until=carried.extended_until)
        outcome = publication_refusal(facts, on=day_of(at))
        if isinstance(outcome, Refusal):
            if outcome.code is RefusalCode.NEVER_PUBLIC and _replaced(record) is None:
                kept.append((record, outcome.reason))
                continue
            refused.append(_refused(record, outcome.reason))
            continue
        earlier = _replaced(record)
        if earlier is not None and record.pk not in changes:
            refused.append(_refused(record, f"更改已公示的记录{earlier.pk}，请先核对新旧内容"))
            continue
        suspicions = suspicions_of_record(record)
        if suspicions and record.pk not in confirmed:
            refused.append(_refused(record, LooksPersonal(suspicions).sentence))
            continue
        if record.contradictions and record.pk not in contradictions_confirmed:
            refused.append(_refused(record, contradictions.Contradicts(record.contradictions).sentence))
            continue
        if suspicions:
            confirmations.append((record, CONFIRMED, confirmation_of(suspicions)))
        if record.contradictions:
            confirmations.append((record, contradictions.CONFIRMED, contradictions.confirmation_of(record)))
        _publish(record, columns={**period_columns(outcome), **carried.columns(outcome)}, by=by, at=at)
        carryings.append((record, carried))
        published.append(record)
    was = State.SUBMITTED.value
    write_events(EventRow(record.pk, at, by.pk, verb, was, was, reason) for record, verb, reason in confirmations)
    _write(published, by=by, at=at)
    _keep(kept, by=by, at=at)
    write_events(event for record, carried in carryings for event in carried.write(record, by=by, at=at))
    return Published(
        count=len(published),
        refused=tuple(refused),
        kept=tuple(_refused(record, reason) for record, reason in kept),
        last_id=records[-1].pk,
    )


def _locked(batch: ImportBatch, *, after_id: int, only: Collection[int] | None) -> list[Record]:
    waiting = Record.objects.filter(batch=batch, state=State.SUBMITTED, pk__gt=after_id)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    # Of the enterprise nothing but its code decides; all of a batch are of its one agency.
    related = waiting.select_related("enterprise", "supersedes").defer(*_UNREAD)
    records = list(related.order_by("pk").select_for_update(of=("self",))[:CHUNK])
    for record in records:
        record.agency = batch.agency
    return records


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


def _replaced(record: Record) -> Record | None:
    """Return the published record that this one replaces."""
    earlier = record.supersedes
    return earlier if earlier is not None and earlier.state == State.PUBLISHED else None


def _publish(record: Record, *, columns: Mapping[str, Any], by: User, at: datetime) -> None:
    """Bring a record in memory to its published state."""
    for name, value in columns.items():
        setattr(record, name, value)
    record.state, record.reviewed_by, record.published_at = State.PUBLISHED, by, at


def _write(records: list[Record], *, by: User, at: datetime) -> None:
    """Store what was published: versions first make room for their successors."""
    _supersede(records, by=by, at=at)
    columns_of = attrgetter(*_PUBLISHED_COLUMNS)
    update_rows(Record, _PUBLISHED_COLUMNS, {record.pk: columns_of(record) for record in records})
    was, now_is = State.SUBMITTED.value, State.PUBLISHED.value
    write_events(EventRow(record.pk, at, by.pk, "publish", was, now_is) for record in records)
    enterprises = {record.enterprise_id for record in records}
    Enterprise.objects.filter(pk__in=enterprises, public_from__isnull=True).update(public_from=day_of(at))
    touch_credit_files(enterprises)


def _supersede(records: Iterable[Record], *, by: User, at: datetime) -> None:
    """Make room for versions: what they replace, published or kept, is superseded."""
    pairs = [(record, record.supersedes) for record in records if record.supersedes is not None]
    replaced = [(record, earlier) for record, earlier in pairs if earlier.state in (State.PUBLISHED, State.KEPT)]
    ids = [earlier.pk for _, earlier in replaced]
    Record.objects.filter(pk__in=ids, state__in=(State.PUBLISHED, State.KEPT)).update(state=State.SUPERSEDED)
    done = State.SUPERSEDED.value
    write_events(
        EventRow(earlier.pk, at, by.pk, "supersede", earlier.state, done, f"由记录 {record.pk} 替代")
        for record, earlier in replaced
    )


def _keep(kept: Sequence[tuple[Record, str]], *, by: User, at: datetime) -> None:
    """End the review of records that may not be public; nothing that the public reads changes."""
    _supersede((record for record, _ in kept), by=by, at=at)
    ids = [record.pk for record, _ in kept]
    Record.objects.filter(pk__in=ids, state=State.SUBMITTED).update(state=State.KEPT, reviewed_by=by)
    was, done = State.SUBMITTED.value, State.KEPT.value
    write_events(EventRow(record.pk, at, by.pk, "keep", was, done, reason[:500]) for record, reason in kept)
