"""Which steps of a record or listing belong to a case about it (setting RESERVED_STEPS)."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import UNDECIDED
from enterprises.cases.services.effects import awaits_confirmation, outcome_of, took_off, undo_waits
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.refs import RefKind
from enterprises.shared.workflow.reserved import Reservation, Reservations, ReservedAct

_UNDO_WAITS = Q(undo_asked_at__isnull=False, undone_at__isnull=True)
_RUNS = Q(ended_at__isnull=True) | ~Q(due_step="") | _UNDO_WAITS
_TOOK_EFFECT = Q(effective_at__isnull=False, undone_at__isnull=True) & ~Q(outcome="")


def reserved_acts(kind: str, pk: int, enterprise_id: int) -> Reservations:
    """Return the acts on one thing of an enterprise that belong to cases, the oldest case first.

    One query, and one more where a case took the thing off.
    """
    found: dict[ReservedAct, Reservation] = {}
    for case in Case.objects.filter(_RUNS | _TOOK_EFFECT, enterprise=enterprise_id).order_by("-pk"):
        if not _concerns(case, kind=kind, pk=pk):
            continue
        reservation = Reservation(
            label=case_kind(case.kind).label,
            number=case.number,
            address=reverse("cases-desk:case", args=[case.number]),
            agency_id=case.agency_id,
        )
        found |= dict.fromkeys(_acts(case, kind=kind, pk=pk), reservation)
    return found


def _concerns(case: Case, *, kind: str, pk: int) -> bool:
    """Return whether a case is about a thing, or takes it off together with what it is about."""
    if (case.about_kind, case.about_id) == (kind, pk):
        return True
    return kind == RefKind.RECORD and pk in case.also_record_ids


def _acts(case: Case, *, kind: str, pk: int) -> Iterator[ReservedAct]:
    yield from _acts_while_it_runs(case)
    is_off = took_off(case) and case.undone_at is None and _is_off_by(case, kind=kind, pk=pk)
    if undo_waits(case) or is_off:
        yield ReservedAct.UNDO


def _is_off_by(case: Case, *, kind: str, pk: int) -> bool:
    """Return whether a thing is off for the reason for which the case took it off."""
    off = owner_of(RefKind(kind)).taken_off(pks=[pk]).get(pk)
    if off is None:
        return False
    return off.is_repair if outcome_of(case).effect is Effect.REPAIR else off.is_upheld


def _acts_while_it_runs(case: Case) -> Iterator[ReservedAct]:
    kind = case_kind(case.kind)
    if kind.repairs and case.ended_at is None:
        yield ReservedAct.REPAIR
    if case.state in UNDECIDED and any(each.effect is Effect.WITHDRAW for each in kind.outcomes):
        yield ReservedAct.UPHOLD
    if awaits_confirmation(case) and outcome_of(case).effect is Effect.WITHDRAW:
        yield ReservedAct.CONFIRM
    if case.marked and case.ended_at is None:
        yield ReservedAct.DISPUTE
