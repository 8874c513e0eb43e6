"""What stands beside a grade wherever it is shown: whose it is, the scale, its meaning, the report, marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.types import Role
from enterprises.evaluations.models import EvaluationSubmission
from enterprises.evaluations.rules import (
    RegisteredInstitution,
    contrast_sentence,
    institution_marks,
    scale_sentence,
)
from enterprises.evaluations.selectors import institutions_of_codes, reports_of, text_of
from enterprises.records.models import Record
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.sentences import together

MARK_CELL = "institution_mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeContext:
    """Everything a reader needs beside one grade; `institution` None: not in the registry.

    `report_sha256` is that of the released report, empty without one.
    """

    grade: str
    meaning: str
    institution_name: str
    institution: RegisteredInstitution | None
    scale: str
    marks: tuple[str, ...]
    report_sha256: str = ""

    def cells(self) -> tuple[LabelledValue, ...]:
        """Return the rows that follow the record's own in a credit file."""
        found = (
            ("grade_meaning", "等级含义", self.meaning),
            ("grade_scale", "等级标准", self.scale),
            ("institution", "评价机构资质", _qualification(self.institution)),
            (MARK_CELL, "提示", together(self.marks)),
            ("report_sha256", "评价报告的 SHA-256", self.report_sha256),
        )
        return tuple(LabelledValue(code=code, label=label, value=value) for code, label, value in found if value)


def grade_contexts(records: Sequence[Record], *, on: date) -> Mapping[int, GradeContext]:
    """Return what stands beside the grade of each evaluation, by record id; three queries, none without evaluations."""
    evaluations = [record for record in records if record.kind == KindCode.EVALUATION]
    if not evaluations:
        return {}
    institutions = institutions_of_codes({text_of(record, Role.INSTITUTION_CODE) for record in evaluations} - {""})
    reports = reports_of(evaluations)
    return {
        record.pk: grade_context(
            record,
            institution=institutions.get(text_of(record, Role.INSTITUTION_CODE)),
            report=reports.get(record.pk),
            on=on,
        )
        for record in evaluations
    }


def grade_context(
    record: Record, *, institution: RegisteredInstitution | None, report: EvaluationSubmission | None, on: date
) -> GradeContext:
    """Return what stands beside the grade of one evaluation."""
    kind, grade = text_of(record, Role.EVALUATION_TYPE), public_text(text_of(record, Role.GRADE))
    scale = institution.scale(kind) if institution else ()
    return GradeContext(
        grade=grade,
        meaning=next((each.meaning for each in scale if each.grade == grade), ""),
        institution_name=public_text(text_of(record, Role.INSTITUTION)),
        institution=institution,
        scale=scale_sentence(scale) if scale else "",
        marks=institution_marks(institution, evaluation_type=kind, grade=grade, on=on),
        report_sha256=report.report.sha256 if report and report.report else "",
    )


def contrast_of(contexts: Mapping[int, GradeContext]) -> str:
    """Return the sentence for an enterprise on a black list, empty without evaluations."""
    grades = [(one.institution_name, one.grade) for one in contexts.values()]
    return contrast_sentence(grades=grades) if grades else ""


def _qualification(institution: RegisteredInstitution | None) -> str:
    if institution is None:
        return ""
    end = f"，有效期至{institution.qualified_until.isoformat()}" if institution.qualified_until else ""
    return f"{institution.qualification}（{institution.qualification_authority}认定{end}）"
