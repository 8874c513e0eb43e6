"""The record that a row of a file gives, alone or with what is stored of its key; and whether two are equal."""

from collections.abc import Mapping
from typing import Any

from enterprises.catalogue.keys import folded_number
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import EXIT_ROLES, RecordKind, Visibility
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.content import apply_values, content_columns
from enterprises.records.services.subjects import NamedSubject
from enterprises.records.services.submissions import ImportedRow, Submission
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.names import fold_name

# What is written on a published record later on: an entry row that comes again does not undo it.
_WRITTEN_LATER: Mapping[str, frozenset[str]] = {
    kind.code: frozenset(kind.role(role).code for role in EXIT_ROLES) for kind in KINDS.values() if kind.has_exit
}
_COMPARED = ("decided_on", "valid_from", "valid_until", "fine_yuan", "confiscated_yuan")


def merged_candidate(row: ImportedRow, current: Record, *, submission: Submission) -> Record | Problem:
    """Return the record that a row gives with what is stored of its key, or what is wrong with both together."""
    cleaned = clean(
        submission.kind,
        _merged(row.values, current, submission=submission),
        on=day_of(submission.at),
        generation=submission.generation,
        confirmed_codes=(current.enterprise.uscc,),
    )
    # The row itself was complete: a day given as — is "missing" only the second time.
    for problem in cleaned.problems:
        if not problem.missing:
            return problem
    return _candidate(cleaned.values, enterprise=current.enterprise, submission=submission)


def _merged(values: Mapping[str, object], current: Record, *, submission: Submission) -> dict[str, object]:
    """Complete a row by what is stored: in columns the file lacks, and where a cell is empty."""
    silent = _silent_when_empty(submission.kind)
    kept = {
        code: value
        for code, value in current.field_values().items()
        if code not in values and (code in silent or code not in submission.present)
    }
    return {**kept, **values}


def _silent_when_empty(kind: RecordKind) -> frozenset[str]:
    """Return the fields whose empty cell keeps what is stored: an error workbook leaves them empty."""
    never = frozenset(field.code for field in kind.fields if field.visibility is Visibility.NEVER)
    return never | _WRITTEN_LATER.get(kind.code, frozenset())


def _candidate(values: Mapping[str, object], *, enterprise: Enterprise, submission: Submission) -> Record:
    record = Record(enterprise=enterprise, agency=submission.agency, **_shared_columns(submission))
    apply_values(record, kind=submission.kind, values=values, source=submission.source_of(values))
    return record


def new_columns(row: ImportedRow, *, subject: NamedSubject, submission: Submission) -> dict[str, Any]:
    """Return the columns of a record that nobody has recorded before, without an instance of the model."""
    source = submission.source_of(row.values)
    content = content_columns(
        submission.kind,
        row.values,
        uscc=subject.uscc,
        agency_code=submission.agency.code,
        domain=submission.domain,
        regulator=submission.regulator,
        key=row.key,
        contradictions=row.contradictions,
    )
    return {
        **_shared_columns(submission),
        **content,
        "agency_id": submission.agency.pk,
        "source_agency_id": None if source is None else source.pk,
    }


def _shared_columns(submission: Submission) -> dict[str, Any]:
    return {
        "kind": submission.kind.code,
        "recorded_by_id": submission.by.pk,
        "created_at": submission.at,
        "state": State.SUBMITTED.value,
    }


def columns_of(record: Record) -> dict[str, Any]:
    """Return the columns of an unsaved record."""
    return {field.attname: getattr(record, field.attname) for field in Record._meta.concrete_fields[1:]}


def is_equal(candidate: Record, current: Record) -> bool:
    """Compare what is stored of two records; names and numbers by their folded text, others by their characters."""
    if any(getattr(candidate, name) != getattr(current, name) for name in _COMPARED):
        return False
    if candidate.details != current.details and _unified(candidate.details) != _unified(current.details):
        return False
    if folded_number(candidate.document_number) != folded_number(current.document_number):
        return False
    return fold_name(candidate.subject_name) == fold_name(current.subject_name)


def _unified(details: Mapping[str, object]) -> dict[str, object]:
    """Return details in unified characters: those of an older record may not be."""
    return {code: unified(value) if isinstance(value, str) else value for code, value in details.items()}
