"""Reads of cases for pages, inbox and figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.rules.admission import CaseAdmission
from enterprises.cases.rules.lifecycle import CASE_STATE_LABELS, CaseState
from enterprises.cases.services.admission import admission_of
from enterprises.cases.services.permissions import has_role
from enterprises.cases.subjects.registry import available_subject_of, subject_of, subject_owners
from enterprises.cases.subjects.types import CaseSubject
from enterprises.documents.refs import Ref
from enterprises.register.models import Enterprise


def cases_of(officer: Officer) -> QuerySet[Case]:
    """Return the cases that an officer may see: those of his authority, for the credit office those without one."""
    return Case.objects.filter(agency=officer.agency_id).select_related("enterprise", "agency", "officer")


def listed_for(officer: Officer) -> QuerySet[Case]:
    """Return the cases that an officer may have listed: his authority's, for the credit office those of the city.

    The credit office sees that a case of another authority is there and when it is due; it opens none.
    """
    if not oversees(officer):
        return cases_of(officer)
    return Case.objects.select_related("enterprise", "agency", "officer")


def oversees(officer: Officer) -> bool:
    """Return whether an officer watches over the limits of every authority: the credit office itself."""
    return officer.credit_office and officer.agency_id is None


def inbox_of(officer: Officer) -> QuerySet[Case]:
    """Return the cases of his authority in which something is due, by deadline."""
    return cases_of(officer).running().order_by("due_on", "pk")  # type: ignore[attr-defined,no-any-return]


def waiting_for(officer: Officer) -> QuerySet[Case]:
    """Return the cases in which an officer may take the next step, by deadline; none without a role."""
    cases = Case.objects.waiting_for(officer.user_id, agency_id=officer.agency_id)
    return (cases if has_role(officer) else cases.none()).order_by("due_on", "pk")


def companions_of(case: Case) -> QuerySet[Case]:
    """Return the other cases of the same entry, in the order of receipt; one secret code opens them all."""
    first = case.together_with_id or case.pk
    return Case.objects.filter(Q(pk=first) | Q(together_with=first)).exclude(pk=case.pk).order_by("pk")


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


def repairable_together(
    ref: Ref, *, kind: str, on: date, agency_id: int | None = None
) -> list[tuple[CaseSubject, CaseAdmission]]:
    """Return what else of the enterprise one entry might repair, each with whether it may (信用修复一件事).

    `agency_id` is the authority of an officer at the counter, from whom no shield hides its own.
    """
    enterprise = subject_of(ref, on=on).enterprise
    refs = (
        Ref(kind=owner.ref_kind, id=number)
        for owner in subject_owners().values()
        for number in owner.companions(enterprise_id=enterprise.pk, on=on, agency_id=agency_id)
    )
    subjects = _subjects(refs, besides=ref, on=on)
    return [(each, _admission(each, kind=kind, on=on, agency_id=agency_id)) for each in subjects]


def things_of(enterprise: Enterprise, *, officer: Officer, number: str, on: date) -> list[CaseSubject]:
    """Return what of an enterprise an officer at the counter may enter a case about, for him to choose from.

    `number` keeps the records whose document number holds it, and finds a notice of listing by its letter.
    """
    return [
        available_subject_of(Ref(kind=owner.ref_kind, id=pk), on=on, agency_id=officer.agency_id)
        for owner in subject_owners().values()
        for pk in owner.things(enterprise_id=enterprise.pk, officer=officer, number=number, on=on)
    ]


def _subjects(refs: Iterable[Ref], *, besides: Ref, on: date) -> list[CaseSubject]:
    return [subject_of(ref, on=on) for ref in refs if ref != besides]


def _admission(subject: CaseSubject, *, kind: str, on: date, agency_id: int | None) -> CaseAdmission:
    return admission_of(case_kind(kind), subject, on=on, is_own=subject.is_of(agency_id), is_transferred=True)
