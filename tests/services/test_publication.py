"""Publication: by a second person, with a period, once for each key, or not at all."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services import workflow
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.contradictions import Contradicts
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import KeyTaken, draft_new_version, edit_draft, submit_record
from enterprises.records.services.publication import KeyWithdrawn, NotPublishable, publish_record
from enterprises.records.services.waiting import return_record
from enterprises.records.services.workflow import LONGEST_REASON
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, signals, verbs

DAY = timedelta(days=1)


def test_publication_stores_the_period_and_tells_about_it(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    with signals() as seen:
        publish_record(record=record, by=office.reviewer, at=AT)
    record.refresh_from_db()
    enterprise.refresh_from_db()
    assert (record.state, record.reviewed_by, record.published_at) == (State.PUBLISHED, office.reviewer, AT)
    assert (record.public_from, record.public_until) == (ON, date(2027, 4, 1))
    assert record.unheld_until == record.public_until
    assert record.repairable_from == date(2026, 7, 1)
    assert record.period_rule
    assert "107" in record.legal_basis
    assert last_event(record) == ("publish", "shenhe1", "SUBMITTED", "PUBLISHED", "")
    assert (seen, enterprise.revision) == ([[enterprise.pk]], 2)


def test_an_enterprise_that_only_a_record_named_becomes_public_with_it(office: Office) -> None:
    enterprise = make.new_enterprise(public=False)
    record = make.submitted(office, enterprise=enterprise)
    enterprise.refresh_from_db()
    assert enterprise.public_from is None
    publish_record(record=record, by=office.reviewer, at=AT)
    enterprise.refresh_from_db()
    assert enterprise.public_from == ON


def test_nobody_publishes_what_they_recorded(office: Office, enterprise: Enterprise) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    own = Office(agency=office.agency, recorder=both, reviewer=office.reviewer)
    record = make.submitted(own, enterprise=enterprise)
    with pytest.raises(FourEyes):
        publish_record(record=record, by=both, at=AT)


def test_nobody_publishes_what_they_wrote_a_part_of(office: Office, enterprise: Enterprise) -> None:
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    record = make.returned(Office(agency=office.agency, recorder=both, reviewer=office.reviewer), enterprise=enterprise)
    edit_draft(record=record, raw=make.typed(CF_SY="改写的事实"), by=office.recorder, at=AT)
    submit_record(record=record, by=office.recorder, at=AT)
    with pytest.raises(FourEyes):
        publish_record(record=record, by=both, at=AT)
    publish_record(record=record, by=office.reviewer, at=AT)


def test_only_a_reviewer_of_the_agency_publishes(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    for person in (office.recorder, make.office(2).reviewer, make.officer("list-keeper", credit_office=True)):
        with pytest.raises(NotPermitted):
            publish_record(record=record, by=person, at=AT)
    assert verbs(record) == ["draft", "submit"]


@pytest.mark.parametrize("state", ["draft", "returned", "published", "withdrawn"])
def test_only_what_waits_is_published(office: Office, enterprise: Enterprise, state: str) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    before = verbs(record)
    with pytest.raises(StateChanged):
        publish_record(record=record, by=office.reviewer, at=AT)
    assert verbs(record) == before


def test_no_rule_no_class_no_publication(office: Office, enterprise: Enterprise) -> None:
    old = make.submitted(office, enterprise=enterprise, CF_WSH="旧文书", CF_JDRQ="2018-01-02")
    elsewhere = make.office(
        2, name="武汉市交通运输局", domain="TRANSPORT"
    )  # without the market regulator's residual class
    unclear = make.submitted(elsewhere, enterprise=enterprise, CF_WSH="未定", CF_CFLB="其他-责令改正", CF_NR_FK="")
    warning = make.submitted(office, enterprise=enterprise, CF_WSH="警告", CF_CFLB="警告", CF_NR_FK="")
    for record, reviewer in ((old, office.reviewer), (unclear, elsewhere.reviewer), (warning, office.reviewer)):
        with signals() as seen, pytest.raises(NotPublishable):
            publish_record(record=record, by=reviewer, at=AT)
        record.refresh_from_db()
        assert (record.state, record.public_from, seen) == (State.SUBMITTED, None, [])


def test_a_minor_penalty_needs_the_reviewers_reason(enterprise: Enterprise) -> None:
    office = make.office(domain="OTHER")
    record = make.submitted(office, enterprise=enterprise, CF_SXYZCD="轻微")
    with pytest.raises(NotPublishable):
        publish_record(record=record, by=office.reviewer, at=AT)
    with pytest.raises(NotPublishable):
        publish_record(record=record, by=office.reviewer, at=AT, minor_reason="  ")
    with pytest.raises(ReasonMissing):
        publish_record(record=record, by=office.reviewer, at=AT, minor_reason="长" * (LONGEST_REASON + 1))
    after = publish_record(record=record, by=office.reviewer, at=AT, minor_reason="涉及食品安全,公众关注")
    assert after.public_until == date(2026, 7, 1)
    assert last_event(record)[-1] == "涉及食品安全,公众关注"


def test_a_published_key_is_not_taken_by_another_record(office: Office, enterprise: Enterprise) -> None:
    second = make.submitted(office, enterprise=enterprise)
    Record.objects.filter(pk=second.pk).update(natural_key="moved")
    make.published(office, enterprise=enterprise)
    Record.objects.filter(pk=second.pk).update(natural_key=Record.objects.get(state="PUBLISHED").natural_key)
    with pytest.raises(KeyTaken):
        publish_record(record=second, by=office.reviewer, at=AT)


def test_what_was_withdrawn_does_not_return_through_a_waiting_version(office: Office, enterprise: Enterprise) -> None:
    first = make.published(office, enterprise=enterprise)
    version = draft_new_version(record=first, by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT)
    reason = WithdrawalReason.ANNULLED
    withdraw_record(record=first, reason=reason, note="复议决定1号", by=office.reviewer, at=AT + DAY)
    with pytest.raises(KeyWithdrawn):
        publish_record(record=version, by=office.reviewer, at=AT + DAY)
    return_record(record=version, by=office.reviewer, at=AT + DAY, reason="原决定已撤销")
    edit_draft(record=version, raw=make.typed(CF_SY="变更后的决定"), by=office.recorder, at=AT + 2 * DAY)
    submit_record(record=version, by=office.recorder, at=AT + 2 * DAY)
    after = publish_record(record=version, by=office.reviewer, at=AT + 2 * DAY)
    assert after.state == State.PUBLISHED


def test_a_person_may_record_again_what_was_withdrawn(office: Office, enterprise: Enterprise) -> None:
    first = make.withdrawn(office, enterprise=enterprise)
    again = make.submitted(office, enterprise=enterprise, at=AT + DAY)
    publish_record(record=again, by=office.reviewer, at=AT + DAY)
    assert again.natural_key == first.natural_key
    assert Record.objects.filter(natural_key=first.natural_key).count() == 2


def test_an_imported_row_does_not_bring_back_what_was_withdrawn(office: Office, enterprise: Enterprise) -> None:
    waiting = make.submitted(office, enterprise=enterprise)
    batch = ImportBatch.objects.create(kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT)
    key = waiting.natural_key
    Record.objects.filter(pk=waiting.pk).update(batch=batch, natural_key="elsewhere")
    withdrawn = make.withdrawn(office, enterprise=enterprise)
    assert withdrawn.natural_key == key
    Record.objects.filter(pk=waiting.pk).update(natural_key=key)
    with pytest.raises(KeyWithdrawn):
        publish_record(record=waiting, by=office.reviewer, at=AT + DAY)


def test_a_failure_leaves_nothing_behind(
    office: Office, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make.published(office, enterprise=enterprise)
    version = draft_new_version(record=first, by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT)

    def fail(enterprise_ids: list[int]) -> None:
        raise RuntimeError("the outbox is full")

    monkeypatch.setattr(workflow, "touch_credit_files", fail)
    with pytest.raises(RuntimeError):
        publish_record(record=version, by=office.reviewer, at=AT)
    first.refresh_from_db()
    version.refresh_from_db()
    assert (first.state, version.state, version.public_from) == (State.PUBLISHED, State.SUBMITTED, None)
    assert verbs(first) == ["draft", "submit", "publish"]
    assert verbs(version) == ["draft", "submit"]


def test_a_stale_copy_does_not_win(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    stale = Record.objects.get(pk=record.pk)
    publish_record(record=record, by=office.reviewer, at=AT)
    with pytest.raises(StateChanged):
        return_record(record=stale, by=office.reviewer, at=AT, reason="请核对")


def test_a_penalty_by_simple_procedure_is_minor_and_published_only_with_a_reason(
    office: Office, enterprise: Enterprise
) -> None:
    record = make.draft(office, enterprise=enterprise, X_CFCX="简易程序", CF_NR_FK="500", CF_SXYZCD="严重")
    submit = partial(submit_record, record=record, by=office.recorder, at=AT)
    with pytest.raises(Contradicts, match="超过通常的范围"):
        submit()
    record = submit(contradictions_confirmed=True)
    publish = partial(publish_record, record=record, by=office.reviewer, at=AT, contradictions_confirmed=True)
    assert record.gravity == "MINOR"
    assert "简易程序" in record.gravity_reason
    with pytest.raises(NotPublishable, match="轻微"):
        publish()
    after = publish(minor_reason="群众关注")
    assert (after.public_until, after.repairable_from) == (date(2026, 7, 1), date(2026, 4, 1))
    assert (after.repair_rule, after.repair_confirmed) == ("SAMR-36-SIMPLE", False)


def test_a_penalty_by_simple_procedure_from_before_order_36_is_kept(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise, X_CFCX="简易程序", CF_JDRQ="2026-03-31")
    with pytest.raises(NotPublishable, match="不予公示"):
        publish_record(record=record, by=office.reviewer, at=AT, minor_reason="群众关注")
    record.refresh_from_db()
    assert record.state == State.SUBMITTED


def test_the_procedure_is_asked_before_a_typed_penalty_is_submitted(office: Office, enterprise: Enterprise) -> None:
    with pytest.raises(InvalidContent) as refused:
        make.submitted(office, enterprise=enterprise, X_CFCX="")
    assert [problem.label for problem in refused.value.problems] == ["处罚程序"]


def test_the_domain_of_the_penalty_decides_not_the_agencys(office: Office, enterprise: Enterprise) -> None:
    at = datetime(2025, 6, 10, 2, tzinfo=UTC)
    food = make.published(
        office, enterprise=enterprise, at=at, X_CFLY="食品药品", CF_JDRQ="2025-06-02", CF_SXYZCD="严重"
    )
    market = make.published(
        office, enterprise=enterprise, at=at, CF_WSH="其他文书", CF_JDRQ="2025-06-02", CF_SXYZCD="严重"
    )
    assert (food.repairable_from, market.repairable_from) == (date(2026, 6, 2), date(2025, 12, 10))
    assert "第107号" in food.repair_basis
    assert "第45号" in market.repair_basis
    assert (food.repair_confirmed, market.repair_confirmed) == (False, True)
