"""A failed spot check ends its publication no later than the penalty behind it (docs/rules/penalty-links.md)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from enterprises.records.extensions.services import (
    ExtensionRefused,
    confirm_extension,
    lift_extension,
    request_extension,
)
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.severity import Severity
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import draft_new_version, edit_draft, set_severity, submit_record
from enterprises.records.services.penalty_links import FOLLOWED
from enterprises.records.services.publication import NotPublishable, publish_record
from enterprises.records.services.recomputation import recompute_next
from enterprises.records.services.repairs import confirm_repair, propose_repair
from enterprises.records.services.takebacks import ask_takeback, refuse_withdrawal, take_back
from enterprises.records.services.waiting import move_record
from enterprises.register.models import Enterprise
from enterprises.register.signals import credit_file_changed
from tests import make
from tests.doors.make import KETTLE
from tests.make import AT, ON, Office
from tests.services.watch import last_event

DAY = timedelta(days=1)
NUMBER = "武市监处罚〔2026〕88号"
END = date(2026, 7, 30)  # three months from the decision: the penalty is minor
EXTENDED = date(2026, 12, 1)
CHECK: dict[str, Any] = KETTLE | {"X_JC_RQ": "2026-04-20", "X_JC_CFWSH": "武市监处罚(2026)第88号"}
OWN = date(2027, 4, 20)


@pytest.fixture
def penalty(office: Office, enterprise: Enterprise) -> Record:
    return minor(office, enterprise)


@pytest.fixture
def check(office: Office, enterprise: Enterprise, penalty: Record) -> Record:
    return make.published(office, enterprise=enterprise, kind="inspection", **CHECK)


def waiting_minor(office: Office, enterprise: Enterprise, **changes: str) -> Record:
    given: dict[str, Any] = {"CF_WSH": NUMBER, "CF_JDRQ": "2026-04-30"} | changes
    record = make.draft(office, enterprise=enterprise, **given)
    set_severity(record=record, severity=Severity.MINOR, reason="首次违法", by=office.recorder, at=AT)
    return submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)


def minor(office: Office, enterprise: Enterprise, **changes: str) -> Record:
    return shown(waiting_minor(office, enterprise, **changes), office)


def shown(record: Record, office: Office, *, at: datetime = AT) -> Record:
    return publish_record(
        record=record, by=office.reviewer, at=at, minor_reason="行业主管部门认为必要", personal_data_confirmed=True
    )


@contextmanager
def seen_ends(check: Record) -> Iterator[list[date | None]]:
    """Collect the stored end of a check at each signal of a changed file."""
    seen: list[date | None] = []

    def receive(**_signal: Any) -> None:
        seen.append(until(check))

    credit_file_changed.connect(receive)
    try:
        yield seen
    finally:
        credit_file_changed.disconnect(receive)


def until(check: Record) -> date | None:
    return Record.objects.get(pk=check.pk).public_until


def annulled(penalty: Record, office: Office, *, days: int = 0) -> Record:
    reason = WithdrawalReason.ANNULLED
    return withdraw_record(record=penalty, reason=reason, note="复议决定1号", by=office.recorder, at=AT + days * DAY)


def repaired(penalty: Record, office: Office) -> Record:
    Record.objects.filter(pk=penalty.pk).update(repairable_from=ON)
    propose_repair(record=penalty, note="修复决定1号", by=office.recorder, at=AT)
    return confirm_repair(record=penalty, by=office.reviewer, at=AT + DAY)


def repair_undone(penalty: Record, office: Office) -> Record:
    repaired(penalty, office)
    ask_takeback(record=penalty, reason="材料不实", by=office.recorder, at=AT + 3 * DAY)
    return take_back(record=penalty, by=office.reviewer, at=AT + 4 * DAY)


def annulment_refused(penalty: Record, office: Office) -> Record:
    record = annulled(penalty, office)
    return refuse_withdrawal(record=record, reason="决定仍然有效", by=office.reviewer, at=AT + DAY)


def extended(penalty: Record, office: Office) -> Record:
    extension = request_extension(
        record=penalty, legal_basis="未履行缴款义务", until=EXTENDED, by=office.recorder, at=AT
    )
    return confirm_extension(extension=extension, by=office.reviewer, at=AT)


def lifted(penalty: Record, office: Office) -> Record:
    extended(penalty, office)
    extension = penalty.extensions.get()
    return lift_extension(extension=extension, reason="已经履行", by=office.recorder, at=AT + DAY)


def corrected(penalty: Record, office: Office) -> Record:
    version = draft_new_version(record=penalty, by=office.recorder, at=AT)
    raw = make.typed(CF_WSH="武市监处罚〔2026〕89号", CF_JDRQ="2026-05-02")
    edit_draft(record=version, raw=raw, by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT, personal_data_confirmed=True)
    return shown(version, office)


STEPS: dict[str, tuple[Callable[[Record, Office], Record], date]] = {
    "extended": (extended, EXTENDED),
    "lifted": (lifted, END),
    "repaired": (repaired, ON + DAY),
    "repair undone": (repair_undone, END),
    "annulled": (annulled, OWN),
    "annulment refused": (annulment_refused, END),
    "corrected": (corrected, date(2026, 8, 2)),
}


def test_a_check_ends_with_its_penalty_and_keeps_its_own_end_beside(check: Record, penalty: Record) -> None:
    assert (penalty.public_until, check.public_until, check.unheld_until) == (END, END, OWN)
    assert check.penalty == penalty
    for day in (END - DAY, END):
        public = Record.objects.public(on=day).filter(pk__in=[penalty.pk, check.pk]).count()
        assert public == (2 if day < END else 0)


@pytest.mark.parametrize("name", STEPS)
def test_the_end_follows_each_step_of_the_penalty(name: str, check: Record, penalty: Record, office: Office) -> None:
    step, end = STEPS[name]
    with seen_ends(check) as seen:
        after = step(penalty, office)
    check.refresh_from_db()
    assert (check.public_until, check.unheld_until, check.state) == (end, OWN, State.PUBLISHED)
    assert check.penalty == after
    assert after.state == State.WITHDRAWN or after.public_until == end
    verb, _actor, _before, _after, reason = last_event(check)
    assert verb == FOLLOWED
    assert f"公示至{end - DAY}" in reason
    assert seen[-1] == end  # search, lists and cases learn of it last


def test_an_own_end_that_is_earlier_stays(office: Office, enterprise: Enterprise, penalty: Record) -> None:
    early = make.published(office, enterprise=enterprise, kind="inspection", **CHECK | {"X_JC_RQ": "2025-06-01"})
    assert (early.public_until, early.penalty) == (date(2026, 6, 1), penalty)
    annulled(penalty, office)
    assert until(early) == date(2026, 6, 1)


def test_what_ended_with_its_penalty_stays_ended_when_the_penalty_falls_later(
    check: Record, penalty: Record, office: Office
) -> None:
    later = (END - ON).days + 5
    annulled(penalty, office, days=later)
    assert until(check) == END
    refuse_withdrawal(record=penalty, reason="决定仍然有效", by=office.reviewer, at=AT + (later + 1) * DAY)
    assert until(check) == END


def test_the_check_of_a_withdrawal_that_is_undone_follows_what_happened_meanwhile(
    check: Record, penalty: Record, office: Office
) -> None:
    annulled(check, office)
    repaired(penalty, office)
    refuse_withdrawal(record=check, reason="检验结论有效", by=office.reviewer, at=AT + 2 * DAY)
    assert until(check) == ON + DAY


def test_a_penalty_that_is_published_later_takes_its_checks_along(office: Office, enterprise: Enterprise) -> None:
    waiting = waiting_minor(office, enterprise)
    check = make.published(office, enterprise=enterprise, kind="inspection", **CHECK)
    assert (check.public_until, check.penalty) == (OWN, waiting)
    shown(waiting, office)
    assert until(check) == END


def test_a_penalty_recorded_anew_inherits_the_checks_of_the_withdrawn_one(
    check: Record, penalty: Record, office: Office, enterprise: Enterprise
) -> None:
    annulled(penalty, office)
    record = waiting_minor(office, enterprise, CF_JDRQ="2026-05-02")
    Record.objects.filter(pk=record.pk).update(created_at=AT + DAY)
    again = shown(record, office, at=AT + 2 * DAY)
    check.refresh_from_db()
    assert (check.penalty, check.public_until) == (again, again.public_until)


def test_a_recomputation_keeps_the_check_at_its_penalty(check: Record, penalty: Record) -> None:
    Record.objects.filter(pk=penalty.pk).update(public_until=EXTENDED, unheld_until=EXTENDED)
    Record.objects.filter(pk=check.pk).update(public_until=EXTENDED)
    recompute_next(after_id=0, at=AT, write=True)
    penalty.refresh_from_db()
    assert penalty.public_until == END
    assert until(check) == END
    done = recompute_next(after_id=0, at=AT, write=True)
    assert done is not None
    assert done.changes == ()


def test_the_check_itself_is_extended_up_to_its_penalty_only(check: Record, penalty: Record, office: Office) -> None:
    with pytest.raises(ExtensionRefused, match=f"不得晚于 {END}"):
        request_extension(record=check, legal_basis="未整改", until=EXTENDED, by=office.recorder, at=AT)


# What a check names, and the sentence that refuses it.
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "unknown": ({"X_JC_CFWSH": "武市监处罚〔2026〕87号"}, "没有对该企业"),
    "checked later": ({"X_JC_RQ": "2026-05-01"}, "晚于该处罚的决定日期（2026-04-30）"),
    "passed": ({"X_JC_JGPD": "合格", "X_JC_BHG": ""}, "只有不合格的"),
    "no spot check": ({"X_JC_LX": "日常检查"}, "只有不合格的"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_number_is_refused_at_its_field(
    name: str, office: Office, enterprise: Enterprise, penalty: Record
) -> None:
    changes, sentence = WRONG[name]
    with pytest.raises(InvalidContent) as refusal:
        make.draft(office, enterprise=enterprise, kind="inspection", **CHECK | changes)
    (problem,) = refusal.value.problems
    assert problem.code == "X_JC_CFWSH"
    assert sentence in problem.message


def test_another_agency_or_enterprise_is_no_match(office: Office, enterprise: Enterprise, penalty: Record) -> None:
    for other, subject in ((make.office(2, name="武昌区局"), enterprise), (office, make.new_enterprise(2))):
        with pytest.raises(InvalidContent):
            make.draft(other, enterprise=subject, kind="inspection", **CHECK)


def test_one_number_under_two_codes_of_the_enterprise_is_refused(
    office: Office, enterprise: Enterprise, penalty: Record
) -> None:
    former = make.new_enterprise(2)
    other = minor(office, former)
    Enterprise.objects.filter(pk=former.pk).update(now_under=enterprise)
    with pytest.raises(InvalidContent) as refusal:
        make.draft(office, enterprise=enterprise, kind="inspection", **CHECK)
    assert f"（记录{penalty.pk}、{other.pk}）" in refusal.value.problems[0].message


def test_the_penalty_under_a_former_code_is_found(office: Office, enterprise: Enterprise) -> None:
    former = make.new_enterprise(2)
    penalty = minor(office, former)
    Enterprise.objects.filter(pk=former.pk).update(now_under=enterprise)
    assert make.published(office, enterprise=enterprise, kind="inspection", **CHECK).penalty == penalty


# What happens to the penalty while the check waits, and why the check is not published then.
MEANWHILE = {"repaired": (repaired, "自2026-05-07起不再公示"), "annulled": (annulled, "没有对该企业")}


@pytest.mark.parametrize("in_batch", [False, True], ids=["single", "batch"])
@pytest.mark.parametrize("name", MEANWHILE)
def test_a_check_whose_penalty_ended_meanwhile_is_not_published(
    name: str, in_batch: bool, office: Office, enterprise: Enterprise, penalty: Record
) -> None:
    check = make.submitted(office, enterprise=enterprise, kind="inspection", **CHECK)
    step, sentence = MEANWHILE[name]
    step(penalty, office)
    if in_batch:
        (refused,) = publish_batch(batch_of(check, office), by=office.reviewer, at=AT + DAY).refused
        reason = refused.reason
    else:
        with pytest.raises(NotPublishable) as refusal:
            publish_record(record=check, by=office.reviewer, at=AT + DAY)
        reason = str(refusal.value)
    assert sentence in reason


def test_a_batch_links_and_ends_as_one_publication_does(
    check: Record, office: Office, enterprise: Enterprise, penalty: Record
) -> None:
    waiting = make.submitted(
        office, enterprise=enterprise, kind="inspection", **CHECK | {"X_JC_BH": "抽检〔2026〕901号"}
    )
    publish_batch(batch_of(waiting, office), by=office.reviewer, at=AT)
    waiting.refresh_from_db()
    columns = ("penalty_id", "public_until", "unheld_until", "state")
    assert [getattr(waiting, name) for name in columns] == [getattr(check, name) for name in columns]


def test_penalties_of_a_batch_take_their_checks_along(check: Record, office: Office, penalty: Record) -> None:
    version = draft_new_version(record=penalty, by=office.recorder, at=AT)
    raw = make.typed(CF_WSH=NUMBER, CF_JDRQ="2026-05-02")
    edit_draft(record=version, raw=raw, by=office.recorder, at=AT)
    set_severity(record=version, severity=Severity.GENERAL, reason="情节", by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT, personal_data_confirmed=True)
    seen: dict[str, Any] = {"personal_data_confirmed": [version.pk], "changes": [version.pk]}
    publish_batch(batch_of(version, office), by=office.reviewer, at=AT, **seen)
    check.refresh_from_db()
    assert (check.penalty, check.public_until) == (version, OWN)


def test_a_moved_draft_looks_for_its_penalty_anew(office: Office, enterprise: Enterprise, penalty: Record) -> None:
    check = make.draft(office, enterprise=enterprise, kind="inspection", **CHECK)
    moved = move_record(record=check, enterprise=make.new_enterprise(2), reason="记错", by=office.recorder, at=AT)
    with pytest.raises(InvalidContent):
        submit_record(record=moved, by=office.recorder, at=AT, personal_data_confirmed=True)


def batch_of(record: Record, office: Office) -> ImportBatch:
    batch = ImportBatch.objects.create(
        kind=record.kind, agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=1, finished_at=AT
    )
    Record.objects.filter(pk=record.pk).update(batch=batch)
    return batch
