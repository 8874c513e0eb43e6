"""Publishing a record: the period is computed once, here, and stored.

docs/rules/publication.md has the rules, docs/rules/lifecycle.md the permissions.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.permissions import require_reviewer
from enterprises.catalogue.penalty_facts import domain_of, procedure_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordKind, Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.penalty_links import bounded_end
from enterprises.records.rules.publication import (
    Period,
    PublicationFacts,
    Refusal,
    RefusalCode,
    ReviewFacts,
    period_of,
    publication_refusal,
)
from enterprises.records.rules.publication.decision import KEEPABLE
from enterprises.records.rules.severity import Severity
from enterprises.records.services.authorship import wrote
from enterprises.records.services.contradictions import confirm_contradictions
from enterprises.records.services.drafting import KeyTaken
from enterprises.records.services.events import write_events
from enterprises.records.services.linked_codes import published_twins_of
from enterprises.records.services.maker_notices import hearings_of
from enterprises.records.services.penalty_links import adopt_checks, attach_penalties, penalty_end
from enterprises.records.services.personal_data import confirm_record
from enterprises.records.services.versions import (
    Carried,
    carried_over,
    extensions_of,
    last_taken_off,
    published_before,
    published_heirs_of,
    replaced_reason,
    replaced_record,
)
from enterprises.records.services.workflow import RECORDS
from enterprises.records.signals import record_published
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.days import means_no_end
from enterprises.shared.workflow.second_person import require_no_writer


class NotPublishable(Refused):
    """No rule lets the record be published, or its end has passed."""


class NotKept(Refused):
    """Only what may not be public is kept."""


class KeyWithdrawn(Refused):
    """The same record was withdrawn, or had its exit, after this one had been recorded."""


# A refusal of the decision as the exception that callers distinguish.
_REFUSED: Mapping[RefusalCode, type[Refused]] = {
    RefusalCode.KEY_TAKEN: KeyTaken,
    RefusalCode.KEY_WITHDRAWN: KeyWithdrawn,
}


def publication_facts(record: Record, *, publish_minor: bool = False) -> PublicationFacts:
    """Gather the facts of a record for the period rules."""
    return facts_from(
        kind_of(record.kind),
        record.stored_values(),
        domain=RegulatoryDomain(record.agency.domain),
        regulator=record.agency.governing_regulator,
        severity=Severity(record.gravity),
        decided_on=record.decided_on,
        valid_until=record.valid_until,
        fine_yuan=record.fine_yuan,
        publish_minor=publish_minor,
    )


def facts_from(
    kind: RecordKind,
    values: Mapping[str, object],
    *,
    domain: RegulatoryDomain,
    regulator: Regulator,
    severity: Severity,
    decided_on: date | None,
    valid_until: date | None,
    fine_yuan: Decimal | None = None,
    publish_minor: bool = False,
) -> PublicationFacts:
    """Gather the same from cleaned values and columns of a record that need not exist; `domain` is the agency's."""
    return PublicationFacts(
        kind=kind.code,
        domain=domain_of(values, agency=domain),
        regulator=regulator,
        severity=severity,
        decided_on=decided_on,
        valid_until=_unless_open(valid_until),
        adverse=kind.is_adverse(values),
        penalty_types=_texts(kind.value(values, Role.PENALTY_TYPES)),
        procedure=procedure_of(values),
        fine_yuan=fine_yuan,
        exit_on=_day(kind.value(values, Role.EXIT_DAY)),
        restriction_from=_day(kind.value(values, Role.RESTRICTION_START)),
        restriction_until=_unless_open(_day(kind.value(values, Role.RESTRICTION_END))),
        publish_minor=publish_minor,
    )


def preview_period(
    record: Record, *, on: date, publish_minor: bool = False, extended_until: date | None = None
) -> Period | Refusal:
    """Return the period of the record if it were published that day; `extended_until` as in `period_of`."""
    return period_of(
        publication_facts(record, publish_minor=publish_minor), published_on=on, extended_until=extended_until
    )


