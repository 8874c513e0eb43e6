"""Records on their way: called back, moved to the right enterprise, given up."""

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.drafting import KeyPending, draft_new_version, edit_draft, submit_record
from enterprises.records.services.drafts import DraftChanged, content_version
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import (
    NotMovable,
    call_back,
    discard_returned,
    move_record,
    return_record,
)
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, signals


@pytest.fixture
def other_enterprise(db: None) -> Enterprise:
    return make.new_enterprise(2, name="武汉光谷贸易有限公司", legal_representative="李四")


def test_who_recorded_calls_a_submitted_record_back(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with pytest.raises(ReasonMissing):
        call_back(record=record, reason=" ", by=office.recorder, at=AT)
    call_back(record=record, reason="金额录错", by=office.recorder, at=AT)
    assert last_event(record) == ("call-back", "luru1", "SUBMITTED", "RETURNED", "金额录错")
    with pytest.raises(StateChanged):
        publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)


def test_nobody_else_calls_it_back(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    colleague = make.officer("colleague", agency=office.agency, may_record=True)
    with pytest.raises(StateChanged, match="只有录入这条记录的人"):
        call_back(record=record, reason="理由", by=colleague, at=AT)
    for person in (office.reviewer, make.office(2).recorder):
        with pytest.raises(NotPermitted):
            call_back(record=record, reason="理由", by=person, at=AT)


@pytest.mark.parametrize("state", ["draft", "returned", "published", "withdrawn"])
def test_only_a_submitted_record_is_called_back(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        call_back(record=record, reason="理由", by=office.recorder, at=AT)


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_record_is_moved_to_the_right_enterprise(
    office: Office, enterprise: Enterprise, other_enterprise: Enterprise, state: str
) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    before = record.state
    with signals() as seen:
        move_record(record=record, enterprise=other_enterprise, reason="看错代码", by=office.recorder, at=AT)
    found = Record.objects.get(pk=record.pk)
    assert (found.enterprise, found.subject_name, found.state) == (other_enterprise, other_enterprise.name, before)
    assert other_enterprise.uscc in found.natural_key
    assert enterprise.uscc not in found.natural_key
    assert last_event(found)[0] == "move"
    assert last_event(found)[-1] == f"由{enterprise.uscc}改为{other_enterprise.uscc}：看错代码"
    assert seen == []  # neither file shows it
    submit_record(record=found, by=office.recorder, at=AT, personal_data_confirmed=True)
    publish_record(record=found, by=office.reviewer, at=AT, personal_data_confirmed=True)
    (public,) = Record.objects.public(on=ON)
    assert public.enterprise == other_enterprise


def test_nothing_that_was_stated_of_the_wrong_enterprise_stays(
    office: Office, enterprise: Enterprise, other_enterprise: Enterprise
) -> None:
    record = make.returned(office, enterprise=enterprise, CF_XDR_GSZC="420100000000001")
    kind = kind_of("penalty")
    of_subject = {field.code for field in kind.fields if field.of_subject}
    assert record.field_values()["CF_XDR_GSZC"] == "420100000000001"
    moved = move_record(record=record, enterprise=other_enterprise, reason="看错代码", by=office.recorder, at=AT)
    values = moved.field_values()
    assert "CF_XDR_GSZC" not in values
    stated = {code: str(values[code]) for code in of_subject & values.keys()}
    assert stated["CF_FRDB"] == "李四"
    assert enterprise.name not in stated.values()


def test_who_moved_it_does_not_publish_it(office: Office, enterprise: Enterprise, other_enterprise: Enterprise) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    record = make.returned(office, enterprise=enterprise)
    move_record(record=record, enterprise=other_enterprise, reason="看错代码", by=both, at=AT)
    submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)
    with pytest.raises(FourEyes):
        publish_record(record=record, by=both, at=AT, personal_data_confirmed=True)


def test_a_form_that_was_open_before_the_move_overwrites_nothing(
    office: Office, enterprise: Enterprise, other_enterprise: Enterprise
) -> None:
    record = make.returned(office, enterprise=enterprise)
    seen = content_version(record.pk)
    move_record(record=record, enterprise=other_enterprise, reason="看错代码", by=office.recorder, at=AT)
    with pytest.raises(DraftChanged):
        edit_draft(record=record, raw=make.typed(), by=office.recorder, at=AT, seen=seen)


def test_what_may_not_be_moved(office: Office, enterprise: Enterprise, other_enterprise: Enterprise) -> None:
    published = make.published(office, enterprise=enterprise)
    version = draft_new_version(record=published, by=office.recorder, at=AT)
    waiting = make.submitted(office, enterprise=enterprise, CF_WSH="另一文书")
    draft = make.draft(office, enterprise=enterprise, CF_WSH="又一文书")
    make.draft(office, enterprise=other_enterprise, CF_WSH="又一文书")
    cases: list[tuple[Record, Enterprise, type[Exception]]] = [
        (published, other_enterprise, StateChanged),
        (waiting, other_enterprise, StateChanged),
        (version, other_enterprise, NotMovable),
        (draft, enterprise, NotMovable),
        (draft, other_enterprise, KeyPending),
    ]
    for record, target, refusal in cases:
        with pytest.raises(refusal):
            move_record(record=record, enterprise=target, reason="看错代码", by=office.recorder, at=AT)
    with pytest.raises(ReasonMissing):
        move_record(record=draft, enterprise=other_enterprise, reason="", by=office.recorder, at=AT)
    with pytest.raises(NotPermitted):
        move_record(record=draft, enterprise=other_enterprise, reason="理由", by=office.reviewer, at=AT)


def test_a_returned_record_is_given_up_and_its_key_is_free(office: Office, enterprise: Enterprise) -> None:
    record = make.returned(office, enterprise=enterprise)
    with pytest.raises(ReasonMissing):
        discard_returned(record=record, reason="", by=office.recorder, at=AT)
    with pytest.raises(NotPermitted):
        discard_returned(record=record, reason="重复", by=office.reviewer, at=AT)
    discard_returned(record=record, reason="重复", by=office.recorder, at=AT)
    assert last_event(record) == ("discard", "luru1", "RETURNED", "DISCARDED", "重复")
    again = make.published(office, enterprise=enterprise)
    assert again.natural_key == record.natural_key
    assert list(Record.objects.public(on=ON)) == [again]


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "withdrawn"])
def test_only_a_returned_record_is_given_up(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        discard_returned(record=record, reason="重复", by=office.recorder, at=AT)


def test_a_discarded_record_goes_nowhere(office: Office, enterprise: Enterprise) -> None:
    record = discard_returned(
        record=make.returned(office, enterprise=enterprise), reason="重复", by=office.recorder, at=AT
    )
    assert record.state == State.DISCARDED
    with pytest.raises(StateChanged):
        submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)
    with pytest.raises(StateChanged):
        return_record(record=record, by=office.reviewer, at=AT, reason="请核对")
