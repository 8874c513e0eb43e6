"""One step informs the makers of all failed product checks of a batch (docs/rules/maker-comments.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.agencies.permissions import require_member
from enterprises.catalogue.kinds.inspection import FAILED, INSPECTION
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import Role
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.maker_notices import (
    MakerNoticeRefused,
    end_of_comments,
    notice_to,
    notices_of,
    stated_maker,
)
from enterprises.shared.clock import day_of

CHUNK = 500
_PRODUCT, _RESULT = lookup_of(INSPECTION.role(Role.PRODUCT)), lookup_of(INSPECTION.role(Role.RESULT))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMakers:
    """Of a batch: how many failed product checks have no notice yet, and how many notices there are."""

    uninformed: int
    informed: int


def makers_of(batch: ImportBatch, *, on: date) -> BatchMakers:
    """Return how many makers of a batch are informed; no query for a batch without checks."""
    if batch.kind != INSPECTION.code:
        return BatchMakers(uninformed=0, informed=0)
    return BatchMakers(uninformed=_uninformed(batch, on=on).count(), informed=notices_in(batch).count())


def notices_in(batch: ImportBatch) -> QuerySet[MakerNotice]:
    """Return the notices about records of a batch, in the order of its rows."""
    related = MakerNotice.objects.select_related("record__enterprise", "record__agency")
    return related.filter(record__batch=batch).order_by("record")


def inform_makers(*, batch: ImportBatch, expected: int, by: User, at: datetime) -> int:
    """Inform the makers of all failed product checks of a batch that have no notice, and return their number.

    Each five hundred are one transaction; a second call takes up what an interruption left. A notice goes to the maker
    that the check names, else to the enterprise checked.

    :raises NotPermitted: `by` does not belong to the batch's agency.
    :raises MakerNoticeRefused: none is left, or there are not `expected` of them any more.
    """
    require_member(by, agency=batch.agency)
    number = _uninformed(batch, on=day_of(at)).count()
    if not number:
        raise MakerNoticeRefused("本批次没有待告知的不合格产品抽查结果。")
    if number != expected:
        raise MakerNoticeRefused("待告知的抽查结果已变为{number}条，请核对后重新确认。", number=number)
    done, last_id = 0, 0
    while chunk := _inform_next(batch, after_id=last_id, by=by, at=at):
        done, last_id = done + chunk.informed, chunk.last_id
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    informed: int
    last_id: int


@transaction.atomic
def _inform_next(batch: ImportBatch, *, after_id: int, by: User, at: datetime) -> _Chunk | None:
    waiting = _without_notice(batch, on=day_of(at)).filter(pk__gt=after_id).select_related("enterprise").order_by("pk")
    locked = list(waiting.select_for_update(of=("self",))[:CHUNK])
    if not locked:
        return None
    # Read behind the lock: an earlier version may have a notice, and another officer may have informed some meanwhile.
    since = notices_of(locked)
    informed = _store([each for each in locked if each.pk not in since], by=by, at=at)
    return _Chunk(informed=informed, last_id=locked[-1].pk)


def _store(records: Sequence[Record], *, by: User, at: datetime) -> int:
    recorded = {day_of(each.created_at): each.created_at for each in records}
    ends = {on: end_of_comments(created_at, at=at) for on, created_at in recorded.items()}
    notices = [
        notice_to(stated_maker(each), record=each, end=ends[day_of(each.created_at)], by=by, at=at) for each in records
    ]
    MakerNotice.objects.bulk_create(notices)
    write_events(
        EventRow(each.record_id, at, by.pk, "inform-maker", each.record.state, each.record.state, each.maker)
        for each in notices
    )
    return len(notices)


def _uninformed(batch: ImportBatch, *, on: date) -> QuerySet[Record]:
    """Return the failed product checks of a batch that wait or are public, without a notice of any version."""
    failed = _without_notice(batch, on=on)
    return failed.exclude(pk__in=notices_of(failed.filter(supersedes__isnull=False)))


def _without_notice(batch: ImportBatch, *, on: date) -> QuerySet[Record]:
    """Return the failed product checks of a batch that wait or are public, without a notice under their key."""
    same = MakerNotice.objects.filter(record__kind=INSPECTION.code, record__natural_key=OuterRef("natural_key"))
    shown = Record.objects.in_period(on=on).filter(batch=batch)
    failed = Record.objects.filter(
        Q(state=State.SUBMITTED) | Q(pk__in=shown.values("pk")),
        ~Exists(same),
        batch=batch,
        kind=INSPECTION.code,
        **{_RESULT: FAILED, f"{_PRODUCT}__isnull": False},
    )
    return failed.exclude(**{_PRODUCT: ""})
