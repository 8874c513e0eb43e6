"""Rows of the made-up city, made by the same rules as officers' work: cleaning, class, period, key.

Nothing here reads or writes the database: ids are filled in by `writing`, so that another process
may make the rows.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeAlias

from creditportal.development.demo.accounts import Staff
from creditportal.development.demo.enterprises import DemoEnterprise, enterprises
from creditportal.development.demo.records import DemoRecord, Fate, records_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.publication import Period, period_of
from enterprises.records.rules.severity import Severity
from enterprises.records.services.content import content_columns
from enterprises.records.services.publication import facts_from, period_columns
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.bulk import RowMaker, RowValues
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.rules.names import fold_name

CHUNK = 1_000
STATUS = {"存续": "ACTIVE", "注销": "CANCELLED", "吊销": "REVOKED"}

Columns: TypeAlias = dict[str, Any]


class DemoRuleBroken(Exception):
    """A made-up row that the catalogue refuses: a fault of the demonstration, never skipped silently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which city is wanted; the same order gives the same rows. `staff` acts for the agencies, by their codes."""

    count: int
    seed: int
    on: date
    staff: tuple[Staff, ...]
    records_each: int | None = None


@dataclass(slots=True)
class Chunk:
    """Rows of the next enterprises; heads come before branches, and a place is a position among both.

    Each row lacks its own id and that of its subject. A branch goes with its head's code, former names and records with
    the position of their enterprise. Events go with the position of their record.
    """

    codes: list[str] = field(default_factory=list)
    heads: list[RowValues] = field(default_factory=list)
    branches: list[tuple[str, RowValues]] = field(default_factory=list)
    former: list[tuple[int, RowValues]] = field(default_factory=list)
    records: list[tuple[int, RowValues]] = field(default_factory=list)
    events: list[tuple[int, RowValues]] = field(default_factory=list)
    published: int = 0
    by_fate: dict[Fate, int] = field(default_factory=dict)


@cache
def enterprise_rows() -> RowMaker:
    """Return what makes rows of enterprises."""
    return RowMaker(Enterprise, without=("id", "parent_id"))


@cache
def former_rows() -> RowMaker:
    """Return what makes rows of former names."""
    return RowMaker(FormerName, without=("id", "enterprise_id"))


@cache
def record_rows() -> RowMaker:
    """Return what makes rows of records."""
    return RowMaker(Record, without=("id", "enterprise_id"))


@cache
def event_rows() -> RowMaker:
    """Return what makes rows of the records' history."""
    return RowMaker(RecordEvent, without=("id", "record_id"))


def chunks(order: Order) -> Generator[Chunk]:
    """Yield the rows of a city, a thousand enterprises at a time; memory stays flat."""
    staff = {each.code: each for each in order.staff}
    stream = enumerate(enterprises(count=order.count, seed=order.seed, on=order.on))
    while drawn := list(islice(stream, CHUNK)):
        yield _chunk(drawn, order=order, staff=staff)


def instant_of(day: date, *, hour: int) -> datetime:
    """Return an hour of a Shanghai day."""
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)


def _chunk(drawn: list[tuple[int, DemoEnterprise]], *, order: Order, staff: dict[str, Staff]) -> Chunk:
    chunk = Chunk()
    in_order = [enterprise for _, enterprise in drawn if not enterprise.parent] + [
        enterprise for _, enterprise in drawn if enterprise.parent
    ]
    for place, enterprise in enumerate(in_order):
        _add_enterprise(chunk, enterprise, place=place)
    places = {code: place for place, code in enumerate(chunk.codes)}
    for ordinal, enterprise in drawn:
        made = records_of(enterprise, ordinal=ordinal, seed=order.seed, on=order.on, number=order.records_each)
        for demo in made:
            _add_record(
                chunk, demo, enterprise, place=places[enterprise.uscc], staff=staff[demo.agency.code], on=order.on
            )
    return chunk


def _add_enterprise(chunk: Chunk, enterprise: DemoEnterprise, *, place: int) -> None:
    row = enterprise_rows().row(_enterprise_columns(enterprise))
    chunk.codes.append(enterprise.uscc)
    if enterprise.parent:
        chunk.branches.append((enterprise.parent, row))
    else:
        chunk.heads.append(row)
    for name, until in enterprise.former:
        named = {
            "name": name,
            "folded_name": fold_name(name),
            "used_from": enterprise.established_on,
            "used_until": until,
        }
        chunk.former.append((place, former_rows().row(named)))


def _enterprise_columns(enterprise: DemoEnterprise) -> Columns:
    individual = enterprise.uscc.startswith("92")
    return {
        "uscc": enterprise.uscc,
        "register_number": enterprise.register_number,
        "name": enterprise.name,
        "folded_name": fold_name(enterprise.name),
        "category": Enterprise.Category.INDIVIDUAL_BUSINESS if individual else Enterprise.Category.LEGAL_PERSON,
        "legal_form": enterprise.legal_form,
        "legal_representative": enterprise.representative,
        "registered_capital_yuan": enterprise.capital_yuan,
        "established_on": enterprise.established_on,
        "status": STATUS[enterprise.status],
        "region_id": enterprise.region,
        "industry_id": enterprise.industry,
        "address": enterprise.address,
        "business_scope": enterprise.scope,
        "public_from": enterprise.established_on,
        "created_at": instant_of(enterprise.established_on, hour=9),
    }


