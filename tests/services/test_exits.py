"""The exit of an abnormal-operation listing holds at once; a second person confirms or refuses it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record
from enterprises.records.services.corrections import record_exit
from enterprises.records.services.exits import (
    TakebackTooLate,
    confirm_exit,
    exits_to_confirm,
    refuse_exit,
    waits_for_confirmation,
)
from enterprises.records.services.takebacks import ask_takeback, take_back
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, signals

DAY = timedelta(days=1)
TWO_PEOPLE = ("exit_written_by", "exit_written_at", "exit_confirmed_by")


@pytest.fixture
def exited(office: Office, enterprise: Enterprise) -> Record:
    return exit_of(make.published(office, enterprise=enterprise, kind="abnormal-operation"), office)


def exit_of(record: Record, office: Office, *, at: datetime = AT) -> Record:
    return record_exit(
        record=record, exit_on=ON, exit_reason="已补报", exit_authority="某局", by=office.recorder, at=at
    )


def test_the_second_person_refuses_it_with_number_and_first_day_kept(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    before = Record.objects.values().get(pk=record.pk)
    exit_of(record, office)
    assert not Record.objects.public(on=ON).exists()
    with signals() as seen:
        refuse_exit(record=record, reason="尚未补报", by=office.reviewer, at=AT + 30 * DAY)
    assert Record.objects.values().get(pk=record.pk) == before
    assert list(Record.objects.public(on=ON)) == [record]
    assert seen == [[enterprise.pk]]
    assert last_event(record)[0] == "refuse-exit"


def refuse(office: Office, record: Record, *, by: str = "reviewer", days: int = 0, reason: str = "误办") -> Record:
    return refuse_exit(record=record, reason=reason, by=getattr(office, by), at=AT + days * DAY)


def confirm(office: Office, record: Record, *, by: str = "reviewer") -> Record:
    return confirm_exit(record=record, by=getattr(office, by), at=AT)


REFUSALS: dict[str, tuple[Callable[[Office, Record], Record], type[Refused]]] = {
    "who wrote it refuses": (lambda office, record: refuse(office, record, by="recorder"), FourEyes),
    "who wrote it confirms": (lambda office, record: confirm(office, record, by="recorder"), FourEyes),
    "after thirty days": (lambda office, record: refuse(office, record, days=31), TakebackTooLate),
    "no reason": (lambda office, record: refuse(office, record, reason=" "), ReasonMissing),
    "confirmed, then refused": (
        lambda office, record: refuse(office, confirm(office, record)),
        AlreadyConfirmed,
    ),
    "confirmed twice": (lambda office, record: confirm(office, confirm(office, record)), AlreadyConfirmed),
    "refused twice": (lambda office, record: refuse(office, refuse(office, record)), StateChanged),
    "another agency": (
        lambda office, record: refuse_exit(record=record, reason="误办", by=make.office(2).reviewer, at=AT),
        NotPermitted,
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_changes_nothing(office: Office, exited: Record, name: str) -> None:
    act, refusal = REFUSALS[name]
    with pytest.raises(refusal):
        act(office, exited)
    assert Record.objects.public(on=ON).exists() == (name == "refused twice")


def test_a_confirmed_exit_is_taken_back_by_two_and_a_new_one_waits_anew(office: Office, exited: Record) -> None:
    taken_back(office, confirm(office, exited))
    again = exit_of(Record.objects.get(pk=exited.pk), office)
    assert waits_for_confirmation(again)


def test_the_database_holds_that_the_two_people_differ(office: Office, exited: Record) -> None:
    row = Record.objects.filter(pk=exited.pk)
    for columns in ({"exit_confirmed_by": office.recorder}, {"exit_written_by": None}):
        with pytest.raises(IntegrityError, match="record_exit_four_eyes"), transaction.atomic():
            row.update(**columns)
    assert row.update(exit_confirmed_by=office.reviewer) == 1


def taken_back(office: Office, record: Record) -> Record:
    ask_takeback(record=record, reason="误办", by=office.reviewer, at=AT)
    return take_back(record=record, by=office.recorder, at=AT)


HISTORIES: dict[str, Callable[[Office, Record], object]] = {
    "waiting": lambda office, record: None,
    "confirmed": confirm,
    "refused": refuse,
    "refused and written anew": lambda office, record: exit_of(refuse(office, record), office),
    "taken back by two": lambda office, record: taken_back(office, confirm(office, record)),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_exits_of_before_take_their_people_from_the_history(office: Office, exited: Record, name: str) -> None:
    HISTORIES[name](office, exited)
    row = Record.objects.filter(pk=exited.pk)
    expected = row.values(*TWO_PEOPLE).get()
    row.update(**dict.fromkeys(TWO_PEOPLE))
    import_module("enterprises.migrations.0039_exits_written_here").read_history(apps, None)
    assert row.values(*TWO_PEOPLE).get() == expected


def test_a_refused_exit_leaves_no_request_behind(office: Office, exited: Record) -> None:
    ask_takeback(record=exited, reason="误办", by=office.recorder, at=AT)
    refuse(office, exited)
    found = Record.objects.get(pk=exited.pk)
    assert (found.takeback_asked_at, found.takeback_asked_by, found.taken_back_by) == (None, None, None)


def test_it_waits_on_the_desk_of_everybody_else_for_thirty_days(office: Office, exited: Record) -> None:
    def waiting(by: str, *, days: int = 0) -> list[Record]:
        return list(Record.objects.filter(exits_to_confirm(by=getattr(office, by), on=ON + days * DAY)))

    assert (waiting("reviewer"), waiting("recorder")) == ([exited], [])
    assert (waiting("reviewer", days=30), waiting("reviewer", days=31)) == ([exited], [])
    confirm(office, exited)
    assert waiting("reviewer") == []


def test_the_steps_stand_on_the_page_of_the_second_person_alone(
    office: Office, enterprise: Enterprise, client: Client
) -> None:
    exited = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    exit_of(exited, office, at=clock.now())
    for user, offered in ((office.recorder, False), (office.reviewer, True)):
        client.force_login(user)
        page = client.get(f"/desk/records/{exited.pk}/").content.decode()
        assert ("不予确认，恢复公示" in page) == offered
        assert ("确认移出" in page) == offered
        assert "移出待另一人确认" in page
    answer = client.post(f"/desk/records/{exited.pk}/refuse-exit/", {"reason": "尚未补报"}, follow=True)
    page = answer.content.decode()
    assert "移出未予确认，记录恢复公示。" in page
    assert "移出待另一人确认" not in page
    assert Record.objects.public(on=clock.today()).exists()
