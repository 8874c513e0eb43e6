"""After publication: withdrawal, dispute, exit from a listing."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services import workflow
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.corrections import (
    NotAListing,
    confirm_withdrawal,
    mark_disputed,
    record_exit,
    unmark_disputed,
    withdraw_record,
)
from enterprises.records.services.drafting import draft_new_version, edit_draft, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.workflow import LONGEST_REASON
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, signals, verbs


def test_withdrawal_takes_effect_at_once_by_one_person(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with signals() as seen:
        withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="复议决定1号", by=office.recorder, at=AT)
    record.refresh_from_db()
    assert (record.state, record.withdrawn_by, record.withdrawn_at) == (State.WITHDRAWN, office.recorder, AT)
    assert record.withdrawn_reason == WithdrawalReason.ANNULLED
    assert not Record.objects.public(on=ON).exists()
    assert last_event(record) == (
        "withdraw",
        "luru1",
        "PUBLISHED",
        "WITHDRAWN",
        "原决定被变更、撤销或确认无效：复议决定1号",
    )
    assert seen == [[enterprise.pk]]


@pytest.mark.parametrize("note", ["", " ", "长" * LONGEST_REASON])
def test_withdrawal_names_its_basis(office: Office, enterprise: Enterprise, note: str) -> None:
    record = make.published(office, enterprise=enterprise)
    with pytest.raises(ReasonMissing):
        withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note=note, by=office.recorder, at=AT)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_only_what_is_published_is_withdrawn(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="依据", by=office.recorder, at=AT)


def test_a_second_person_confirms_once(office: Office, enterprise: Enterprise) -> None:
    record = make.withdrawn(office, enterprise=enterprise)
    with pytest.raises(FourEyes):
        confirm_withdrawal(record=record, by=office.reviewer, at=AT)
    confirm_withdrawal(record=record, by=office.recorder, at=AT)
    assert last_event(record) == ("confirm-withdrawal", "luru1", "WITHDRAWN", "WITHDRAWN", "")
    third = make.officer("third", agency=office.agency, may_review=True)
    with pytest.raises(AlreadyConfirmed):
        confirm_withdrawal(record=record, by=third, at=AT)


def test_only_a_withdrawal_is_confirmed(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        confirm_withdrawal(record=record, by=office.recorder, at=AT)


def test_another_agency_does_nothing_here(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    for person in (make.office(2).reviewer, make.officer("no-role", agency=office.agency)):
        with pytest.raises(NotPermitted):
            withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="依据", by=person, at=AT)
        with pytest.raises(NotPermitted):
            mark_disputed(record=record, reason="异议", by=person, at=AT)
        with pytest.raises(NotPermitted):
            confirm_withdrawal(record=record, by=person, at=AT)
    assert verbs(record) == ["draft", "submit", "publish"]


def test_a_dispute_is_a_mark_and_the_record_stays_public(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with signals() as seen:
        mark_disputed(record=record, reason="当事人提出异议", by=office.recorder, at=AT)
        assert list(Record.objects.public(on=ON)) == [record]
        record.refresh_from_db()
        assert record.disputed_at == AT
        unmark_disputed(record=record, reason="异议不成立", by=office.reviewer, at=AT + timedelta(days=2))
    record.refresh_from_db()
    assert record.disputed_at is None
    assert verbs(record)[-2:] == ["dispute", "settle-dispute"]
    assert seen == [[enterprise.pk], [enterprise.pk]]


def test_whoever_recorded_puts_the_mark_on_and_does_not_take_it_off(office: Office, enterprise: Enterprise) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    record = make.draft(office, enterprise=enterprise)
    edit_draft(record=record, raw=make.typed(CF_NR_FK="3"), by=both, at=AT)
    edit_draft(record=record, raw=make.typed(), by=office.recorder, at=AT)
    submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)
    publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    mark_disputed(record=record, reason="当事人提出异议", by=office.recorder, at=AT)
    for wrote in (office.recorder, both):
        with pytest.raises(FourEyes, match="录入过这条记录"):
            unmark_disputed(record=record, reason="异议不成立", by=wrote, at=AT)
    unmark_disputed(record=record, reason="异议不成立", by=office.reviewer, at=AT)
    record.refresh_from_db()
    assert (record.disputed_at, record.dispute_settled_by) == (None, office.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(dispute_settled_by=office.recorder)


def test_a_correction_keeps_the_mark_and_the_first_recorder_does_not_take_it_off(
    office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    mark_disputed(record=record, reason="当事人提出异议", by=office.reviewer, at=AT)
    other = make.officer("other", agency=office.agency, may_record=True, may_review=True)
    version = draft_new_version(record=record, by=other, at=AT)
    submit_record(record=version, by=other, at=AT, personal_data_confirmed=True)
    version = publish_record(record=version, by=office.reviewer, at=AT, personal_data_confirmed=True)
    assert version.disputed_at == AT
    assert last_event(version)[0::4] == ("carry-over", f"沿用记录{record.pk}的异议标注")
    for wrote in (office.recorder, other):
        with pytest.raises(FourEyes):
            unmark_disputed(record=version, reason="异议不成立", by=wrote, at=AT)
    unmark_disputed(record=version, reason="异议不成立", by=office.reviewer, at=AT)


def test_the_mark_is_put_on_and_taken_off_once(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        unmark_disputed(record=record, reason="没有异议", by=office.reviewer, at=AT)
    with pytest.raises(ReasonMissing):
        mark_disputed(record=record, reason=" ", by=office.reviewer, at=AT)
    mark_disputed(record=record, reason="异议", by=office.reviewer, at=AT)
    with pytest.raises(StateChanged):
        mark_disputed(record=record, reason="又一异议", by=office.reviewer, at=AT)


def test_drafts_are_not_disputed(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        mark_disputed(record=record, reason="异议", by=office.reviewer, at=AT)


def test_the_exit_ends_publication_the_day_it_is_written(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    assert Record.objects.filter(public_until__isnull=True).exists()
    later = AT + timedelta(days=30)
    with signals() as seen:
        record_exit(
            record=record,
            exit_on=date(2026, 5, 20),
            exit_reason="已补报年报",
            exit_authority="武汉市市场监督管理局",
            by=office.recorder,
            at=later,
        )
    record.refresh_from_db()
    assert (record.public_until, record.unheld_until) == (date(2026, 6, 5), date(2026, 6, 5))
    assert record.field_values()["X_YC_YCRQ"] == date(2026, 5, 20)
    assert record.state == State.PUBLISHED
    assert last_event(record) == ("close-listing", "luru1", "PUBLISHED", "PUBLISHED", "已补报年报")
    assert seen == [[enterprise.pk]]


def close(record: Record, office: Office, *, exit_on: date = ON, reason: str = "已补报年报") -> Record:
    return record_exit(
        record=record, exit_on=exit_on, exit_reason=reason, exit_authority="某局", by=office.recorder, at=AT
    )


def test_an_exit_may_come_on_the_day_of_publication(office: Office, enterprise: Enterprise) -> None:
    record = close(make.published(office, enterprise=enterprise, kind="abnormal-operation"), office)
    assert record.public_until == ON
    assert not Record.objects.public(on=ON).exists()


def test_wrong_exits_are_refused(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    with pytest.raises(InvalidContent):
        close(record, office, exit_on=date(2024, 1, 1))
    with pytest.raises(InvalidContent):
        close(record, office, exit_on=ON + timedelta(days=1))
    with pytest.raises(InvalidContent):
        close(record, office, reason="")
    close(record, office)
    with pytest.raises(NotAListing):
        close(record, office)
    assert verbs(record)[3:] == ["close-listing"]


def test_only_a_published_listing_has_an_exit(office: Office, enterprise: Enterprise) -> None:
    with pytest.raises(NotAListing):
        close(make.published(office, enterprise=enterprise), office)
    with pytest.raises(StateChanged):
        close(make.submitted(office, enterprise=enterprise, kind="abnormal-operation"), office)


def test_a_failure_leaves_the_record_public(
    office: Office, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = make.published(office, enterprise=enterprise)

    def fail(enterprise_ids: list[int]) -> None:
        raise RuntimeError("the outbox is full")

    monkeypatch.setattr(workflow, "touch_credit_files", fail)
    with pytest.raises(RuntimeError):
        withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="依据", by=office.recorder, at=AT)
    assert list(Record.objects.public(on=ON)) == [record]
    assert verbs(record) == ["draft", "submit", "publish"]
