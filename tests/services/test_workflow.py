"""The shared workflow: what no single service shows of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import Form

from enterprises.cases.rules.lifecycle import STEP_VERBS
from enterprises.records.desk.history import RECORD_VERBS, record_history
from enterprises.records.extensions.workflow import EXTENSIONS
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.desk import refusals_on
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from enterprises.shared.workflow.second_person import is_another, require_no_writer, require_second_person
from enterprises.shared.workflow.workflow import Workflow
from enterprises.shields.desk.steps import VERBS as SHIELD_VERBS
from lists.listings.desk.history import VERBS as LISTING_VERBS
from lists.listings.services.workflow import LISTINGS
from tests import make
from tests.diagrams import LIFECYCLES
from tests.make import AT, Office
from tests.services.watch import last_event, signals, verbs


def test_a_row_that_somebody_else_moved_is_not_moved_twice(office: Office, enterprise: Enterprise) -> None:
    first = make.draft(office, enterprise=enterprise)
    stale = Record.objects.get(pk=first.pk)
    RECORDS.move(first, verb="submit", by=office.recorder, at=AT)
    with pytest.raises(StateChanged, match="刚刚被他人处理过"):
        RECORDS.move(stale, verb="submit", by=office.recorder, at=AT)
    assert verbs(first) == ["draft", "submit"]


def writers() -> dict[str, Workflow[Record, State]]:
    """Return the workflow of records as it is, and without a writer of many events."""
    return {"many events at once": RECORDS, "one event after the other": replace(RECORDS, write_all=None)}


@pytest.mark.parametrize("how", writers())
def test_many_rows_take_a_step_together_without_a_signal(how: str, office: Office, enterprise: Enterprise) -> None:
    drafts = [make.submitted(office, enterprise=enterprise, CF_WSH=f"文书{n}") for n in range(2)]
    first, second = drafts
    own = {first.pk: {"gravity_reason": "一"}, second.pk: {"gravity_reason": "二"}}
    with signals() as seen:
        writers()[how].move_all(
            drafts, verb="return", by=office.reviewer, at=AT, reasons={first.pk: "缺少依据"}, own=own, batch_id=None
        )
    assert seen == []
    stored = Record.objects.order_by("pk").values_list("state", "gravity_reason")
    assert list(stored) == [(State.RETURNED, "一"), (State.RETURNED, "二")]
    assert [(each.state, each.gravity_reason) for each in drafts] == list(stored)
    assert last_event(first) == ("return", "shenhe1", "SUBMITTED", "RETURNED", "缺少依据")
    assert last_event(second) == ("return", "shenhe1", "SUBMITTED", "RETURNED", "")


def test_rows_of_two_states_keep_their_own_in_the_history(office: Office, enterprise: Enterprise) -> None:
    draft = make.draft(office, enterprise=enterprise, CF_WSH="文书1")
    returned = make.returned(office, enterprise=enterprise, CF_WSH="文书2")
    RECORDS.move_all([draft, returned], verb="submit", by=office.recorder, at=AT)
    assert set(Record.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    assert [last_event(each)[2] for each in (draft, returned)] == [State.DRAFT, State.RETURNED]


@pytest.mark.parametrize("has_own", [False, True])
def test_of_many_rows_none_moves_if_one_was_moved_before(has_own: bool, office: Office, enterprise: Enterprise) -> None:
    drafts = [make.draft(office, enterprise=enterprise, CF_WSH=f"文书{n}") for n in range(2)]
    RECORDS.move(Record.objects.get(pk=drafts[1].pk), verb="submit", by=office.recorder, at=AT)
    own = {each.pk: {"gravity_reason": "一"} for each in drafts} if has_own else {}
    with pytest.raises(StateChanged, match="刚刚被他人处理过"), transaction.atomic():
        RECORDS.move_all(drafts, verb="submit", by=office.recorder, at=AT, own=own)
    assert [Record.objects.get(pk=each.pk).state for each in drafts] == [State.DRAFT, State.SUBMITTED]
    assert [verbs(each) for each in drafts] == [["draft"], ["draft", "submit"]]


def test_no_row_takes_a_step_that_is_not_in_the_table(office: Office, enterprise: Enterprise) -> None:
    rows = [make.submitted(office, enterprise=enterprise, CF_WSH="文书1"), make.draft(office, enterprise=enterprise)]
    with pytest.raises(StateChanged, match="当前状态为“草稿”"), transaction.atomic():
        RECORDS.move_all(rows, verb="publish", by=office.reviewer, at=AT)
    RECORDS.move_all([], verb="publish", by=office.reviewer, at=AT)


def test_a_step_that_is_not_in_the_table_is_refused_with_the_state(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    with pytest.raises(StateChanged, match="当前状态为“草稿”"):
        RECORDS.move(record, verb="withdraw", by=office.reviewer, at=AT)
    with pytest.raises(KeyError):
        RECORDS.move(record, verb="no-such-verb", by=office.reviewer, at=AT)


def test_only_announced_transitions_send_the_signal(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    with signals() as seen:
        RECORDS.move(record, verb="submit", by=office.recorder, at=AT)
    assert seen == []
    published = make.published(office, enterprise=enterprise, CF_WSH="另一文书")
    columns: dict[str, Any] = {
        "withdrawn_at": AT + timedelta(days=1),
        "withdrawn_reason": "REPAIRED",
        "withdrawn_by": office.reviewer,
    }
    with signals() as seen:
        RECORDS.move(published, verb="withdraw", by=office.reviewer, at=AT, quiet=True, **columns)
    assert seen == []


def test_a_reason_is_kept_whole_or_refused() -> None:
    for workflow in (RECORDS, EXTENSIONS, LISTINGS):
        assert workflow.require_reason(" 依据 ") == "依据"
        for wrong in (" ", "长" * (workflow.longest_reason + 1)):
            with pytest.raises(ReasonMissing):
                workflow.require_reason(wrong)


def test_the_second_person_is_another(office: Office) -> None:
    require_second_person(office.recorder, first_id=office.reviewer.pk, sentence="须由另一人办理。")
    require_second_person(office.recorder, first_id=None, sentence="须由另一人办理。")
    with pytest.raises(FourEyes, match="须由另一人办理"):
        require_second_person(office.recorder, first_id=office.recorder.pk, sentence="须由另一人办理。")


def test_another_is_none_of_those_before(office: Office) -> None:
    recorder, reviewer = office.recorder.pk, office.reviewer.pk
    assert is_another(office.recorder, reviewer, None)
    assert not is_another(office.recorder, reviewer, recorder)


def test_who_wrote_it_is_refused() -> None:
    require_no_writer(wrote=False, sentence="须由另一人办理。")
    with pytest.raises(FourEyes, match="须由另一人办理"):
        require_no_writer(wrote=True, sentence="须由另一人办理。")


def test_every_table_names_each_state_and_verb_once() -> None:
    for lifecycle in LIFECYCLES.values():
        named = [transition.verb for transition in lifecycle.transitions]
        assert len(set(named)) == len(named)
        reached = {transition.after for transition in lifecycle.transitions} | set(lifecycle.starts.values())
        assert reached == set(lifecycle.labels)


@pytest.mark.parametrize(
    ("table", "words"),
    [("record", RECORD_VERBS), ("listing", LISTING_VERBS), ("case", STEP_VERBS), ("shield", SHIELD_VERBS)],
)
def test_every_verb_has_its_words_in_the_history(table: str, words: Mapping[str, str]) -> None:
    lifecycle = LIFECYCLES[table]
    steps = {*lifecycle.starts, *(each.verb for each in lifecycle.transitions)}
    steps |= {each.verb for each in lifecycle.confirmations}
    steps |= {verb for mark in lifecycle.marks for verb in (mark.put, mark.taken)}
    assert steps <= set(words)


def test_a_history_names_who_acted_and_leaves_nobody_out(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    RECORDS.note(record, verb="receive", by=None, at=AT)
    User.objects.filter(pk=office.recorder.pk).update(first_name="明", last_name="王")
    lines = record_history(record.events.select_related("actor"))
    assert [(line.text, line.actor) for line in lines] == [("建立草稿", "明 王"), ("收到评价机构提交", "")]


@pytest.mark.parametrize("verb", ["no-such-verb", "return"])
def test_a_history_shows_a_verb_without_a_label_as_it_is(verb: str, office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    RECORDS.note(record, verb=verb, by=office.reviewer, at=AT, reason="缺少依据")
    (_, line) = record_history(record.events.select_related("actor"))
    assert (line.text, line.reason) == (RECORD_VERBS.get(verb, verb), "缺少依据")


def test_what_refuses_a_write_stands_on_the_form_and_an_error_does_not() -> None:
    form = Form(data={})
    with refusals_on(form):
        raise ReasonMissing("请填写理由。")
    assert form.non_field_errors() == ["请填写理由。"]
    with pytest.raises(ZeroDivisionError), refusals_on(form):
        raise ZeroDivisionError
