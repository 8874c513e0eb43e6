"""Reads of cases for pages, inbox and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.rules.admission import CaseAdmission
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, CaseState
from enterprises.cases.services.admission import admission_of
from enterprises.cases.services.permissions import has_role
from enterprises.cases.subjects.registry import subject_of, subject_owners
from enterprises.cases.subjects.types import CaseSubject
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise

MOST_THINGS = 100


def cases_of(officer: Officer) -> QuerySet[Case]:
    """Return the cases that an officer may see: those of his authority, for the credit office those without one."""
    return Case.objects.filter(agency=officer.agency_id).select_related("enterprise", "agency", "officer")


def inbox_of(officer: Officer) -> QuerySet[Case]:
    """Return the cases of his authority in which something is due, by deadline."""
    return cases_of(officer).running().order_by("due_on", "pk")  # type: ignore[attr-defined,no-any-return]


def waiting_for(officer: Officer) -> QuerySet[Case]:
    """Return the cases in which an officer may take the next step, by deadline; none without a role."""
    cases = Case.objects.waiting_for(officer.user_id, agency_id=officer.agency_id)
    return (cases if has_role(officer) else cases.none()).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case about a thing, for whoever keeps the thing; `address` is empty where the case is another authority's."""

    number: str
    kind_label: str
    state_label: str
    received_at: datetime
    address: str


def cases_about(ref: Ref, *, agency: Agency | None) -> list[CaseLine]:
    """Return the cases about a thing, the newest first; who decides for `agency` may open its own."""
    own = agency.pk if agency else None
    return [
        CaseLine(
            number=case.number,
            kind_label=case_kind(case.kind).label,
            state_label=CASE_STATE_LABELS[CaseState(case.state)],
            received_at=case.received_at,
            address=reverse("cases-desk:case", args=[case.number]) if case.agency_id == own else "",
        )
        for case in Case.objects.about(ref).order_by("-received_at", "-pk")
    ]


def has_open_objection(ref: Ref) -> bool:
    """Return whether an objection to a thing is not decided."""
    running = Case.objects.about(ref).filter(ended_at__isnull=True)
    return any(case_kind(kind).marks for kind in running.order_by().values_list("kind", flat=True).distinct())


def repairable_together(ref: Ref, *, kind: str, on: date) -> list[tuple[CaseSubject, CaseAdmission]]:
    """Return what else of the enterprise one entry might repair, each with whether it may (信用修复一件事)."""
    enterprise = subject_of(ref, on=on).enterprise
    refs = (
        Ref(kind=owner.ref_kind, id=number)
        for owner in subject_owners().values()
        for number in owner.companions(enterprise_id=enterprise.pk, on=on)
    )
    return [(each, _admission(each, kind=kind, on=on)) for each in _subjects(refs, besides=ref, on=on)]


def things_of(enterprise: Enterprise, *, on: date, number: str = "", agency_id: int | None = None) -> list[CaseSubject]:
    """Return what of an enterprise a case may be about, for an officer to choose from; at most `MOST_THINGS` records.

    `number` keeps the records whose document number holds it. Records of `agency_id`, the officer's authority, are
    among them while a shield hides them.
    """
    known = Record.objects.public(on=on) | Record.objects.in_period(on=on).filter(agency=agency_id)
    records = known.filter(enterprise=enterprise, document_number__icontains=number)
    refs = [Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk)]
    refs += [
        Ref(kind=RefKind.RECORD, id=pk)
        for pk in records.order_by("-decided_on", "-pk").values_list("pk", flat=True)[:MOST_THINGS]
    ]
    for owner in subject_owners().values():
        if owner.ref_kind is not RefKind.RECORD:
            refs += [Ref(kind=owner.ref_kind, id=pk) for pk in owner.companions(enterprise_id=enterprise.pk, on=on)]
    return [subject_of(ref, on=on) for ref in dict.fromkeys(refs)]


def _subjects(refs: Iterable[Ref], *, besides: Ref, on: date) -> list[CaseSubject]:
    return [subject_of(ref, on=on) for ref in refs if ref != besides]


def _admission(subject: CaseSubject, *, kind: str, on: date) -> CaseAdmission:
    return admission_of(case_kind(kind), subject, on=on, is_transferred=True)
