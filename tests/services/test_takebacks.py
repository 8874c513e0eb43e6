"""A mistaken withdrawal or exit is refused by its second person, or taken back by two within thirty days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import confirm_withdrawal, record_exit, withdraw_record
from enterprises.records.services.drafting import KeyTaken, draft_record, submit_record
from enterprises.records.services.exits import TakebackTooLate
from enterprises.records.services.publication import publish_record
from enterprises.records.services.repairs import confirm_repair, propose_repair
from enterprises.records.services.takebacks import (
    ask_takeback,
    refuse_withdrawal,
    take_back,
    turn_down_takeback,
)
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, signals, verbs

DAY = timedelta(days=1)


def public_facts(record: Record) -> tuple[object, ...]:
    found = Record.objects.get(pk=record.pk)
    return found.pk, found.state, found.public_from, found.public_until, found.unheld_until, found.details


def withdrawn(record: Record, office: Office) -> Record:
    reason = WithdrawalReason.RECORDED_BY_MISTAKE
    return withdraw_record(record=record, reason=reason, note="录错", by=office.recorder, at=AT)


def confirmed(record: Record, office: Office) -> Record:
    return confirm_withdrawal(record=withdrawn(record, office), by=office.reviewer, at=AT)


def repaired(record: Record, office: Office) -> Record:
    Record.objects.filter(pk=record.pk).update(repairable_from=ON)
    propose_repair(record=record, note="修复决定1号", by=office.recorder, at=AT)
    return confirm_repair(record=record, by=office.reviewer, at=AT)


def exited(record: Record, office: Office) -> Record:
    return record_exit(
        record=record, exit_on=ON, exit_reason="已补报", exit_authority="某局", by=office.recorder, at=AT
    )


# What was done, to which kind of record, and what one call then does.
ENDS: dict[str, tuple[str, Callable[[Record, Office], Record]]] = {
    "withdrawn": ("penalty", withdrawn),
    "withdrawn and confirmed": ("penalty", confirmed),
    "repaired": ("penalty", repaired),
    "exited": ("abnormal-operation", exited),
}


@pytest.mark.parametrize("end", ENDS)
def test_two_people_take_it_back_with_number_and_days_kept(office: Office, enterprise: Enterprise, end: str) -> None:
    kind, act = ENDS[end]
    record = make.published(office, enterprise=enterprise, kind=kind)
    before = public_facts(record)
    act(record, office)
    assert not Record.objects.public(on=ON).exists()
    at = AT + 30 * DAY
    with signals() as seen:
        ask_takeback(record=record, reason="撤错了", by=office.recorder, at=at)
        with pytest.raises(FourEyes):
            take_back(record=record, by=office.recorder, at=at)
        assert not Record.objects.public(on=ON).exists()
        assert seen == []
        take_back(record=record, by=office.reviewer, at=at)
    assert public_facts(record) == before
    assert list(Record.objects.public(on=at.date())) == [record]
    assert seen == [[enterprise.pk]]
    record.refresh_from_db()
    assert (record.withdrawn_at, record.withdrawn_reason, record.withdrawn_by) == (None, "", None)
    assert (record.takeback_asked_by, record.taken_back_by) == (office.recorder, office.reviewer)
    assert record.takeback_asked_at is None


@pytest.mark.parametrize("end", ENDS)
def test_after_thirty_days_it_is_too_late_to_ask_and_to_take_back(
    office: Office, enterprise: Enterprise, end: str
) -> None:
    kind, act = ENDS[end]
    record = act(make.published(office, enterprise=enterprise, kind=kind), office)
    late = AT + 31 * DAY
    with pytest.raises(TakebackTooLate):
        ask_takeback(record=record, reason="撤错了", by=office.recorder, at=late)
    ask_takeback(record=record, reason="撤错了", by=office.recorder, at=AT)
    with pytest.raises(TakebackTooLate):
        take_back(record=record, by=office.reviewer, at=late)
    assert not Record.objects.public(on=ON).exists()


def test_it_can_happen_twice(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    for first, second in ((office.recorder, office.reviewer), (office.reviewer, office.recorder)):
        withdrawn(record, office)
        ask_takeback(record=record, reason="撤错了", by=first, at=AT)
        take_back(record=record, by=second, at=AT)
    assert verbs(record)[3:] == ["withdraw", "ask-takeback", "take-back"] * 2


def test_a_request_is_turned_down_with_a_reason(office: Office, enterprise: Enterprise) -> None:
    record = withdrawn(make.published(office, enterprise=enterprise), office)
    ask_takeback(record=record, reason="撤错了", by=office.recorder, at=AT)
    with pytest.raises(StateChanged):
        ask_takeback(record=record, reason="撤错了", by=office.reviewer, at=AT)
    with pytest.raises(ReasonMissing):
        turn_down_takeback(record=record, reason=" ", by=office.reviewer, at=AT)
    turn_down_takeback(record=record, reason="没有撤错", by=office.reviewer, at=AT)
    with pytest.raises(StateChanged):
        take_back(record=record, by=office.reviewer, at=AT)
    assert last_event(record)[0] == "turn-down-takeback"


def test_the_second_person_refuses_a_withdrawal(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    before = public_facts(record)
    withdrawn(record, office)
    with pytest.raises(FourEyes):
        refuse_withdrawal(record=record, reason="没有撤下的依据", by=office.recorder, at=AT)
    with pytest.raises(ReasonMissing):
        refuse_withdrawal(record=record, reason="", by=office.reviewer, at=AT)
    with signals() as seen:
        refuse_withdrawal(record=record, reason="没有撤下的依据", by=office.reviewer, at=AT)
    assert public_facts(record) == before
    assert last_event(record) == ("refuse-withdrawal", "shenhe1", "WITHDRAWN", "PUBLISHED", "没有撤下的依据")
    assert seen == [[enterprise.pk]]


def test_a_confirmed_withdrawal_is_not_refused_by_one(office: Office, enterprise: Enterprise) -> None:
    record = confirmed(make.published(office, enterprise=enterprise), office)
    with pytest.raises(AlreadyConfirmed):
        refuse_withdrawal(record=record, reason="撤错了", by=office.reviewer, at=AT)


def test_what_was_recorded_anew_stands_in_the_way(office: Office, enterprise: Enterprise) -> None:
    record = withdrawn(make.published(office, enterprise=enterprise), office)
    later = AT + DAY
    again = draft_record(
        kind=kind_of("penalty"),
        raw=make.typed(),
        enterprise=enterprise,
        agency=office.agency,
        by=office.recorder,
        at=later,
    )
    submit_record(record=again, by=office.recorder, at=later, personal_data_confirmed=True)
    publish_record(record=again, by=office.reviewer, at=later, personal_data_confirmed=True)
    with pytest.raises(KeyTaken):
        refuse_withdrawal(record=record, reason="撤错了", by=office.reviewer, at=later)
    ask_takeback(record=record, reason="撤错了", by=office.recorder, at=later)
    with pytest.raises(KeyTaken):
        take_back(record=record, by=office.reviewer, at=later)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "published"])
def test_there_is_nothing_to_take_back(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    steps: tuple[Callable[[], object], ...] = (
        lambda: ask_takeback(record=record, reason="理由", by=office.recorder, at=AT),
        lambda: take_back(record=record, by=office.reviewer, at=AT),
        lambda: refuse_withdrawal(record=record, reason="理由", by=office.reviewer, at=AT),
    )
    for step in steps:
        with pytest.raises(StateChanged):
            step()


def test_another_agency_does_nothing_here(office: Office, enterprise: Enterprise) -> None:
    record = withdrawn(make.published(office, enterprise=enterprise), office)
    other = make.office(2).reviewer
    steps: tuple[Callable[[], object], ...] = (
        lambda: ask_takeback(record=record, reason="理由", by=other, at=AT),
        lambda: take_back(record=record, by=other, at=AT),
        lambda: turn_down_takeback(record=record, reason="理由", by=other, at=AT),
        lambda: refuse_withdrawal(record=record, reason="理由", by=other, at=AT),
    )
    for step in steps:
        with pytest.raises(NotPermitted):
            step()


def test_the_database_keeps_the_two_apart(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    for people in (
        {"taken_back_by": office.recorder},
        {"taken_back_by": office.recorder, "takeback_asked_by": office.recorder},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Record.objects.filter(pk=record.pk).update(**people)


def test_an_exit_far_back_keeps_the_day_of_the_step(office: Office, enterprise: Enterprise) -> None:
    """The thirty days count from the day on which the exit was written down, not from the exit's own day."""
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    late = datetime(2026, 9, 1, 4, tzinfo=UTC)
    record_exit(
        record=record,
        exit_on=date(2026, 5, 20),
        exit_reason="已补报",
        exit_authority="某局",
        by=office.recorder,
        at=late,
    )
    ask_takeback(record=record, reason="记错企业", by=office.recorder, at=late + DAY)
    take_back(record=record, by=office.reviewer, at=late + 2 * DAY)
    found = Record.objects.get(pk=record.pk)
    assert (found.state, found.public_until) == (State.PUBLISHED, None)
    assert "X_YC_YCRQ" not in found.details
    assert last_event(found)[0] == "reopen-listing"
