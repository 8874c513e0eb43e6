"""Whether a file that somebody holds is the report of an institution, as it was handed in and released here."""

from dataclasses import dataclass
from datetime import date

from enterprises.catalogue.types import Role
from enterprises.evaluations.models import EvaluationSubmission
from enterprises.evaluations.selectors import text_of
from enterprises.records.models import Record
from enterprises.shared.rules.masking import public_text


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionReport:
    """A report that was released; nothing but `is_public` is filled where its evaluation is no longer public."""

    is_public: bool
    record_id: int | None = None
    institution: str = ""
    number: str = ""
    uscc: str = ""
    enterprise: str = ""


def find_report(sha256: str, *, on: date) -> InstitutionReport | None:
    """Return the released report with that digest; None where there is none, or it was never released."""
    submissions = EvaluationSubmission.objects.filter(report__sha256=sha256, record__public_from__isnull=False)
    released = list(submissions.select_related("record__enterprise").order_by("pk"))
    if not released:
        return None
    ids = [submission.record_id for submission in released]
    shown = set(Record.objects.public(on=on).filter(pk__in=ids).values_list("pk", flat=True))
    found = next((submission for submission in released if submission.record_id in shown), None)
    if found is None:
        return InstitutionReport(is_public=False)
    record = found.record
    return InstitutionReport(
        is_public=True,
        record_id=record.pk,
        institution=public_text(text_of(record, Role.INSTITUTION)),
        number=public_text(record.document_number),
        uscc=record.enterprise.uscc,
        enterprise=record.enterprise.public_name,
    )
