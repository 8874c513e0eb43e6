"""Publishing a record: the period is computed once, here, and stored.

docs/rules/publication.md has the rules, docs/rules/lifecycle.md the permissions.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.permissions import FourEyes, require_reviewer
from enterprises.catalogue.penalty_facts import domain_of, procedure_of, restricted_from
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordKind, Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Period, PublicationFacts, Refusal, period_of
from enterprises.records.rules.severity import Severity
from enterprises.records.services.drafting import FOUR_EYES, locked, published_namesake
from enterprises.records.services.events import move, require_reason, require_transition
from enterprises.records.services.personal_data import confirm_record
from enterprises.register.models import Enterprise
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.days import means_no_end


class NotPublishable(Refused):
    """No rule lets the record be published, or its end has passed."""


class KeyWithdrawn(Refused):
    """The same record was withdrawn after this one had been recorded."""


# Steps that write content; "import" is the row itself.
CONTENT_VERBS = ("draft", "edit", "import")
KEY_WITHDRAWN = "同一记录在本条录入之后已经撤下，不能公示；确需重新公示的，请退回后由录入员在工作台核改并重新提交。"


def facts_of(record: Record, *, publish_minor: bool = False) -> PublicationFacts:
    """Gather the facts of a record for the period rules."""
    return facts_from(
        kind_of(record.kind),
        record.field_values(),
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
        restriction_from=restricted_from(values),
        restriction_until=_unless_open(_day(kind.value(values, Role.RESTRICTION_END))),
        publish_minor=publish_minor,
    )


def preview_period(record: Record, *, on: date, publish_minor: bool = False) -> Period | Refusal:
    """Return the period of the record if it were published that day."""
    return period_of(facts_of(record, publish_minor=publish_minor), published_on=on)


@transaction.atomic
def publish_record(
    *, record: Record, by: User, at: datetime, minor_reason: str = "", personal_data_confirmed: bool = False
) -> Record:
    """Publish a submitted record and replace the version it supersedes.

    `minor_reason` publishes a minor record that the rules keep from the public by default.
    `personal_data_confirmed`: `by` has looked at what looks like personal data, and it is none.

    :raises NotPermitted: `by` is no reviewer of the record's agency.
    :raises FourEyes: `by` recorded it, or wrote a part of it before somebody else went on.
    :raises ReasonMissing: the reason for a minor record is too long to be kept.
    :raises NotPublishable: no rule, no class, or the end has passed.
    :raises KeyTaken: a published record that this one does not supersede has its key.
    :raises KeyWithdrawn: the same record was withdrawn while this one waited.
    :raises LooksPersonal: something looks like personal data, and that is not confirmed.
    :raises StateChanged: it is not waiting for review any more.
    """
    record = locked(record)
    require_reviewer(by, agency=record.agency)
    require_transition(record, after=State.PUBLISHED)
    _check_authors(record, by=by)
    if minor_reason.strip():
        require_reason(minor_reason)
    period = preview_period(record, on=day_of(at), publish_minor=bool(minor_reason.strip()))
    if isinstance(period, Refusal):
        raise NotPublishable(period.reason)
    confirm_record(record, confirmed=personal_data_confirmed, by=by, at=at)
    _replace_earlier_version(record, by=by, at=at)
    move(
        record,
        after=State.PUBLISHED,
        verb="publish",
        by=by,
        at=at,
        reason=minor_reason,
        reviewed_by=by,
        published_at=at,
        **period_columns(period),
    )
    Enterprise.objects.filter(pk=record.enterprise_id, public_from__isnull=True).update(public_from=day_of(at))
    touch_credit_files([record.enterprise_id])
    return record


def period_columns(period: Period) -> dict[str, object]:
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


def is_withdrawn_since(rival: Record, record: Record) -> bool:
    """Return whether a record of the same key was withdrawn after this one had been recorded.

    What was repaired or annulled must not come back through a version or an import that waited;
    only what a person records after the withdrawal may (decisions on imports, docs/rules/imports.md).
    """
    return rival.withdrawn_at is not None and rival.withdrawn_at >= record.created_at


def _replace_earlier_version(record: Record, *, by: User, at: datetime) -> None:
    _check_not_withdrawn(record)
    published = published_namesake(record)
    if published is None:
        return
    move(published, after=State.SUPERSEDED, verb="supersede", by=by, at=at, reason=f"由记录 {record.pk} 替代")


def _check_authors(record: Record, *, by: User) -> None:
    """Keep everybody who wrote its content from reviewing it, whoever wrote last."""
    wrote = record.events.filter(actor=by, verb__in=CONTENT_VERBS)
    if record.recorded_by_id == by.pk or wrote.exists():
        raise FourEyes(FOUR_EYES)


def _check_not_withdrawn(record: Record) -> None:
    """Refuse what was withdrawn meanwhile, unless a person has gone over the content since."""
    same_key = Record.objects.filter(kind=record.kind, natural_key=record.natural_key, state=State.WITHDRAWN)
    since = [rival for rival in same_key.exclude(pk=record.pk) if is_withdrawn_since(rival, record)]
    if not since:
        return
    edited_at = record.events.filter(verb="edit").aggregate(last=Max("at"))["last"]
    if edited_at is None or any(rival.withdrawn_at >= edited_at for rival in since if rival.withdrawn_at):
        raise KeyWithdrawn(KEY_WITHDRAWN)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _unless_open(day: date | None) -> date | None:
    """Return None for a day that stands for "no end"."""
    return None if day is None or means_no_end(day) else day


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
