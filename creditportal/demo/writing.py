"""Write the made-up city in bulk, by the same rules as officers' work: cleaning, class, period, key."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction

from creditportal.demo.accounts import Staff
from creditportal.demo.firms import Firm, firms
from creditportal.demo.records import DemoRecord, Fate, records_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn
from enterprises.catalogue.validation import clean
from enterprises.clock import SHANGHAI
from enterprises.models import Enterprise, FormerName, Record
from enterprises.rules.lifecycle import State, WithdrawalReason
from enterprises.rules.names import fold_name
from enterprises.rules.publication import Period, period_of
from enterprises.services.bulk import insert_all
from enterprises.services.events import EventRow, write_events
from enterprises.services.publication import facts_of, period_columns
from enterprises.services.records import apply_values

CHUNK = 1_000
PARENTS_KEPT = 4 * CHUNK
STATUS = {"存续": "ACTIVE", "注销": "CANCELLED", "吊销": "REVOKED"}


class DemoRuleBroken(Exception):
    """A made-up row that the catalogue refuses: a fault of the demonstration, never skipped silently."""


@dataclass(slots=True)
class Written:
    """What has been written so far."""

    enterprises: int = 0
    records: int = 0
    published: int = 0
    by_fate: dict[Fate, int] = field(default_factory=dict)


def write_city(
    *, count: int, seed: int, on: date, staff: dict[str, Staff], records_each: int | None = None
) -> Iterator[Written]:
    """Write firms and records in chunks, one transaction each, and yield the tally after every one.

    No signal is sent: rebuild the search index afterwards.
    """
    tally = Written()
    parents: dict[str, int] = {}
    stream = enumerate(firms(count=count, seed=seed, on=on))
    while chunk := list(islice(stream, CHUNK)):
        with transaction.atomic():
            enterprises = _write_firms([firm for _, firm in chunk], parents=parents)
            made = [
                (enterprise, record)
                for (ordinal, firm), enterprise in zip(chunk, enterprises, strict=True)
                for record in records_of(firm, ordinal=ordinal, seed=seed, on=on, number=records_each)
            ]
            _write_records(made, staff=staff, on=on, tally=tally)
        tally.enterprises += len(chunk)
        yield tally


def _write_firms(chunk: list[Firm], *, parents: dict[str, int]) -> list[Enterprise]:
    """Create the firms, heads before branches; `parents` remembers the ids of the last ones."""
    heads = [(firm, _enterprise(firm)) for firm in chunk if not firm.parent]
    insert_all([enterprise for _, enterprise in heads])
    for firm, enterprise in heads:
        parents[firm.uscc] = enterprise.pk
    branches = [(firm, _enterprise(firm, parent_id=parents[firm.parent])) for firm in chunk if firm.parent]
    insert_all([enterprise for _, enterprise in branches])
    FormerName.objects.bulk_create(
        FormerName(
            enterprise=enterprise,
            name=name,
            folded_name=fold_name(name),
            used_from=firm.established_on,
            used_until=until,
        )
        for firm, enterprise in heads
        for name, until in firm.former
    )
    while len(parents) > PARENTS_KEPT:
        del parents[next(iter(parents))]
    by_code = {enterprise.uscc: enterprise for _, enterprise in (*heads, *branches)}
    return [by_code[firm.uscc] for firm in chunk]


def _enterprise(firm: Firm, *, parent_id: int | None = None) -> Enterprise:
    individual = firm.uscc.startswith("92")
    return Enterprise(
        uscc=firm.uscc,
        register_number=firm.register_number,
        name=firm.name,
        folded_name=fold_name(firm.name),
        category=Enterprise.Category.INDIVIDUAL_BUSINESS if individual else Enterprise.Category.LEGAL_PERSON,
        legal_form=firm.legal_form,
        legal_representative=firm.representative,
        registered_capital_yuan=firm.capital_yuan,
        established_on=firm.established_on,
        status=STATUS[firm.status],
        region_id=firm.region,
        industry_id=firm.industry,
        address=firm.address,
        business_scope=firm.scope,
        parent_id=parent_id,
        public_from=firm.established_on,
        created_at=instant_of(firm.established_on, hour=9),
    )


def _write_records(
    made: list[tuple[Enterprise, DemoRecord]], *, staff: dict[str, Staff], on: date, tally: Written
) -> None:
    built = [_record(enterprise, demo, staff=staff[demo.agency.code], on=on) for enterprise, demo in made]
    insert_all([record for record, _ in built])
    write_events(event._replace(record_id=record.pk) for record, events in built for event in events)
    tally.records += len(built)
    tally.published += sum(record.state == State.PUBLISHED for record, _ in built)
    for _, demo in made:
        tally.by_fate[demo.fate] = tally.by_fate.get(demo.fate, 0) + 1


def _record(enterprise: Enterprise, demo: DemoRecord, *, staff: Staff, on: date) -> tuple[Record, list[EventRow]]:
    """Build one record and its history as far as its fate goes."""
    kind = kind_of(demo.kind)
    recorded_at = instant_of(min(demo.decided_on + timedelta(days=3), on), hour=9)
    given = {
        RecordColumn.SUBJECT_NAME: enterprise.name,
        RecordColumn.SUBJECT_CODE: enterprise.uscc,
        RecordColumn.AGENCY_NAME: staff.agency.name,
        RecordColumn.AGENCY_CODE: staff.agency.code,
        RecordColumn.SOURCE_NAME: staff.agency.name,
        RecordColumn.SOURCE_CODE: staff.agency.code,
    }
    raw = demo.raw | {each.code: given[each.column] for each in kind.fields if each.column in given}
    cleaned = clean(kind, raw, on=on)
    if cleaned.problems:
        raise DemoRuleBroken(f"{demo.kind}: {cleaned.problems}")
    record = Record(
        kind=demo.kind,
        enterprise=enterprise,
        agency=staff.agency,
        recorded_by=staff.recorder,
        created_at=recorded_at,
        state=State.DRAFT,
    )
    apply_values(record, kind=kind, values=cleaned.values, source=staff.agency)
    events = [_event("draft", recorded_at, staff.recorder, before=State.DRAFT)]
    if demo.fate is Fate.DRAFT:
        return record, events
    record.state = State.SUBMITTED
    events.append(_event("submit", recorded_at, staff.recorder, before=State.DRAFT, after=State.SUBMITTED))
    if demo.fate is not Fate.SUBMITTED:
        _publish(record, demo, staff=staff, on=on, events=events)
    return record, events


def _publish(record: Record, demo: DemoRecord, *, staff: Staff, on: date, events: list[EventRow]) -> None:
    """Publish as a reviewer would have two days later; what no rule lets through stays submitted."""
    at = instant_of(min(demo.decided_on + timedelta(days=5), on), hour=15)
    period = period_of(facts_of(record), published_on=at.date())
    if not isinstance(period, Period):
        return
    for name, value in period_columns(period).items():
        setattr(record, name, value)
    record.state, record.reviewed_by, record.published_at = State.PUBLISHED, staff.reviewer, at
    events.append(_event("publish", at, staff.reviewer, before=State.SUBMITTED, after=State.PUBLISHED))
    if demo.fate is Fate.REPAIRED and period.repairable_from and period.repairable_from < on:
        _withdraw(record, staff=staff, on=on, events=events)
    elif demo.fate is Fate.DISPUTED:
        at, reason = instant_of(on - timedelta(days=2), hour=10), "当事人对违法事实提出异议"
        record.disputed_at = at
        events.append(_event("dispute", at, staff.reviewer, before=State.PUBLISHED, reason=reason))


def _withdraw(record: Record, *, staff: Staff, on: date, events: list[EventRow]) -> None:
    at = instant_of(on - timedelta(days=1), hour=11)
    record.state, record.withdrawn_at = State.WITHDRAWN, at
    record.withdrawn_reason, record.withdrawn_by = WithdrawalReason.REPAIRED, staff.reviewer
    record.withdrawal_confirmed_by = staff.recorder
    note = f"{WithdrawalReason.REPAIRED.value}: 已履行义务并作出信用承诺，准予修复"
    events.append(_event("withdraw", at, staff.reviewer, before=State.PUBLISHED, after=State.WITHDRAWN, reason=note))
    events.append(_event("confirm-withdrawal", at, staff.recorder, before=State.WITHDRAWN))


def _event(
    verb: str, at: datetime, actor: User, *, before: State, after: State | None = None, reason: str = ""
) -> EventRow:
    """Describe a step; the record's id is added once it has one."""
    return EventRow(0, at, actor.pk, verb, before, after or before, reason)


def instant_of(day: date, *, hour: int) -> datetime:
    """Return an hour of a Shanghai day."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)
