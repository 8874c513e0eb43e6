"""The mark of a dispute: on with the case, off with the last case that answers for it."""

from datetime import datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.subjects.registry import owner_of


def put_mark(case: Case, *, at: datetime) -> None:
    """Put the mark on, if the kind wants one; a mark that stands already is left to whoever put it on."""
    if not case_kind(case.kind).marks:
        return
    reason = f"收到异议申请 {case.number}"
    if owner_of(case.ref.kind).mark(pk=case.about_id, reason=reason, by=None, at=at):
        case.marked = True
        case.save(update_fields=["marked"])


def take_mark_off(case: Case, *, outcome: str, by: User | None, at: datetime) -> None:
    """Take the mark off at the end of a case, or leave it to another case that runs about the same thing."""
    if not case.marked:
        return
    case.marked = False
    case.save(update_fields=["marked"])
    others = Case.objects.about(case.ref).filter(ended_at__isnull=True).exclude(pk=case.pk)
    heir = next((each for each in others.order_by("pk") if case_kind(each.kind).marks), None)
    if heir is not None:
        heir.marked = True
        heir.save(update_fields=["marked"])
        return
    owner_of(case.ref.kind).unmark(pk=case.about_id, outcome=f"{case.number}：{outcome}", by=by, at=at)
