"""Content of a record: what was typed or imported, as columns, details, key and proposed class."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.agencies.names import agency_of_code
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.penalty_facts import domain_of, procedure_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.storage import split
from enterprises.catalogue.types import RecordColumn, RecordKind, Role, Visibility
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.severity import SEVERITY_LABELS, PenaltyFacts, Severity, classify, is_minor_by_procedure
from enterprises.records.services.contradictions import contradictions_of
from enterprises.records.services.penalty_links import penalty_problem
from enterprises.shared.problems import Problem
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.rules.document_numbers import fold_document_number

_CLASS_COLUMNS = ("gravity", "gravity_reason")
_SEVERITY_OF = {label: severity for severity, label in SEVERITY_LABELS.items()}


class InvalidContent(Refused):
    """Fields are missing or wrong; `problems` names each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("内容有误，请更正标出的栏目。")
        self.problems = problems


def fill_content(record: Record, *, raw: Mapping[str, object], on: date) -> dict[str, str]:
    """Put what was typed into an unsaved record; return the texts that are stored with other characters.

    :raises InvalidContent: a filled field is wrong.
    """
    kind = kind_of(record.kind)
    given = _untyped(kind, record) | {**raw, **_codes_of_record(kind, record)}
    cleaned = clean(kind, given, on=on, confirmed_codes=[record.enterprise.uscc])
    wrong = tuple(problem for problem in cleaned.problems if not problem.missing)
    if wrong:
        raise InvalidContent(wrong)
    apply_values(record, kind=kind, values=cleaned.values, source=_source_agency(kind, cleaned.values))
    unknown = penalty_problem(record)
    if unknown:
        raise InvalidContent((unknown,))
    return {code: text for code, text in cleaned.typed.items() if code in raw}


def apply_values(record: Record, *, kind: RecordKind, values: Mapping[str, Any], source: Agency | None) -> None:
    """Put cleaned values into an unsaved record: columns, details, key and proposed class; no query, no write.

    The importer uses it for rows that were cleaned already.
    """
    agency = record.agency
    columns = content_columns(
        kind,
        values,
        uscc=record.enterprise.uscc,
        agency_code=agency.code,
        domain=RegulatoryDomain(agency.domain),
        regulator=agency.governing_regulator,
    )
    for name, value in columns.items():
        if not (record.gravity_by_hand and name in _CLASS_COLUMNS):
            setattr(record, name, value)
    record.source_agency = source


def content_columns(
    kind: RecordKind,
    values: Mapping[str, Any],
    *,
    uscc: str,
    agency_code: str,
    domain: RegulatoryDomain,
    regulator: Regulator,
    key: str | None = None,
    contradictions: str | None = None,
) -> dict[str, Any]:
    """Return the columns that cleaned values fill: content, key and proposed class; `domain` is the agency's.

    `key` is the natural key and `contradictions` the sentences on them, where these are known already.
    """
    stored = split(kind, values)
    if key is None:
        key = natural_key(kind, values, uscc=uscc, agency_code=agency_code)
    if contradictions is None:
        contradictions = contradictions_of(kind, values)
    columns: dict[str, Any] = {
        **stored.columns,
        "folded_document_number": fold_document_number(str(stored.columns.get("document_number", ""))),
        "folded_batch": fold_batch(str(kind.value(values, Role.BATCH) or "")),
        "details": stored.details,
        "natural_key": key,
        "contradictions": contradictions,
    }
    if kind.has_severity:
        facts = PenaltyFacts(
            domain=domain_of(values, agency=domain),
            regulator=regulator,
            penalty_types=tuple(values.get(kind.role(Role.PENALTY_TYPES).code) or ()),
            procedure=procedure_of(values),
            decided_on=columns.get("decided_on"),
            fine_yuan=columns.get("fine_yuan"),
            confiscated_yuan=columns.get("confiscated_yuan"),
        )
        found = _proposed_class(facts, stated=str(values.get(kind.column(RecordColumn.STATED_SEVERITY).code) or ""))
        columns.update(zip(_CLASS_COLUMNS, found, strict=True))
    return columns


def _source_agency(kind: RecordKind, values: Mapping[str, object]) -> Agency | None:
    code = values.get(kind.column(RecordColumn.SOURCE_CODE).code)
    return agency_of_code(str(code)) if code else None


def _codes_of_record(kind: RecordKind, record: Record) -> dict[str, object]:
    """Return the values that the record's enterprise and agency decide, whatever was typed."""
    return {
        field.code: value
        for field in kind.fields
        if field.column is not None and (value := record.value_of_relation(field.column)) is not None
    }


def _untyped(kind: RecordKind, record: Record) -> dict[str, object]:
    """Return what no form shows and so must not be lost: the subject's name and values that are never public."""
    subject = kind.column(RecordColumn.SUBJECT_NAME).code
    stored = record.details
    hidden = {each.code for each in kind.fields if each.visibility is Visibility.NEVER} & stored.keys()
    return {subject: record.subject_name or record.enterprise.name} | {code: stored[code] for code in hidden}


def _proposed_class(facts: PenaltyFacts, *, stated: str) -> tuple[Severity, str]:
    """Return class and reason: what the agency's file states, else the lookup; where both fail a person must set it.

    A class that the procedure decides is the law's, whatever is stated.
    """
    if stated and not is_minor_by_procedure(facts.procedure, decided_on=facts.decided_on):
        return _SEVERITY_OF[stated], f"机关填报的失信严重程度：{stated}"
    found = classify(facts)
    return found.severity, "；".join(found.reasons)[:500]
