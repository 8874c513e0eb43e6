"""Recomputing stored periods after a change of the rule table (docs/rules/publication.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.penalty_links import bounded_end, followed_end
from enterprises.records.rules.publication import Period, recomputed_end
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.penalty_links import follow_penalties, penalty_end
from enterprises.records.services.publication import preview_period
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of

CHUNK = 500
REPAIR_COLUMNS = ("repairable_from", "repair_rule", "repair_basis", "repair_confirmed")
COLUMNS = ("public_until", "unheld_until", "period_rule", "legal_basis", *REPAIR_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stored period that differs from the present table; `until` are first days no longer public."""

    record_id: int
    until_before: date | None
    until_after: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """What became of a chunk of published records."""

    seen: int
    changes: tuple[Change, ...]
    last_id: int


@transaction.atomic
def recompute_next(*, after_id: int, at: datetime, write: bool) -> Recomputed | None:
    """Recompute the next published records that have not ended, in one transaction; None if none is left.

    An end that has passed is left alone, and a new one is never before the day of `at`. Only the
    unheld end is recomputed; a confirmed extension that ends later still governs.
    """
    on = day_of(at)
    records = _locked(after_id=after_id, on=on)
    if not records:
        return None
    extensions = _latest_extensions(records)
    changed = [
        (record, change) for record in records if (change := _apply(record, extension=extensions.get(record.pk), on=on))
    ]
    if write and changed:
        _write(changed, at=at)
    return Recomputed(seen=len(records), changes=tuple(change for _, change in changed), last_id=records[-1].pk)


def _locked(*, after_id: int, on: date) -> list[Record]:
    not_ended = Q(unheld_until__isnull=True) | Q(unheld_until__gt=on)
    waiting = Record.objects.filter(not_ended, state=State.PUBLISHED, pk__gt=after_id)
    related = waiting.select_related("agency", "enterprise")
    records = list(related.order_by("pk").select_for_update(of=("self",))[:CHUNK])
    penalties = Record.objects.in_bulk([record.penalty_id for record in records if record.penalty_id])
    for record in records:
        if record.penalty_id:
            record.penalty = penalties[record.penalty_id]
    return records


def _latest_extensions(records: Iterable[Record]) -> dict[int, date]:
    """Return the latest end among the extensions in force of each record."""
    ids = [record.pk for record in records]
    running = PublicationExtension.objects.filter(record__in=ids, confirmed_at__isnull=False, lifted_at__isnull=True)
    return dict(running.order_by("until", "id").values_list("record_id", "until"))


def _apply(record: Record, *, extension: date | None, on: date) -> Change | None:
    """Bring a record in memory to the present table; None without a difference."""
    before = [getattr(record, name) for name in COLUMNS]
    fresh = preview_period(record, on=record.public_from or on, publish_minor=True)
    outcome = recomputed_end(stored_until=record.unheld_until, fresh=fresh, on=on)
    reason = outcome.reason
    if isinstance(fresh, Period):
        record.period_rule, record.legal_basis = fresh.rule, fresh.legal_basis
        for name in REPAIR_COLUMNS:
            setattr(record, name, getattr(fresh, name))
        reason = f"公示规则调整：{fresh.legal_basis}"
    record.unheld_until = outcome.public_until
    record.public_until = _end_of(record, own_end=_later(outcome.public_until, extension), on=on)
    if [getattr(record, name) for name in COLUMNS] == before:
        return None
    return Change(record_id=record.pk, until_before=before[0], until_after=record.public_until, reason=reason)


def _end_of(record: Record, *, own_end: date | None, on: date) -> date | None:
    """Return the end to store: that of the penalty behind a failed spot check where it is earlier."""
    if record.penalty is None:
        return own_end
    wanted = bounded_end(own_end, penalty_end=penalty_end(record.penalty))
    return followed_end(stored=record.public_until, wanted=wanted, on=on, reopens=False)


def _later(unheld_until: date | None, extension: date | None) -> date | None:
    return unheld_until if unheld_until is None or extension is None else max(unheld_until, extension)


def _write(changed: Sequence[tuple[Record, Change]], *, at: datetime) -> None:
    Record.objects.bulk_update([record for record, _ in changed], COLUMNS)
    write_events(
        EventRow(
            record_id=record.pk,
            at=at,
            actor_id=None,
            verb="recompute",
            before=State.PUBLISHED,
            after=State.PUBLISHED,
            reason=change.reason[:500],
        )
        for record, change in changed
    )
    touch_credit_files(record.enterprise_id for record, _ in changed)
    follow_penalties([record for record, _ in changed], by=None, at=at)
