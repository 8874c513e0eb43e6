"""What an address names: a thing, one of its fields, and a kind of case."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.rules.admission import CaseAdmission
from enterprises.cases.selectors import repairable_together
from enterprises.cases.services.admission import admission_of
from enterprises.cases.subjects.registry import available_subject_of, read_ref, ref_text
from enterprises.cases.subjects.types import CaseSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address names: the thing, one of its fields ("" for none), and a kind of case (None for none)."""

    subject: CaseSubject
    field_code: str
    kind: CaseKind | None

    @property
    def url(self) -> str:
        """The address of the form."""
        return self.address("cases:new")

    @property
    def query(self) -> str:
        """The query that names the same."""
        return self.url.partition("?")[2]

    def address(self, name: str) -> str:
        """Return an address that names the same."""
        return asking_address(name, self.subject, kind=self.kind.code if self.kind else "", field=self.field_code)


def asked_in(request: HttpRequest, *, on: date, agency_id: int | None = None) -> Asked | None:
    """Return what the query of an address names, None if it names nothing.

    `agency_id` is the authority of an officer at the counter.

    :raises SubjectMissing: it names a thing that is not there.
    """
    about = request.GET.get("about", "").strip()
    if not about:
        return None
    subject = available_subject_of(read_ref(about), on=on, agency_id=agency_id)
    field_code = request.GET.get("field", "")
    return Asked(
        subject=subject,
        field_code=field_code if subject.field_label(field_code) else "",
        kind=case_kinds().get(request.GET.get("kind", "")),
    )


def admission_for(asked: Asked, kind: CaseKind, *, on: date, is_own: bool = False) -> CaseAdmission:
    """Return the admission; which field is wrong may still be chosen in the form."""
    code = asked.field_code or next((code for code, _label in asked.subject.fields), "")
    return admission_of(kind, asked.subject, on=on, field_code=code, is_own=is_own)


def together_with(
    asked: Asked, kind: CaseKind, *, on: date, agency_id: int | None = None
) -> tuple[tuple[str, str], ...]:
    """Return reference and label of what one entry may repair besides; `agency_id` as in `asked_in`."""
    if not kind.repairs:
        return ()
    found = repairable_together(asked.subject.ref, kind=kind.code, on=on, agency_id=agency_id)
    return tuple(
        (ref_text(subject.ref), subject.label_for_keepers if subject.is_of(agency_id) else subject.label)
        for subject, admission in found
        if admission.is_open
    )


def asking_address(name: str, subject: CaseSubject, *, kind: str = "", field: str = "") -> str:
    """Return an address with the query that names a thing."""
    query = {"about": ref_text(subject.ref), "kind": kind, "field": field}
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"
