"""Publishing many records at once, by the same decision as one record (`rules.publication.decision`)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.catalogue.personal_data import FieldSuspicion
from enterprises.records.models import ImportBatch, PublicationExtension, Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.maker_comments import MakerHearing
from enterprises.records.rules.publication import Refusal, RefusalCode, ReviewFacts, publication_refusal
from enterprises.records.services import contradictions
from enterprises.records.services.authorship import CONTENT_VERBS
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.linked_codes import published_twins_of
from enterprises.records.services.maker_notices import hearings_of
from enterprises.records.services.penalty_links import adopt_checks, attach_penalties, penalty_end
from enterprises.records.services.personal_data import CONFIRMED, LooksPersonal, confirmation_of, suspicions_of_record
from enterprises.records.services.publication import bounded, period_columns, publication_facts
from enterprises.records.services.versions import (
    CARRIED_COLUMNS,
    Carried,
    carried_over,
    extensions_of,
    last_taken_off,
    published_before,
    published_heirs_of,
    replaced_reason,
    replaced_record,
)
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.workflow.second_person import is_another

CHUNK = 1_000
_PERIOD_COLUMNS = (
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
# Empty while a record waits, and mostly afterwards. Each column that is set costs its index, changed or not.
_SELDOM_SET = ("penalty_id", *CARRIED_COLUMNS)
_READ = frozenset({"id", "uscc", "now_under"})
# Of the enterprise nothing but its codes decides; columns of the record are set by its publication or by later steps.
_UNREAD = (
    *(f"enterprise__{each.name}" for each in Enterprise._meta.concrete_fields if each.name not in _READ),
    *(*_PERIOD_COLUMNS, "reviewed_by", "published_at"),
    *("dispute_settled_by", "takeback_asked_by", "takeback_asked_at", "taken_back_by"),
    *("withdrawn_by", "withdrawal_confirmed_by", "exit_written_by", "exit_written_at", "exit_confirmed_by"),
)


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
    known = _knowledge_of(records, by=by, on=day_of(at))
    seen = _Seen(personal_data=confirmed, contradictions=contradictions_confirmed, changes=changes)
    verdicts = [_verdict_on(record, known=known, seen=seen) for record in records]
    ready = [verdict for verdict in verdicts if isinstance(verdict, _Ready)]
    kept = [verdict for verdict in verdicts if isinstance(verdict, _Kept)]
    _confirm(ready, by=by, at=at)
    _publish(ready, by=by, at=at)
    _keep(kept, by=by, at=at)
    write_events(event for one in ready for event in one.carried.write(one.record, by=by, at=at))
    adopt_checks([one.record for one in ready], by=by, at=at)
    return Published(
        count=len(ready),
        refused=tuple(verdict for verdict in verdicts if isinstance(verdict, RefusedRecord)),
        kept=tuple(_refused(one.record, one.reason) for one in kept),
        last_id=records[-1].pk,
    )


def _locked(batch: ImportBatch, *, after_id: int, only: Collection[int] | None) -> list[Record]:
    """Return the next waiting records with those that they correct; others may take a whole chunk meanwhile."""
    waiting = Record.objects.filter(batch=batch, state=State.SUBMITTED, pk__gt=after_id)
    if only is not None:
        waiting = waiting.filter(pk__in=only)
    while chunk := dict(waiting.order_by("pk").values_list("pk", "supersedes_id")[:CHUNK]):
        earlier = _lock_corrected(chunk)
        related = waiting.filter(pk__among=chunk.keys()).select_related("enterprise").defer(*_UNREAD)
        if records := list(related.order_by("pk").select_for_update(of=("self",))):
            for record in records:
                record.agency = batch.agency  # all of a batch are of its one agency
                record.supersedes = earlier.get(record.supersedes_id or 0)
            return list(_until_corrected_again(records))
    return []


def _lock_corrected(chunk: Mapping[int, int | None]) -> Mapping[int, Record]:
    """Return the records that those of a chunk correct; all are locked in the order of ids, as an import locks them."""
    ids = {each for each in chunk.values() if each is not None}
    if not ids:
        return {}
    locked = Record.objects.filter(pk__among=ids | chunk.keys()).order_by("pk").select_for_update()
    list(locked.values_list("pk"))
    return Record.objects.in_bulk(ids)


def _until_corrected_again(records: Iterable[Record]) -> Iterator[Record]:
    """Leave a second correction of one record to the next chunk, which begins once the first is settled."""
    corrected: set[int | None] = set()
    for record in records:
        if record.supersedes_id in corrected:
            return
        if record.supersedes_id is not None:
            corrected.add(record.supersedes_id)
        yield record


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Ids of records whose doubts the reviewer has looked at and settled."""

    personal_data: Collection[int]
    contradictions: Collection[int]
    changes: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A record that is published: its columns, what it takes over, and verb and reason of what was confirmed."""

    record: Record
    columns: Mapping[str, Any]
    carried: Carried
    confirmations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A record that may never be public and replaces nothing that is."""

    record: Record
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knowledge:
    """What the decision needs besides the records themselves, read for a whole chunk.

    `published` and `withdrawn` go by natural key: the id of the published record, the instant of the last withdrawal.
    `heirs` goes by the id of a superseded record: what is published in its place. `edited` goes by id; it is read
    only of records for which `last_taken_off` has a moment.
    """

    by: User
    on: date
    extensions: Mapping[int, tuple[PublicationExtension, ...]]
    written: frozenset[int]
    published: Mapping[str, int]
    heirs: Mapping[int, int]
    withdrawn: Mapping[str, datetime]
    edited: Mapping[int, datetime]
    hearings: Mapping[int, MakerHearing]
    unknown_penalties: Mapping[int, str]

    def review_facts(self, record: Record) -> ReviewFacts:
        """Return the facts of one of the records; no query."""
        return ReviewFacts(
            publication=publication_facts(record),
            written_by_reviewer=not is_another(self.by, record.recorded_by_id) or record.pk in self.written,
            gone_over_at=self.edited.get(record.pk, record.created_at),
            last_taken_off_at=last_taken_off(record, of_key=self.withdrawn.get(record.natural_key)),
            published_id=self.published.get(record.natural_key) or self.heirs.get(record.supersedes_id or 0),
            supersedes_id=record.supersedes_id,
            hearing=self.hearings.get(record.pk),
            penalty_until=penalty_end(record.penalty),
            penalty_unknown=self.unknown_penalties.get(record.pk, ""),
        )


