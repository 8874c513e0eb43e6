"""Cases whose thing ends meanwhile are closed with that reason; those of a corrected record go on with the version.

Runs in the transaction of the change, and as a periodic job for what ends by the calendar alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from enterprises.cases.models import Case, CaseEvent
from enterprises.cases.rules.admission import Standing
from enterprises.cases.rules.lifecycle import UNDECIDED, CaseState
from enterprises.cases.services.acceptance import is_repaired_elsewhere
from enterprises.cases.services.deadlines import set_due
from enterprises.cases.services.marks import take_mark_off, take_marks_of_corrections_off
from enterprises.cases.services.steps import end_pause
from enterprises.cases.services.workflow import CASES
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.refs import RefKind
from enterprises.shared.clock import day_of

CHUNK = 1_000
OVER = "申请所涉信息已不再公示，终止办理"
_UNDECIDED = Q(state__in=sorted(UNDECIDED)) | Q(state=CaseState.DECIDED, effective_at__isnull=True)


@transaction.atomic
def follow_subjects(enterprise_ids: Iterable[int]) -> None:
    """Bring the cases of these enterprises in line with what they are about."""
    ids = sorted(set(enterprise_ids))
    for start in range(0, len(ids), CHUNK):
        cases = Case.objects.filter(enterprise__among=ids[start : start + CHUNK])
        concerned = set(cases.order_by().values_list("enterprise_id", flat=True))
        if not concerned:  # as nearly always where many enterprises change at once
            continue
        for case in Case.objects.filter(_UNDECIDED, enterprise__in=concerned).order_by("pk"):
            _follow(case, at=None)
        take_marks_of_corrections_off(concerned)


def close_lapsed(*, at: datetime) -> int:
    """Close the cases whose thing has ended by the calendar; return how many. Three queries where nothing has."""
    running = defaultdict[RefKind, dict[int, list[Case]]](lambda: defaultdict(list))
    for case in Case.objects.filter(_UNDECIDED).order_by("pk"):
        running[case.ref.kind][case.about_id].append(case)
    closed = 0
    for kind, things in running.items():
        standing = owner_of(kind).standing(pks=list(things), on=day_of(at))
        for case in (case for pk, found in things.items() if pk not in standing for case in found):
            with transaction.atomic():
                closed += _follow(case, at=at)
    return closed


def caught_up(case: Case, *, at: datetime) -> Case:
    """Return a case as it stands at that instant: closed, if its thing has ended, though no worker ran since."""
    if not _is_undecided(case) or owner_of(case.ref.kind).standing(pks=[case.about_id], on=day_of(at)):
        return case
    with transaction.atomic():
        _follow(case, at=at)
    return Case.objects.select_related("enterprise", "agency").get(pk=case.pk)


def _follow(case: Case, *, at: datetime | None) -> bool:
    """Close or carry one case over; return whether it was closed. `at` None: when its thing changed last."""
    case = CASES.locked(case)
    owner = owner_of(case.ref.kind)
    moment = at or max(owner.changed_at(pk=case.about_id) or case.received_at, _last_step(case))
    if not _is_undecided(case):
        return False
    successor = owner.successor(pk=case.about_id)
    if successor is not None:
        _carry(case, to=successor, at=moment)
    if not _is_over(case, on=day_of(moment)):
        return False
    if is_repaired_elsewhere(case, owner.taken_off(pks=[case.about_id])):
        return False
    end_pause(case, at=moment)
    CASES.move(case, verb="lapse", by=None, at=moment, reason=OVER, ended_at=moment, outcome_reason=OVER)
    take_mark_off(case, outcome=OVER, by=None, at=moment)
    set_due(case)
    return True


def _is_undecided(case: Case) -> bool:
    return case.state in UNDECIDED or (case.state == CaseState.DECIDED and case.effective_at is None)


def _carry(case: Case, *, to: int, at: datetime) -> None:
    """Have a case go on about the version that replaced a record."""
    case.about_id = to
    if case.exclusive_key:
        case.exclusive_key = f"{case.kind} {case.about_kind} {to}"
    case.save(update_fields=["about_id", "exclusive_key"])
    CASES.note(case, verb="carry", by=None, at=at, reason=f"更正后的版本 {to}")


def _is_over(case: Case, *, on: date) -> bool:
    subject = owner_of(case.ref.kind).subject(pk=case.about_id, on=on)
    return subject is None or subject.standing is Standing.OVER


def _last_step(case: Case) -> datetime:
    return CaseEvent.objects.filter(case=case).aggregate(last=Max("at"))["last"] or case.received_at
