"""Requesting, confirming and lifting a publication extension (docs/rules/extensions.md)."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member
from enterprises.records.extensions.rules import ExtensionFacts, lifted_end, refusals_of
from enterprises.records.extensions.workflow import EXTENSIONS
from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.visibility import extended_end
from enterprises.records.services.penalty_links import follow_penalties, penalty_end
from enterprises.records.services.publication import publication_facts
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import unified_text
from enterprises.shared.workflow.second_person import require_second_person


class ExtensionRefused(Refused):
    """An extension may not be placed, confirmed or lifted as requested."""


@transaction.atomic
def request_extension(*, record: Record, legal_basis: str, until: date, by: User, at: datetime) -> PublicationExtension:
    """Request an extension or its renewal; it extends nothing until a second person confirms.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ExtensionRefused: the record is not public any more, the end is too far, or a request is open.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    legal_basis = unified_text(legal_basis).strip()
    _check(record, until=until, legal_basis=legal_basis, on=day_of(at))
    if record.extensions.filter(confirmed_at__isnull=True, lifted_at__isnull=True).exists():
        raise ExtensionRefused("已有一份延长公示申请等待确认。")
    extension = PublicationExtension.objects.create(
        record=record, legal_basis=str(legal_basis), until=until, requested_by=by, requested_at=at
    )
    RECORDS.note(record, verb="request-hold", by=by, at=at, reason=legal_basis)
    return extension


@transaction.atomic
def confirm_extension(*, extension: PublicationExtension, by: User, at: datetime) -> Record:
    """Let a second person put the extension into force; the later end is stored.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises FourEyes: `by` requested it.
    :raises ExtensionRefused: the record is not public any more.
    :raises StateChanged: it was settled before.
    """
    record = RECORDS.locked(extension.record)
    require_member(by, agency=record.agency)
    extension = _locked(extension, record=record)
    require_second_person(by, first_id=extension.requested_by_id, sentence="延长公示须由另一人确认。")
    _check(record, until=extension.until, legal_basis=extension.legal_basis, on=day_of(at))
    record.public_until = extended_end(unheld_until=_unheld_end(record), extension_until=extension.until)
    record.save(update_fields=["public_until"])
    EXTENSIONS.move(
        extension,
        verb="confirm-hold",
        by=by,
        at=at,
        reason=extension.legal_basis,
        confirmed_by=by,
        confirmed_at=at,
    )
    follow_penalties([record], by=by, at=at)
    return record


@transaction.atomic
def lift_extension(*, extension: PublicationExtension, reason: str, by: User, at: datetime) -> Record:
    """Lift an extension; publication ends at once if the end without it has passed.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it was lifted before.
    """
    record = RECORDS.locked(extension.record)
    require_member(by, agency=record.agency)
    extension = _locked(extension, record=record)
    RECORDS.require_reason(reason, sentence="请填写解除延长公示的理由。")
    EXTENSIONS.require_transition(extension, verb="lift-hold")
    others = record.extensions.filter(confirmed_at__isnull=False, lifted_at__isnull=True).exclude(pk=extension.pk)
    unheld_until = _unheld_end(record)
    record.public_until = lifted_end(
        public_until=record.public_until or unheld_until,
        unheld_until=unheld_until,
        other_extension_until=max((other.until for other in others), default=None),
        on=day_of(at),
    )
    record.save(update_fields=["public_until"])
    EXTENSIONS.move(extension, verb="lift-hold", by=by, at=at, reason=reason, lifted_by=by, lifted_at=at)
    follow_penalties([record], by=by, at=at)
    return record


def _locked(extension: PublicationExtension, *, record: Record) -> PublicationExtension:
    """Read an extension again behind the lock of its record."""
    found = EXTENSIONS.locked(extension)
    found.record = record
    return found


def _check(record: Record, *, until: date, legal_basis: str, on: date) -> None:
    facts = ExtensionFacts(
        state=record.state,
        adverse=publication_facts(record).adverse,
        public_from=record.public_from,
        public_until=record.public_until,
        until=until,
        legal_basis=legal_basis,
        penalty_until=penalty_end(record.penalty),
    )
    refusals = refusals_of(facts, on=on)
    if refusals:
        raise ExtensionRefused(" ".join(refusal.reason for refusal in refusals))


def _unheld_end(record: Record) -> date:
    if record.unheld_until is None:
        raise ExtensionRefused("记录没有公示截止日，无须延长。")
    return record.unheld_until