def _add_record(
    chunk: Chunk, demo: DemoRecord, enterprise: DemoEnterprise, *, place: int, staff: Staff, on: date
) -> None:
    """Add one record and its history as far as its fate goes."""
    life = _Life(demo, enterprise, staff=staff, on=on)
    row = record_rows().row(life.columns)
    number = len(chunk.records)
    chunk.records.append((place, row))
    chunk.events.extend((number, event) for event in life.events)
    chunk.published += life.columns["state"] is State.PUBLISHED
    chunk.by_fate[demo.fate] = chunk.by_fate.get(demo.fate, 0) + 1


class _Life:
    """The columns of one record and the steps that led there."""

    def __init__(self, demo: DemoRecord, enterprise: DemoEnterprise, *, staff: Staff, on: date) -> None:
        self.demo, self.staff, self.on = demo, staff, on
        self.kind = kind_of(demo.kind)
        self.values = _cleaned(self.kind, demo, enterprise, staff=staff, on=on)
        self.events: list[RowValues] = []
        recorded_at = _instant(min(demo.decided_on + timedelta(days=3), on), 9)
        self.columns: Columns = {
            "kind": demo.kind,
            "agency_id": staff.agency_id,
            "source_agency_id": staff.agency_id,
            "recorded_by_id": staff.recorder_id,
            "created_at": recorded_at,
            "state": State.DRAFT,
            **content_columns(
                self.kind,
                self.values,
                uscc=enterprise.uscc,
                agency_code=staff.code,
                domain=staff.domain,
                regulator=staff.regulator,
            ),
        }
        self._go(recorded_at)

    def _go(self, recorded_at: datetime) -> None:
        self._step("draft", recorded_at, self.staff.recorder_id, State.DRAFT)
        if self.demo.fate is Fate.DRAFT:
            return
        self._step("submit", recorded_at, self.staff.recorder_id, State.SUBMITTED)
        if self.demo.fate is not Fate.SUBMITTED:
            self._publish()

    def _publish(self) -> None:
        """Publish as a reviewer would have two days later; what no rule lets through stays submitted."""
        at = _instant(min(self.demo.decided_on + timedelta(days=5), self.on), 15)
        facts = facts_from(
            self.kind,
            self.values,
            domain=self.staff.domain,
            regulator=self.staff.regulator,
            severity=self.columns.get("gravity", Severity.UNSET),
            decided_on=self.columns.get("decided_on"),
            valid_until=self.columns.get("valid_until"),
            fine_yuan=self.columns.get("fine_yuan"),
        )
        period = period_of(facts, published_on=at.date())
        if not isinstance(period, Period):
            return
        self.columns |= period_columns(period) | {"reviewed_by_id": self.staff.reviewer_id, "published_at": at}
        self._step("publish", at, self.staff.reviewer_id, State.PUBLISHED)
        if self.demo.fate is Fate.REPAIRED and period.repairable_from and period.repairable_from < self.on:
            self._withdraw()
        elif self.demo.fate is Fate.DISPUTED:
            self._dispute()

    def _dispute(self) -> None:
        at = _instant(self.on - timedelta(days=2), 10)
        self.columns["disputed_at"] = at
        self._step("dispute", at, self.staff.reviewer_id, State.PUBLISHED, "当事人对违法事实提出异议")

    def _withdraw(self) -> None:
        at = _instant(self.on - timedelta(days=1), 11)
        self.columns |= {
            "withdrawn_at": at,
            "withdrawn_reason": WithdrawalReason.REPAIRED,
            "withdrawn_by_id": self.staff.reviewer_id,
            "withdrawal_confirmed_by_id": self.staff.recorder_id,
        }
        note = f"{WithdrawalReason.REPAIRED.value}: 已履行义务并作出信用承诺，准予修复"
        self._step("withdraw", at, self.staff.reviewer_id, State.WITHDRAWN, note)
        self._step("confirm-withdrawal", at, self.staff.recorder_id, State.WITHDRAWN)

    def _step(self, verb: str, at: datetime, actor_id: int, after: State, reason: str = "") -> None:
        step = {"at": at, "actor_id": actor_id, "verb": verb, "before": self.columns["state"], "after": after}
        self.events.append(event_rows().row(step | {"reason": reason}))
        self.columns["state"] = after


def _cleaned(
    kind: RecordKind, demo: DemoRecord, enterprise: DemoEnterprise, *, staff: Staff, on: date
) -> dict[str, object]:
    given = {
        RecordColumn.SUBJECT_NAME: enterprise.name,
        RecordColumn.SUBJECT_CODE: enterprise.uscc,
        RecordColumn.AGENCY_NAME: staff.name,
        RecordColumn.AGENCY_CODE: staff.code,
        RecordColumn.SOURCE_NAME: staff.name,
        RecordColumn.SOURCE_CODE: staff.code,
    }
    cleaned = clean(kind, demo.raw | {code: given[column] for code, column in _given_fields(kind)}, on=on)
    if cleaned.problems:
        raise DemoRuleBroken(f"{demo.kind}: {cleaned.problems}")
    return cleaned.values


_GIVEN = frozenset(
    {
        RecordColumn.SUBJECT_NAME,
        RecordColumn.SUBJECT_CODE,
        RecordColumn.AGENCY_NAME,
        RecordColumn.AGENCY_CODE,
        RecordColumn.SOURCE_NAME,
        RecordColumn.SOURCE_CODE,
    }
)


@cache
def _given_fields(kind: RecordKind) -> Iterable[tuple[str, RecordColumn]]:
    """Return the fields that subject and agency fill."""
    return tuple((each.code, each.column) for each in kind.fields if each.column in _GIVEN)


@lru_cache(maxsize=8192)
def _instant(day: date, hour: int) -> datetime:
    return instant_of(day, hour=hour)
