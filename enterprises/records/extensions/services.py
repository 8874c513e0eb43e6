"""Holds: an adverse record stays public past its end, for a cited reason (docs/rules/holds.md)."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import FourEyes, require_member
from enterprises.records.extensions.rules import HoldFacts, held_end, lifted_end, refusals_of
from enterprises.records.models import Hold, Record
from enterprises.records.services.drafting import locked
from enterprises.records.services.events import require_reason, write_event
from enterprises.records.services.publication import facts_of
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused


class HoldRefused(Refused):
    """A hold may not be placed, confirmed or lifted."""


@transaction.atomic
def request_hold(*, record: Record, legal_basis: str, until: date, by: User, at: datetime) -> Hold:
    """Ask for a hold or its renewal; it holds nothing until a second person confirms.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises HoldRefused: the record is not public any more, the end is too far, or a request is open.
    """
    record = locked(record)
    require_member(by, agency=record.agency)
    _check(record, until=until, legal_basis=legal_basis, on=day_of(at))
    if record.holds.filter(confirmed_at__isnull=True, lifted_at__isnull=True).exists():
        raise HoldRefused("已有一份延长公示申请等待确认。")
    hold = Hold.objects.create(
        record=record, legal_basis=legal_basis.strip(), until=until, requested_by=by, requested_at=at
    )
    write_event(record, verb="request-hold", by=by, at=at, reason=legal_basis)
    return hold


@transaction.atomic
def confirm_hold(*, hold: Hold, by: User, at: datetime) -> Record:
    """Let a second person put the hold into force; the later end is stored.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises FourEyes: `by` requested it.
    :raises HoldRefused: it was settled before, or the record is not public any more.
    """
    record = locked(hold.record)
    require_member(by, agency=record.agency)
    if hold.requested_by_id == by.pk:
        raise FourEyes("延长公示须由另一人确认。")
    _check(record, until=hold.until, legal_basis=hold.legal_basis, on=day_of(at))
    open_request = Hold.objects.filter(pk=hold.pk, confirmed_at__isnull=True, lifted_at__isnull=True)
    if not open_request.update(confirmed_by=by, confirmed_at=at):
        raise HoldRefused("这份延长公示申请已经处理过。")
    record.public_until = held_end(unheld_until=_unheld_end(record), hold_until=hold.until)
    record.save(update_fields=["public_until"])
    write_event(record, verb="confirm-hold", by=by, at=at, reason=hold.legal_basis)
    touch_credit_files([record.enterprise_id])
    return record


@transaction.atomic
def lift_hold(*, hold: Hold, reason: str, by: User, at: datetime) -> Record:
    """Lift a hold; publication ends at once if the end without it has passed.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises HoldRefused: it was lifted before.
    """
    record = locked(hold.record)
    require_member(by, agency=record.agency)
    require_reason(reason, sentence="请填写解除延长公示的理由。")
    if not Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_by=by, lifted_at=at):
        raise HoldRefused("这份延长公示已经解除。")
    others = record.holds.filter(confirmed_at__isnull=False, lifted_at__isnull=True)
    latest = max((other.until for other in others), default=None)
    unheld_until = _unheld_end(record)
    record.public_until = lifted_end(
        public_until=record.public_until or unheld_until,
        unheld_until=unheld_until,
        other_hold_until=latest,
        on=day_of(at),
    )
    record.save(update_fields=["public_until"])
    write_event(record, verb="lift-hold", by=by, at=at, reason=reason)
    touch_credit_files([record.enterprise_id])
    return record


def _check(record: Record, *, until: date, legal_basis: str, on: date) -> None:
    facts = HoldFacts(
        state=record.state,
        adverse=facts_of(record).adverse,
        public_from=record.public_from,
        public_until=record.public_until,
        until=until,
        legal_basis=legal_basis,
    )
    refusals = refusals_of(facts, on=on)
    if refusals:
        raise HoldRefused(" ".join(refusal.reason for refusal in refusals))


def _unheld_end(record: Record) -> date:
    if record.unheld_until is None:
        raise HoldRefused("记录没有公示截止日，无须延长。")
    return record.unheld_until