@transaction.atomic
def publish_record(
    *,
    record: Record,
    by: User,
    at: datetime,
    minor_reason: str = "",
    personal_data_confirmed: bool = False,
    contradictions_confirmed: bool = False,
) -> Record:
    """Publish a submitted record and replace the version it supersedes; a failed spot check gets its penalty.

    `minor_reason` publishes a minor record that the rules keep from the public by default.
    `personal_data_confirmed`: `by` has looked at what looks like personal data, and it is none;
    `contradictions_confirmed`: at cells that contradict each other, and they are right.

    :raises NotPermitted: `by` is no reviewer of the record's agency.
    :raises FourEyes: `by` recorded it, or wrote a part of it before somebody else went on.
    :raises ReasonMissing: the reason for a minor record is too long to be kept.
    :raises NotPublishable: no rule, no class, or the end has passed.
    :raises KeyTaken: a published record that this one does not supersede has its key.
    :raises KeyWithdrawn: the same record was withdrawn, or had its exit, while this one waited.
    :raises LooksPersonal: something looks like personal data, and that is not confirmed.
    :raises Contradicts: cells contradict each other, and that is not confirmed.
    :raises StateChanged: it is not waiting for review any more.
    """
    record = _locked(record)
    require_reviewer(by, agency=record.agency)
    return _publish(
        record,
        by=by,
        at=at,
        minor_reason=minor_reason,
        personal_data_confirmed=personal_data_confirmed,
        contradictions_confirmed=contradictions_confirmed,
    )


@transaction.atomic
def publish_of_case(*, record: Record, by: User, at: datetime) -> Record:
    """Publish a submitted record that follows from the decision of a case, as its second person.

    The case has checked that `by` may confirm; its text is the portal's own.

    :raises FourEyes: `by` recorded it.
    :raises NotPublishable: no rule, or the end has passed.
    :raises KeyTaken: a published record that this one does not supersede has its key.
    :raises KeyWithdrawn: the same record was withdrawn, or had its exit, while this one waited.
    """
    return _publish(
        _locked(record),
        by=by,
        at=at,
        minor_reason="",
        personal_data_confirmed=True,
        contradictions_confirmed=True,
    )


def _publish(
    record: Record,
    *,
    by: User,
    at: datetime,
    minor_reason: str,
    personal_data_confirmed: bool,
    contradictions_confirmed: bool,
) -> Record:
    RECORDS.require_transition(record, verb="publish")
    if minor_reason.strip():
        RECORDS.require_reason(minor_reason)
    facts = _review_facts(record, by=by, publish_minor=bool(minor_reason.strip()))
    carried = carried_over_by(record, adverse=facts.publication.adverse, on=day_of(at))
    facts = replace(facts, extended_until=carried.extended_until)
    period = publication_refusal(facts, on=day_of(at))
    if isinstance(period, Refusal):
        _refuse(period, otherwise=NotPublishable)
    confirm_record(record, confirmed=personal_data_confirmed, by=by, at=at)
    confirm_contradictions(record, confirmed=contradictions_confirmed, by=by, at=at)
    _make_room(record, by=by, at=at)
    Enterprise.objects.filter(pk=record.enterprise_id, public_from__isnull=True).update(public_from=day_of(at))
    RECORDS.move(
        record,
        verb="publish",
        by=by,
        at=at,
        reason=minor_reason,
        reviewed_by=by,
        published_at=at,
        penalty=record.penalty,
        **bounded(record, {**period_columns(period), **carried.columns(period)}),
    )
    write_events(carried.write(record, by=by, at=at))
    adopt_checks([record], by=by, at=at)
    record_published.send(sender=Record, record=record, by=by, at=at)
    return record


@transaction.atomic
def keep_record(*, record: Record, by: User, at: datetime) -> Record:
    """Keep a submitted record that may not be public, for the enterprise's own report; its review ends with that.

    :raises NotPermitted: `by` is no reviewer of the record's agency.
    :raises FourEyes: `by` wrote a part of it.
    :raises NotKept: it may be public, lacks something, or replaces a published record.
    :raises StateChanged: it is not waiting for review any more.
    """
    record = _locked(record)
    require_reviewer(by, agency=record.agency)
    RECORDS.require_transition(record, verb="keep")
    outcome = publication_refusal(_review_facts(record, by=by, publish_minor=False), on=day_of(at))
    if not isinstance(outcome, Refusal):
        raise NotKept("记录可以公示，请审核后公示。")
    if outcome.code not in KEEPABLE:
        _refuse(outcome, otherwise=NotKept)
    if published_before(record) is not None:
        raise NotKept("更正后的内容不予公示：请先撤下已公示的记录，再留存。")
    _make_room(record, by=by, at=at)
    RECORDS.move(record, verb="keep", by=by, at=at, reason=outcome.reason[:500], reviewed_by=by)
    return record