def _verdict_on(record: Record, *, known: _Knowledge, seen: _Seen) -> _Ready | _Kept | RefusedRecord:
    """Decide what becomes of one of the records; no query."""
    facts, earlier = known.review_facts(record), published_before(record)
    carried = carried_over(earlier, extensions=known.extensions, adverse=facts.publication.adverse)
    if carried.extended_until is not None:
        facts = replace(facts, extended_until=carried.extended_until)
    outcome = publication_refusal(facts, on=known.on)
    if isinstance(outcome, Refusal):
        if outcome.code is RefusalCode.NEVER_PUBLIC and earlier is None:
            return _Kept(record=record, reason=outcome.reason)
        return _refused(record, outcome.reason)
    suspicions = suspicions_of_record(record)
    if doubt := _open_doubt(record, suspicions=suspicions, seen=seen):
        return _refused(record, doubt)
    return _Ready(
        record=record,
        columns=bounded(
            record, {**period_columns(outcome), **carried.columns(outcome), "penalty_id": record.penalty_id}
        ),
        carried=carried,
        confirmations=tuple(_confirmations_of(record, suspicions=suspicions)),
    )


def _open_doubt(record: Record, *, suspicions: Sequence[FieldSuspicion], seen: _Seen) -> str:
    """Return the first doubt that nobody has settled, empty without one."""
    earlier = published_before(record)
    if earlier is not None and record.pk not in seen.changes:
        return f"更改已公示的记录{earlier.pk}，请先核对新旧内容"
    if suspicions and record.pk not in seen.personal_data:
        return LooksPersonal(suspicions).sentence
    if record.contradictions and record.pk not in seen.contradictions:
        return contradictions.Contradicts(record.contradictions).sentence
    return ""


