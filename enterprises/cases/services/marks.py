"""The mark of a dispute: on with the case, off with the last case that answers for it.

A case that ends with a correction answers for it until the draft of the correction is published or given up.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.subjects.registry import owner_of
from enterprises.records.rules.lifecycle import PENDING

# Undecided, or ended with a correction that is not published yet.
_ANSWERS = Q(ended_at__isnull=True) | Q(correction__state__in=sorted(PENDING))


def put_mark(case: Case, *, at: datetime) -> None:
    """Put the mark on, if the kind wants one; a mark that stands already is left to whoever put it on."""
    if not case_kind(case.kind).marks:
        return
    reason = f"收到异议申请 {case.number}"
    if owner_of(case.ref.kind).mark(pk=case.about_id, reason=reason, by=None, at=at):
        case.marked = True
        case.save(update_fields=["marked"])


def take_mark_off(case: Case, *, outcome: str, by: User | None, at: datetime) -> None:
    """Take the mark off at the end of a case, or leave it to another case that still answers for the same thing."""
    if not case.marked:
        return
    case.marked = False
    case.save(update_fields=["marked"])
    owner = owner_of(case.ref.kind)
    # A corrected version takes the mark over, and the cases that run.
    marked = owner.successor(pk=case.about_id) or case.about_id
    same = Case.objects.filter(about_kind=case.about_kind, about_id__in={case.about_id, marked})
    others = same.filter(_ANSWERS).exclude(pk=case.pk)
    heir = next((each for each in others.order_by("pk") if case_kind(each.kind).marks), None)
    if heir is not None:
        heir.marked = True
        heir.save(update_fields=["marked"])
        return
    owner.unmark(pk=marked, outcome=f"{case.number}：{outcome}", by=by, at=at)


def take_marks_of_corrections_off(enterprise_ids: Collection[int] | None = None, *, at: datetime | None = None) -> int:
    """Take off the marks of decided cases whose correction is published or given up; return how many.

    `enterprise_ids` None: of every enterprise. `at` None: when the correction changed last.
    """
    cases = Case.objects.filter(marked=True, ended_at__isnull=False, correction__isnull=False)
    settled = cases.exclude(correction__state__in=sorted(PENDING))
    if enterprise_ids is not None:
        settled = settled.filter(enterprise__in=enterprise_ids)
    taken = 0
    for case in settled.select_related("correction").order_by("pk"):
        correction = case.correction
        if correction is None:
            continue
        is_published = correction.published_at is not None
        moment = at or owner_of(case.ref.kind).changed_at(pk=correction.pk) or case.received_at
        take_mark_off(case, outcome="更正已公示" if is_published else "不予更正", by=None, at=moment)
        taken += 1
    return taken
