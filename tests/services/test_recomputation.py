"""Recomputing stored ends after a change of the table."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from enterprises.records.extensions.services import confirm_extension, request_extension
from enterprises.records.models import Record, RecordEvent
from enterprises.records.services import recomputation
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import AT, Office
from tests.services.watch import last_event, signals, verbs

END = date(2027, 4, 1)  # what the present table gives
LATER = AT + timedelta(days=30)


def run(*arguments: str) -> str:
    out = StringIO()
    with time_machine.travel(LATER, tick=False):
        call_command("recompute_periods", *arguments, stdout=out)
    return out.getvalue()


def stored(record: Record, until: date | None) -> None:
    """Pretend that an earlier table gave another end."""
    Record.objects.filter(pk=record.pk).update(public_until=until, unheld_until=until, period_rule="OLD")


def test_what_the_table_still_says_is_left_alone(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with signals() as seen:
        assert "检查1条，变动0条" in run()
    assert (seen, verbs(record)[-1]) == ([], "publish")


def test_a_changed_end_is_stored_with_an_event_and_a_signal(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    stored(record, date(2029, 4, 1))
    with signals() as seen:
        text = run()
    record.refresh_from_db()
    assert (record.public_until, record.unheld_until) == (END, END)
    assert record.period_rule != "OLD"
    assert f"记录{record.pk}：公示至2029-03-31 → 2027-03-31" in text
    assert "变动1条" in text
    verb, actor, before, after, reason = last_event(record)
    assert (verb, actor, before, after) == ("recompute", "", "PUBLISHED", "PUBLISHED")
    assert reason.startswith("公示规则调整")
    assert seen == [[enterprise.pk]]


def test_a_dry_run_tells_and_writes_nothing(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    stored(record, date(2029, 4, 1))
    with signals() as seen:
        assert "会变动1条" in run("--dry-run")
    record.refresh_from_db()
    assert (record.public_until, seen, verbs(record)[-1]) == (date(2029, 4, 1), [], "publish")


def test_an_end_that_has_passed_is_never_lengthened(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    stored(record, LATER.date())
    assert "检查0条" in run()
    record.refresh_from_db()
    assert record.public_until == LATER.date()


def test_a_new_end_in_the_past_becomes_today(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    Record.objects.filter(pk=record.pk).update(decided_on=date(2025, 1, 10))
    run()
    record.refresh_from_db()
    assert record.public_until == LATER.date()
    assert not Record.objects.public(on=LATER.date()).exists()
    assert Record.objects.public(on=LATER.date() - timedelta(days=1)).exists()


def test_what_no_rule_covers_any_more_ends_today(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    Record.objects.filter(pk=record.pk).update(decided_on=date(2015, 1, 10))
    run()
    record.refresh_from_db()
    assert record.public_until == LATER.date()


def test_the_reviewers_choice_about_a_minor_penalty_stands(enterprise: Enterprise) -> None:
    office = make.office(domain="OTHER")
    record = make.submitted(office, enterprise=enterprise, CF_SXYZCD="轻微")
    publish_record(record=record, by=office.reviewer, at=AT, minor_reason="公众关注")
    assert "变动0条" in run()


def test_a_running_hold_still_governs(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = request_extension(
        record=record, legal_basis="第七条", until=date(2027, 5, 1), by=office.recorder, at=AT
    )
    confirm_extension(extension=extension, by=office.reviewer, at=AT)
    Record.objects.filter(pk=record.pk).update(unheld_until=date(2027, 4, 20))
    run()
    record.refresh_from_db()
    assert (record.public_until, record.unheld_until) == (date(2027, 5, 1), END)


def test_all_chunks_are_seen(office: Office, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputation, "CHUNK", 2)
    for number in range(5):
        stored(make.published(office, enterprise=enterprise, CF_WSH=f"第{number}号"), date(2029, 4, 1))
    assert "检查5条，变动5条" in run()
    assert RecordEvent.objects.filter(verb="recompute").count() == 5
