"""Repair of a record: from its day on, proposed by one person and confirmed by another."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import RepairByOne, withdraw_record
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.repairs import RepairTooEarly, confirm_repair, propose_repair, turn_down_repair
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import ON, Office
from tests.services.watch import last_event, signals, verbs


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


@pytest.fixture
def record(office: Office, enterprise: Enterprise) -> Record:
    made = make.published(office, enterprise=enterprise)
    assert made.repairable_from is not None
    assert made.repairable_from > ON
    return made


def first_day(record: Record) -> datetime:
    assert record.repairable_from is not None
    return noon(record.repairable_from)


def test_before_its_day_a_repair_is_refused_with_day_and_regime(record: Record, office: Office) -> None:
    eve = first_day(record) - timedelta(days=1)
    with pytest.raises(RepairTooEarly, match=f"{record.repairable_from}.*{record.repair_basis[:6]}"):
        propose_repair(record=record, note="修复决定1号", by=office.recorder, at=eve)
    assert verbs(record) == ["draft", "submit", "publish"]


def test_a_penalty_that_no_rule_lets_be_repaired_early_is_refused(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    Record.objects.filter(pk=record.pk).update(repairable_from=None)
    with pytest.raises(RepairTooEarly, match="没有规定可以提前修复"):
        propose_repair(record=record, note="修复决定1号", by=office.recorder, at=noon(date(2027, 1, 1)))


def test_nothing_changes_until_a_second_person_confirms(record: Record, office: Office, enterprise: Enterprise) -> None:
    at = first_day(record)
    with signals() as seen:
        propose_repair(record=record, note="修复决定1号", by=office.recorder, at=at)
        assert list(Record.objects.public(on=at.date())) == [record]
        assert seen == []
        with pytest.raises(FourEyes):
            confirm_repair(record=record, by=office.recorder, at=at)
        confirm_repair(record=record, by=office.reviewer, at=at)
    record.refresh_from_db()
    assert (record.state, record.withdrawn_reason) == (State.WITHDRAWN, WithdrawalReason.REPAIRED)
    assert (record.withdrawn_by, record.withdrawal_confirmed_by) == (office.recorder, office.reviewer)
    assert (record.withdrawn_at, record.repair_proposed_at) == (at, None)
    assert last_event(record) == ("repair", "shenhe1", "PUBLISHED", "WITHDRAWN", "信用修复：修复决定1号")
    assert seen == [[enterprise.pk]]


def test_one_person_alone_repairs_nothing(record: Record, office: Office) -> None:
    with pytest.raises(RepairByOne):
        withdraw_record(
            record=record, reason=WithdrawalReason.REPAIRED, note="依据", by=office.recorder, at=first_day(record)
        )
    with pytest.raises(StateChanged):
        confirm_repair(record=record, by=office.reviewer, at=first_day(record))
    assert Record.objects.get(pk=record.pk).state == State.PUBLISHED


def test_a_proposal_is_made_once_and_turned_down_with_a_reason(record: Record, office: Office) -> None:
    at = first_day(record)
    with pytest.raises(ReasonMissing):
        propose_repair(record=record, note=" ", by=office.recorder, at=at)
    propose_repair(record=record, note="修复决定1号", by=office.recorder, at=at)
    with pytest.raises(StateChanged):
        propose_repair(record=record, note="修复决定2号", by=office.reviewer, at=at)
    with pytest.raises(ReasonMissing):
        turn_down_repair(record=record, reason="", by=office.reviewer, at=at)
    turn_down_repair(record=record, reason="未缴清罚款", by=office.reviewer, at=at)
    record.refresh_from_db()
    assert (record.state, record.repair_proposed_by, record.repair_proposed_at) == (State.PUBLISHED, None, None)
    with pytest.raises(StateChanged):
        confirm_repair(record=record, by=office.reviewer, at=at)


def _propose(record: Record, by: User) -> object:
    return propose_repair(record=record, note="依据", by=by, at=first_day(record))


def _confirm(record: Record, by: User) -> object:
    return confirm_repair(record=record, by=by, at=first_day(record))


def _turn_down(record: Record, by: User) -> object:
    return turn_down_repair(record=record, reason="理由", by=by, at=first_day(record))


@pytest.mark.parametrize("step", [_propose, _confirm, _turn_down])
def test_another_agency_does_nothing_here(
    record: Record, office: Office, step: Callable[[Record, User], object]
) -> None:
    with pytest.raises(NotPermitted):
        step(record, make.office(2).reviewer)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_only_what_is_published_is_repaired(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(Refused):
        propose_repair(record=record, note="依据", by=office.recorder, at=noon(date(2027, 1, 1)))
    assert Record.objects.get(pk=record.pk).repair_proposed_at is None


def test_a_version_takes_the_waiting_repair_over_and_is_measured_by_its_own_day(record: Record, office: Office) -> None:
    at = first_day(record)
    propose_repair(record=record, note="修复决定1号", by=office.recorder, at=at)
    version = draft_new_version(record=record, by=office.recorder, at=at)
    submit_record(record=version, by=office.recorder, at=at, personal_data_confirmed=True)
    version = publish_record(record=version, by=office.reviewer, at=at, personal_data_confirmed=True)
    assert version.repair_proposed_by == office.recorder
    Record.objects.filter(pk=version.pk).update(repairable_from=date(2027, 1, 1))
    with pytest.raises(RepairTooEarly):
        confirm_repair(record=version, by=office.reviewer, at=at)
    confirm_repair(record=version, by=office.reviewer, at=noon(date(2027, 1, 1)))
    assert last_event(version)[-1] == "信用修复：修复决定1号"


def test_the_database_keeps_the_proposer_whole(record: Record, office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(repair_proposed_by=office.recorder)
