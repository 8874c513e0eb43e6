"""Reads of the registry, and of what is stated beside grades."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from enterprises.catalogue.kinds.evaluation import EVALUATION
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import Role
from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionGrade
from enterprises.evaluations.rules import ACTIVE, Grade, RegisteredInstitution
from enterprises.records.models import Record
from enterprises.shared.rules.masking import public_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """Complaints about an institution: how many were received, and how many of them upheld."""

    received: int
    upheld: int


def registered_institutions() -> QuerySet[Institution]:
    """Return the public register, each with `received` and `upheld` complaints."""
    received = Count("complaints", distinct=True)
    upheld = Count("complaints", filter=Q(complaints__is_upheld=True), distinct=True)
    found = Institution.objects.registered().select_related("agency")
    return found.annotate(received=received, upheld=upheld).order_by("name", "pk")


def complaints_of(institution: Institution) -> Complaints:
    """Return the numbers of one institution."""
    outcomes = list(institution.complaints.order_by().values_list("is_upheld", flat=True))
    return Complaints(received=len(outcomes), upheld=sum(outcomes))


def scales_of(institutions: Collection[int]) -> Mapping[int, Mapping[str, tuple[Grade, ...]]]:
    """Return the scales of institutions by id and type, the best grade first; one query."""
    scales = defaultdict[int, defaultdict[str, list[Grade]]](lambda: defaultdict(list))
    for row in InstitutionGrade.objects.filter(institution__in=institutions).order_by("rank"):
        meaning = public_text(row.meaning)
        scales[row.institution_id][row.evaluation_type].append(Grade(grade=row.grade, meaning=meaning))
    return {pk: {kind: tuple(grades) for kind, grades in by_type.items()} for pk, by_type in scales.items()}


def institutions_of_codes(codes: Collection[str]) -> Mapping[str, RegisteredInstitution]:
    """Return the registered institutions of unified codes; of several of one code the active one, else the last."""
    rows = list(Institution.objects.registered().filter(code__in=codes).order_by("pk"))
    by_code = {row.code: row for row in sorted(rows, key=lambda row: row.state in ACTIVE)}
    scales = scales_of([row.pk for row in by_code.values()]) if by_code else {}
    return {code: stated_institution(row, scales=scales.get(row.pk, {})) for code, row in by_code.items()}


def stated_institution(row: Institution, *, scales: Mapping[str, tuple[Grade, ...]]) -> RegisteredInstitution:
    """Return what the public reads of an institution."""
    return RegisteredInstitution(
        name=row.public_name,
        code=row.code,
        qualification=public_text(row.qualification),
        qualification_authority=public_text(row.qualification_authority),
        qualified_until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=public_text(row.withdrawn_reason),
        scales=scales,
    )


def public_evaluations(*, on: date) -> QuerySet[Record]:
    """Return the evaluations that the public may see on that day, the latest first."""
    records = Record.objects.public(on=on).filter(kind=EVALUATION.code, enterprise__public_from__lte=on)
    return records.select_related("enterprise__region", "agency", "source_agency").order_by("-decided_on", "-pk")


def by_institution(code: str) -> Q:
    """Return the condition that an evaluation is by the institution of that unified code."""
    return Q((lookup_of(EVALUATION.role(Role.INSTITUTION_CODE)), code))


def reports_of(records: Iterable[Record]) -> Mapping[int, EvaluationSubmission]:
    """Return the submissions with a report, by record id; one query."""
    ids = [record.pk for record in records]
    found = EvaluationSubmission.objects.filter(record__in=ids, report__isnull=False).select_related("report")
    return {submission.record_id: submission for submission in found}


def submissions_of(institution: Institution) -> QuerySet[EvaluationSubmission]:
    """Return what an institution handed in, the latest first."""
    found = EvaluationSubmission.objects.filter(institution=institution)
    return found.select_related("record__enterprise", "report").order_by("-submitted_at", "-pk")


def text_of(record: Record, role: Role) -> str:
    """Return one stored text of an evaluation, empty without one."""
    return str(EVALUATION.value(record.details, role) or "")