def _locked(record: Record) -> Record:
    """Read a record again, locked after the one that it corrects: an import locks them in the order of ids too."""
    corrected = record.supersedes_id
    earlier = None if corrected is None else Record.objects.select_for_update().get(pk=corrected)
    record = RECORDS.locked(record)
    record.supersedes = earlier
    return record


def _make_room(record: Record, *, by: User, at: datetime) -> None:
    """Supersede what a version replaces, if it does."""
    earlier = replaced_record(record)
    if earlier is not None:
        RECORDS.move(earlier, verb="supersede", by=by, at=at, reason=replaced_reason(record))


def _refuse(outcome: Refusal, *, otherwise: type[Refused]) -> NoReturn:
    """Raise a refusal of the decision: the exception that callers distinguish, else `otherwise`."""
    require_no_writer(wrote=outcome.code is RefusalCode.FOUR_EYES, sentence=outcome.reason)
    raise _REFUSED.get(outcome.code, otherwise)(outcome.reason)


def extension_of_predecessor(record: Record, *, on: date) -> date | None:
    """Return the end of the extension that a version takes over if it is published on that day."""
    if record.supersedes_id is None:
        return None
    return carried_over_by(record, adverse=publication_facts(record).adverse, on=on).extended_until


def carried_over_by(record: Record, *, adverse: bool, on: date) -> Carried:
    """Return what a version takes over if it is published on that day."""
    earlier = published_before(record)
    extensions = extensions_of([earlier.pk] if earlier else [], on=on)
    return carried_over(earlier, extensions=extensions, adverse=adverse)


def period_columns(period: Period) -> dict[str, Any]:
    """Return the columns of `Record` that hold a computed period."""
    return {
        "public_from": period.public_from,
        "public_until": period.public_until,
        "unheld_until": period.public_until,
        "repairable_from": period.repairable_from,
        "repair_rule": period.repair_rule,
        "repair_basis": period.repair_basis,
        "repair_confirmed": period.repair_confirmed,
        "period_rule": period.rule,
        "legal_basis": period.legal_basis,
    }


def bounded(record: Record, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a period with the end that the penalty behind a failed spot check gives."""
    until = bounded_end(columns["public_until"], penalty_end=penalty_end(record.penalty))
    return {**columns, "public_until": until}


def _review_facts(record: Record, *, by: User, publish_minor: bool) -> ReviewFacts:
    """Gather what the decision on one record depends on; the bulk path gathers the same for many at once."""
    withdrawn = _same_key(record, state=State.WITHDRAWN).aggregate(last=Max("withdrawn_at"))["last"]
    edited = record.events.filter(verb="edit").aggregate(last=Max("at"))["last"]
    unknown = attach_penalties([record]).get(record.pk, "")
    return ReviewFacts(
        publication=publication_facts(record, publish_minor=publish_minor),
        written_by_reviewer=wrote(record, by=by),
        gone_over_at=edited or record.created_at,
        last_taken_off_at=last_taken_off(record, of_key=withdrawn),
        published_id=_published_beside(record),
        supersedes_id=record.supersedes_id,
        hearing=hearings_of([record], by=by).get(record.pk),
        penalty_until=penalty_end(record.penalty),
        penalty_unknown=unknown,
    )


def _published_beside(record: Record) -> int | None:
    """Return the published record of the key, of the same decision under another code, or of another correction."""
    published = _same_key(record, state=State.PUBLISHED).first()
    if published is not None:
        return published.pk
    heirs = published_heirs_of([record.supersedes])
    return published_twins_of([record]).get(record.natural_key) or heirs.get(record.supersedes_id or 0)


def _same_key(record: Record, *, state: State) -> QuerySet[Record]:
    """Return the other records in a state that bear the key of this one; none for an empty key."""
    if not record.natural_key:
        return Record.objects.none()
    return Record.objects.filter(kind=record.kind, natural_key=record.natural_key, state=state)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _unless_open(day: date | None) -> date | None:
    """Return None for a day that stands for "no end"."""
    return None if day is None or means_no_end(day) else day


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