def _confirmations_of(record: Record, *, suspicions: Sequence[FieldSuspicion]) -> Iterator[tuple[str, str]]:
    """Give verb and reason of each doubt that the reviewer has settled."""
    if suspicions:
        yield CONFIRMED, confirmation_of(suspicions)
    if record.contradictions:
        yield contradictions.CONFIRMED, contradictions.comparison_of(record)


def _knowledge_of(records: Sequence[Record], *, by: User, on: date) -> _Knowledge:
    published: dict[str, int] = {}
    withdrawn: dict[str, datetime] = {}
    keys = {record.natural_key for record in records} - {""}
    sharing = Record.objects.filter(kind=records[0].kind, natural_key__among=keys)
    rivals = sharing.filter(state__in=(State.PUBLISHED, State.WITHDRAWN)).order_by("withdrawn_at", "pk")
    for pk, key, state, withdrawn_at in rivals.values_list("pk", "natural_key", "state", "withdrawn_at"):
        if state == State.PUBLISHED:
            published[key] = pk
        elif withdrawn_at is not None:
            withdrawn[key] = withdrawn_at
    published = published_twins_of(records) | published
    events = RecordEvent.objects.filter(record__among={record.pk for record in records}).order_by()
    wrote = events.filter(actor=by, verb__in=CONTENT_VERBS).values_list("record_id", flat=True)
    doubtful = [one for one in records if last_taken_off(one, of_key=withdrawn.get(one.natural_key))]
    return _Knowledge(
        by=by,
        on=on,
        extensions=extensions_of([record.supersedes_id for record in records if record.supersedes_id], on=on),
        written=frozenset(wrote),
        published=published,
        heirs=published_heirs_of(record.supersedes for record in records),
        withdrawn=withdrawn,
        edited=_edited(doubtful) if doubtful else {},
        hearings=hearings_of(records, by=by),
        unknown_penalties=attach_penalties(records),
    )


def _edited(records: Sequence[Record]) -> Mapping[int, datetime]:
    """Return when the content of each record was last edited, of those that were."""
    edits = RecordEvent.objects.filter(record__in=records, verb="edit").order_by()
    return dict(edits.values_list("record_id").annotate(last=Max("at")))


def _refused(record: Record, reason: str) -> RefusedRecord:
    return RefusedRecord(record_id=record.pk, document_number=record.document_number, reason=reason)


def _confirm(ready: Iterable[_Ready], *, by: User, at: datetime) -> None:
    """Write down what the reviewer has settled."""
    was = State.SUBMITTED.value
    settled = ((one.record.pk, verb, reason) for one in ready for verb, reason in one.confirmations)
    write_events(EventRow(pk, at, by.pk, verb, was, was, reason) for pk, verb, reason in settled)


def _publish(ready: Sequence[_Ready], *, by: User, at: datetime) -> None:
    """Publish records; what they replace makes room first."""
    records = [one.record for one in ready]
    _supersede(records, by=by, at=at)
    names = (*_PERIOD_COLUMNS, *(each for each in _SELDOM_SET if any(one.columns.get(each) for one in ready)))
    own = {one.record.pk: {name: one.columns.get(name) for name in names} for one in ready}
    RECORDS.move_all(records, verb="publish", by=by, at=at, own=own, reviewed_by_id=by.pk, published_at=at)
    enterprises = {record.enterprise_id for record in records}
    Enterprise.objects.filter(pk__among=enterprises, public_from__isnull=True).update(public_from=day_of(at))
    touch_credit_files(enterprises)


def _supersede(records: Iterable[Record], *, by: User, at: datetime) -> None:
    """Make room for versions: what they replace, published or kept, is superseded."""
    replaced = {record: earlier for record in records if (earlier := replaced_record(record)) is not None}
    reasons = {earlier.pk: replaced_reason(record) for record, earlier in replaced.items()}
    RECORDS.move_all([*replaced.values()], verb="supersede", by=by, at=at, reasons=reasons)


def _keep(kept: Sequence[_Kept], *, by: User, at: datetime) -> None:
    """End the review of records that may not be public; nothing that the public reads changes."""
    _supersede((one.record for one in kept), by=by, at=at)
    reasons = {one.record.pk: one.reason[:500] for one in kept}
    RECORDS.move_all([one.record for one in kept], verb="keep", by=by, at=at, reasons=reasons, reviewed_by_id=by.pk)
