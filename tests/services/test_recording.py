"""Drafts, submission, return, class, new versions: who may, what is kept, what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.severity import Severity
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.drafting import (
    KeyPending,
    KeyTaken,
    SeverityRefused,
    draft_new_version,
    draft_record,
    edit_draft,
    set_severity,
    submit_record,
)
from enterprises.records.services.drafts import DraftChanged, DraftEmpty, content_version
from enterprises.records.services.publication import publish_record
from enterprises.records.services.suggestions import suggestions
from enterprises.records.services.waiting import discard_draft, return_record
from enterprises.records.services.workflow import LONGEST_REASON
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, Office
from tests.services.watch import last_event, signals, verbs


def test_a_draft_may_lack_required_fields_but_not_be_wrong(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_WSH="", CF_SY="")
    assert (record.state, record.natural_key, record.recorded_by) == (State.DRAFT, "", office.recorder)
    assert last_event(record) == ("draft", "luru1", "DRAFT", "DRAFT", "")
    with pytest.raises(InvalidContent) as refusal:
        make.draft(office, enterprise=enterprise, CF_JDRQ="2026-13-01", CF_NR_FK="很多")
    assert {problem.code for problem in refusal.value.problems} == {"CF_JDRQ", "CF_NR_FK"}
    assert Record.objects.count() == RecordEvent.objects.count() == 1


def test_drafts_change_nothing_public(office: Office, enterprise: Enterprise) -> None:
    with signals() as seen:
        record = make.submitted(office, enterprise=enterprise)
        return_record(record=record, by=office.reviewer, at=AT, reason="请核对")
    enterprise.refresh_from_db()
    assert (seen, enterprise.revision) == ([], 1)


def test_enterprise_and_agency_give_codes_and_names_whatever_was_typed(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_XDR_SHXYM=make.uscc(99), CF_CFJG="某机关")
    values = record.field_values()
    assert values["CF_XDR_SHXYM"] == enterprise.uscc
    assert (values["CF_CFJG"], values["CF_CFJGDM"]) == (office.agency.name, office.agency.code)


def test_the_source_is_linked_when_it_is_an_agency_of_ours(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SJLYDM=office.agency.code)
    assert record.source_agency == office.agency


def test_only_recorders_of_the_agency_record(office: Office, enterprise: Enterprise) -> None:
    other = make.office(2, name="武汉市生态环境局")
    inactive = make.officer("former", agency=office.agency, may_record=True)
    inactive.is_active = False
    inactive.save()
    record = make.draft(office, enterprise=enterprise)
    for person in (office.reviewer, other.recorder, inactive):
        with pytest.raises(NotPermitted):
            raw = make.typed(CF_WSH="别的文书")
            draft_record(
                kind=kind_of("penalty"), raw=raw, enterprise=enterprise, agency=office.agency, by=person, at=AT
            )
        with pytest.raises(NotPermitted):
            edit_draft(record=record, raw=make.typed(CF_SY="改动"), by=person, at=AT)
        with pytest.raises(NotPermitted):
            submit_record(record=record, by=person, at=AT)
        with pytest.raises(NotPermitted):
            discard_draft(record=record, by=person)
    assert verbs(record) == ["draft"]


def test_one_pending_record_for_each_key(office: Office, enterprise: Enterprise) -> None:
    make.draft(office, enterprise=enterprise, CF_WSH="武市监罚〔2026〕7号")
    with pytest.raises(KeyPending):
        make.draft(office, enterprise=enterprise, CF_WSH="武市监罚(2026)7号")
    make.draft(office, enterprise=enterprise, CF_WSH="武市监罚〔2026〕8号")
    assert Record.objects.count() == 2


def test_a_published_key_is_refused_at_submission(office: Office, enterprise: Enterprise) -> None:
    make.published(office, enterprise=enterprise)
    record = make.draft(office, enterprise=enterprise)
    with pytest.raises(KeyTaken):
        submit_record(record=record, by=office.recorder, at=AT)
    assert verbs(record) == ["draft"]


def test_an_edit_keeps_what_no_form_shows(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(
        office, enterprise=enterprise, CF_FR_ZJHM="G12345678", CF_XDR_MC="武汉东湖科技有限公司（曾用名）"
    )
    edit_draft(record=record, raw={"CF_SY": "另一事实"}, by=office.recorder, at=AT)
    record.refresh_from_db()
    values = record.field_values()
    assert (values["CF_FR_ZJHM"], values["CF_SY"]) == ("G12345678", "另一事实")
    assert record.subject_name == "武汉东湖科技有限公司（曾用名）"
    assert "CF_YJ" not in values


def test_an_edit_is_refused_after_submission(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        edit_draft(record=record, raw=make.typed(), by=office.recorder, at=AT)


def test_submission_names_what_is_missing(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SY="", CF_NR_FK="")
    with pytest.raises(InvalidContent) as refusal:
        submit_record(record=record, by=office.recorder, at=AT)
    assert [problem.code for problem in refusal.value.problems] == ["CF_SY", "CF_NR_FK"]
    record.refresh_from_db()
    assert record.state == State.DRAFT


def test_submission_and_return(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    assert last_event(record) == ("submit", "luru1", "DRAFT", "SUBMITTED", "")
    return_record(record=record, by=office.reviewer, at=AT, reason="事实不清")
    assert last_event(record) == ("return", "shenhe1", "SUBMITTED", "RETURNED", "事实不清")
    edit_draft(record=record, raw=make.typed(CF_SY="补充后的事实"), by=office.recorder, at=AT)
    submit_record(record=record, by=office.recorder, at=AT)
    assert verbs(record) == ["draft", "submit", "return", "edit", "submit"]


@pytest.mark.parametrize("reason", ["", "  \n", "长" * (LONGEST_REASON + 1)])
def test_a_return_needs_a_reason_that_can_be_kept(office: Office, enterprise: Enterprise, reason: str) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with pytest.raises(ReasonMissing):
        return_record(record=record, by=office.reviewer, at=AT, reason=reason)


def test_only_another_reviewer_of_the_agency_returns(office: Office, enterprise: Enterprise) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    record = make.submitted(
        Office(agency=office.agency, recorder=both, reviewer=office.reviewer), enterprise=enterprise
    )
    with pytest.raises(FourEyes):
        return_record(record=record, by=both, at=AT, reason="请核对")
    with pytest.raises(NotPermitted):
        return_record(record=record, by=make.office(2).reviewer, at=AT, reason="请核对")
    with pytest.raises(NotPermitted):
        return_record(record=record, by=office.recorder, at=AT, reason="请核对")


@pytest.mark.parametrize("state", ["draft", "returned", "published", "withdrawn"])
def test_only_what_waits_is_returned(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        return_record(record=record, by=office.reviewer, at=AT, reason="请核对")


@pytest.mark.parametrize("state", ["submitted", "published", "withdrawn"])
def test_only_what_is_with_the_recorder_is_submitted(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        submit_record(record=record, by=office.recorder, at=AT)


def test_a_draft_is_dropped_with_its_notes(office: Office, enterprise: Enterprise) -> None:
    discard_draft(record=make.draft(office, enterprise=enterprise), by=office.recorder)
    assert (Record.objects.count(), RecordEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", ["submitted", "returned", "published", "withdrawn"])
def test_what_was_submitted_once_is_never_dropped(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        discard_draft(record=record, by=office.recorder)
    assert Record.objects.filter(pk=record.pk).exists()


def test_the_class_follows_the_content_until_a_person_sets_it(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    assert (record.gravity, record.gravity_by_hand) == (Severity.GENERAL, False)
    assert record.gravity_reason
    set_severity(record=record, severity=Severity.SERIOUS, reason="情节严重", by=office.recorder, at=AT)
    edit_draft(record=record, raw=make.typed(CF_CFLB="警告", CF_NR_FK=""), by=office.recorder, at=AT)
    record.refresh_from_db()
    assert (record.gravity, record.gravity_reason, record.gravity_by_hand) == (Severity.SERIOUS, "情节严重", True)
    assert verbs(record) == ["draft", "set-gravity", "edit"]


def test_a_stated_class_is_taken_with_its_origin(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SXYZCD="严重")
    assert (record.gravity, "机关填报" in record.gravity_reason) == (Severity.SERIOUS, True)


def test_the_class_needs_a_reason_a_penalty_and_a_value(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with pytest.raises(ReasonMissing):
        set_severity(record=record, severity=Severity.SERIOUS, reason=" ", by=office.reviewer, at=AT)
    with pytest.raises(SeverityRefused):
        set_severity(record=record, severity=Severity.UNSET, reason="不明", by=office.reviewer, at=AT)
    with pytest.raises(NotPermitted):
        set_severity(record=record, severity=Severity.SERIOUS, reason="严重", by=make.office(2).reviewer, at=AT)
    honour = make.draft(office, enterprise=enterprise, kind="honour")
    with pytest.raises(SeverityRefused):
        set_severity(record=honour, severity=Severity.SERIOUS, reason="严重", by=office.reviewer, at=AT)


def test_the_class_is_fixed_by_publication(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with pytest.raises(StateChanged):
        set_severity(record=record, severity=Severity.MINOR, reason="轻微", by=office.reviewer, at=AT)


def test_a_new_version_takes_over_everything_and_supersedes(office: Office, enterprise: Enterprise) -> None:
    first = make.published(office, enterprise=enterprise, CF_FR_ZJHM="G12345678")
    version = draft_new_version(record=first, by=office.recorder, at=AT)
    assert version.field_values() == first.field_values()
    assert version.folded_document_number == first.folded_document_number != ""
    assert (version.supersedes, version.state) == (first, State.DRAFT)
    edit_draft(record=version, raw=make.typed(CF_SY="更正的事实"), by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT)
    with signals() as seen:
        publish_record(record=version, by=office.reviewer, at=AT + timedelta(days=1))
    first.refresh_from_db()
    version.refresh_from_db()
    assert (first.state, version.state) == (State.SUPERSEDED, State.PUBLISHED)
    assert version.field_values()["CF_FR_ZJHM"] == "G12345678"
    assert seen == [[enterprise.pk]]
    assert last_event(first) == ("supersede", "shenhe1", "PUBLISHED", "SUPERSEDED", f"由记录 {version.pk} 替代")


def test_one_open_version_and_only_of_what_is_published(office: Office, enterprise: Enterprise) -> None:
    first = make.published(office, enterprise=enterprise)
    draft_new_version(record=first, by=office.recorder, at=AT)
    with pytest.raises(KeyPending):
        draft_new_version(record=first, by=office.recorder, at=AT)
    with pytest.raises(NotPermitted):
        draft_new_version(record=first, by=office.reviewer, at=AT)
    honour = make.draft(office, enterprise=enterprise, kind="honour")
    with pytest.raises(StateChanged):
        draft_new_version(record=honour, by=office.recorder, at=AT)


def test_a_save_on_an_older_version_is_refused(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise)
    seen = content_version(record.pk)
    edit_draft(record=record, raw=make.typed(CF_SY="先保存的"), by=office.recorder, at=AT, seen=seen)
    with pytest.raises(DraftChanged) as caught:
        edit_draft(record=record, raw=make.typed(CF_SY="后保存的"), by=office.recorder, at=AT, seen=seen)
    assert (caught.value.by, caught.value.at) == ("luru1", AT)
    assert caught.value.version == content_version(record.pk) != seen
    record.refresh_from_db()
    assert record.field_values()["CF_SY"] == "先保存的"
    assert verbs(record) == ["draft", "edit"]


def test_nothing_typed_is_no_draft(office: Office, enterprise: Enterprise) -> None:
    kind = kind_of("penalty")
    suggested = suggestions(kind, agency=office.agency, enterprise=enterprise)
    given: dict[str, Any] = {
        "kind": kind,
        "enterprise": enterprise,
        "agency": office.agency,
        "by": office.recorder,
        "at": AT,
    }
    for raw in ({}, {"CF_SY": "", "CF_CFLB": []}, suggested):
        with pytest.raises(DraftEmpty):
            draft_record(raw=raw, **given)
    assert not Record.objects.exists()
    draft_record(raw={**suggested, "CF_SY": "事实"}, **given)
    assert Record.objects.count() == 1
