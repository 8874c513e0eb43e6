"""Rows of a file become submitted records (docs/rules/imports.md).

An imported record waits for a second person, so nothing public changes here: no revision is
raised and no signal is sent. An enterprise that only such a row has named is not public either; it gets
both when one of its records is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.keys import folded_number
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import EXIT_ROLES, Generation, RecordColumn, RecordKind, Visibility
from enterprises.catalogue.validation import clean
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.content import apply_values, content_columns
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.linked_codes import other_keys, records_of_keys, twin_sentence
from enterprises.records.services.penalty_links import NUMBER, PenaltyNumber, penalties_of
from enterprises.records.services.row_messages import earlier_message, pending_message, withdrawn_message
from enterprises.records.services.subjects import NamedSubject, Subjects
from enterprises.register.models import Enterprise
from enterprises.shared.bulk import RowMaker, insert_rows, reserved_ids
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.names import fold_name
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed

# What is written on a published record later on: an entry row that comes again does not undo it.
_WRITTEN_LATER: Mapping[str, frozenset[str]] = {
    kind.code: frozenset(kind.role(role).code for role in EXIT_ROLES) for kind in KINDS.values() if kind.has_exit
}
# What a version replaces, and what the public has seen once.
_STANDING = (State.PUBLISHED, State.KEPT)
_HAVE_BEEN_PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
_COMPARED = ("decided_on", "valid_from", "valid_until", "fine_yuan", "confiscated_yuan")


class Result(Enum):
    """What became of a row."""

    ACCEPTED = auto()
    UNCHANGED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One cleaned row; `key` is its natural key, `typed` holds texts that are stored with other characters."""

    number: int
    key: str
    values: Mapping[str, object]
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a row and, if refused, why: `code` names the field. An unchanged one may have a message too."""

    number: int
    result: Result
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What all rows of one file share; `present` are the field codes of its columns."""

    kind: RecordKind
    agency: Agency
    by: User
    at: datetime
    generation: Generation
    present: frozenset[str]
    sources: Mapping[str, Agency]

    def code_of(self, column: RecordColumn) -> str:
        """Return the code of the field that fills a column."""
        return self.kind.column(column).code

    def subject_of(self, values: Mapping[str, object]) -> tuple[str, str]:
        """Return unified code and name of the subject of a row."""
        code, name = self.code_of(RecordColumn.SUBJECT_CODE), self.code_of(RecordColumn.SUBJECT_NAME)
        return str(values[code]), str(values[name])

    def source_of(self, values: Mapping[str, object]) -> Agency | None:
        """Return the agency that supplied a row, None if it names none that is known."""
        return self.sources.get(str(values.get(self.code_of(RecordColumn.SOURCE_CODE), "")))

    @property
    def domain(self) -> RegulatoryDomain:
        """The domain of the agency."""
        return RegulatoryDomain(self.agency.domain)

    @property
    def regulator(self) -> Regulator:
        """Whose rules govern the agency's penalties."""
        return self.agency.governing_regulator


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accepted:
    """A record to be stored: its subject, and its columns without the ids of subject and batch."""

    subject: NamedSubject
    columns: dict[str, Any]


@transaction.atomic
def submit_rows(rows: Sequence[ImportedRow], *, submission: Submission, batch: ImportBatch | None) -> list[Outcome]:
    """Store the rows as submitted records of a batch and return what became of each, in order.

    The keys of the rows must differ. The caller has checked the permission for the batch.
    """
    subjects = Subjects([submission.subject_of(row.values) for row in rows])
    standing = _standing_records(rows, submission=submission)
    twins = _Twins(rows, subjects=subjects, submission=submission)
    unknown = _unknown_penalties(rows, submission=submission)
    accepted: list[_Accepted] = []
    typed: dict[int, Mapping[str, str]] = {}  # by the place of the record among the accepted ones
    outcomes = []
    for row in rows:
        twin = twins.decided(row) if row.key in twins.keys and row.key not in standing else None
        decided = twin or _decide(row, subjects=subjects, standing=standing.get(row.key, ()), submission=submission)
        if isinstance(decided, _Accepted) and row.number in unknown:
            decided = _refused(row, NUMBER.code, unknown[row.number])
        if isinstance(decided, _Accepted):
            twins.accept(row)
            if row.typed:
                typed[len(accepted)] = row.typed
            accepted.append(decided)
            decided = Outcome(number=row.number, result=Result.ACCEPTED)
        outcomes.append(decided)
    subjects.store_new(each.subject for each in accepted)
    ids = _store(accepted, submission=submission, batch=batch)
    texts = ((ids[place], given) for place, given in typed.items())
    keep_typed(texts, subject=TypedText.RECORD, on=day_of(submission.at))
    return outcomes


def _decide(
    row: ImportedRow, *, subjects: Subjects, standing: Sequence[Record], submission: Submission
) -> Outcome | _Accepted:
    """Return the record that the row becomes, or why it becomes none."""
    code, name = submission.subject_of(row.values)
    subject = subjects.of(code, name=name)
    mismatch = subjects.mismatch(subject, name=name)
    if mismatch:
        return _refused(row, submission.code_of(RecordColumn.SUBJECT_NAME), mismatch)
    current = _current(standing)
    if current is None:
        return _Accepted(subject=subject, columns=_new_columns(row, subject=subject, submission=submission))
    if current.state == State.WITHDRAWN:
        return _refused(row, submission.kind.key[0], withdrawn_message(current))
    return _decide_on_stored(row, current, standing, subject=subject, submission=submission)


def _decide_on_stored(
    row: ImportedRow, current: Record, standing: Sequence[Record], *, subject: NamedSubject, submission: Submission
) -> Outcome | _Accepted:
    """Return the version that a row becomes where a record stands for its key, or why it becomes none."""
    current.enterprise, current.agency = subject.enterprise(), submission.agency
    decided = _version(row, current, submission=submission)
    if isinstance(decided, Outcome) and decided.result is Result.UNCHANGED:
        return decided
    earlier = _of_earlier_version(row, current, standing, submission=submission)
    if earlier is not None:
        return earlier
    if isinstance(decided, Outcome):
        return decided
    return _Accepted(subject=subject, columns=_columns_of(decided))


def _unknown_penalties(rows: Iterable[ImportedRow], *, submission: Submission) -> dict[int, str]:
    """Return why the penalty that a row names is not found, by number of the row."""
    if submission.kind.code != KindCode.INSPECTION:
        return {}
    day = submission.code_of(RecordColumn.DECIDED_ON)
    named = {
        row.number: PenaltyNumber(
            number=str(number),
            uscc=submission.subject_of(row.values)[0],
            agency_code=submission.agency.code,
            checked_on=checked_on if isinstance(checked_on := row.values.get(day), date) else None,
        )
        for row in rows
        if (number := row.values.get(NUMBER.code))
    }
    found = penalties_of(set(named.values()))
    return {number: refusal for number, each in named.items() if isinstance(refusal := found[each], str)}


class _Twins:
    """Rows whose decision stands, or is accepted from the same file, under another code of the enterprise."""

    def __init__(self, rows: Sequence[ImportedRow], *, subjects: Subjects, submission: Submission) -> None:
        self._submission = submission
        self.keys: dict[str, tuple[str, ...]] = {}
        for row in rows if subjects.beside else ():
            others = subjects.beside.get(submission.subject_of(row.values)[0], ())
            if others:
                agency_code = submission.agency.code
                self.keys[row.key] = other_keys(submission.kind, row.values, codes=others, agency_code=agency_code)
        wanted = {key for keys in self.keys.values() for key in keys}
        found = records_of_keys(submission.kind.code, wanted) if wanted else ()
        self._standing = {record.natural_key: record for record in found}
        self._accepted: dict[str, int] = {}

    def accept(self, row: ImportedRow) -> None:
        """Note that a row is stored."""
        if row.key in self.keys:
            self._accepted[row.key] = row.number

    def decided(self, row: ImportedRow) -> Outcome | None:
        """Return what becomes of a row because of another code; None for a row that nothing stands beside."""
        for key in self.keys[row.key]:
            if key in self._accepted:
                sentence = f"与第{self._accepted[key]}行是同一决定：两个代码是同一企业的；请只保留一行"
                return _refused(row, self._submission.kind.key[0], sentence)
            if key in self._standing:
                return self._beside(row, self._standing[key])
        return None

    def _beside(self, row: ImportedRow, twin: Record) -> Outcome:
        if twin.state == State.WITHDRAWN:
            return _refused(row, self._submission.kind.key[0], withdrawn_message(twin))
        twin.agency = self._submission.agency
        candidate = _merged_candidate(row, twin, submission=self._submission)
        if not isinstance(candidate, Problem):
            candidate.subject_name = twin.subject_name  # each code has its own
            if _is_equal(candidate, twin):
                return Outcome(number=row.number, result=Result.UNCHANGED, message=twin_sentence(twin))
        return _refused(row, self._submission.kind.key[0], twin_sentence(twin))


def _of_earlier_version(
    row: ImportedRow, current: Record, standing: Sequence[Record], *, submission: Submission
) -> Outcome | None:
    """Return that a row is an earlier version of its key, None if it is none: an old sheet brings nothing back."""
    for earlier in sorted(standing, key=lambda record: record.pk, reverse=True):
        if earlier.pk == current.pk or earlier.state not in _HAVE_BEEN_PUBLIC:
            continue
        earlier.enterprise, earlier.agency = current.enterprise, submission.agency
        candidate = _merged_candidate(row, earlier, submission=submission)
        if not isinstance(candidate, Problem) and _is_equal(candidate, earlier):
            return Outcome(number=row.number, result=Result.UNCHANGED, message=earlier_message(earlier))
    return None


def _merged_candidate(row: ImportedRow, current: Record, *, submission: Submission) -> Record | Problem:
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


def _version(row: ImportedRow, current: Record, *, submission: Submission) -> Outcome | Record:
    """Return a new version of what is published, unless the row has the same content or one waits already."""
    candidate = _merged_candidate(row, current, submission=submission)
    if isinstance(candidate, Problem):
        return _refused(row, candidate.code, f"与已存的内容合并后有误：{candidate.message}")
    if _is_equal(candidate, current) and current.state in (State.SUBMITTED, *_STANDING):
        return Outcome(number=row.number, result=Result.UNCHANGED)
    if current.state not in _STANDING:
        return _refused(row, submission.kind.key[0], pending_message(current))
    candidate.supersedes = current
    return candidate


def _current(standing: Sequence[Record]) -> Record | None:
    """Return the record that stands for a key: the one that waits, else the published, else the last withdrawn."""
    ranks = {State.WITHDRAWN: 0, State.KEPT: 1, State.PUBLISHED: 1}
    present = (record for record in standing if record.state != State.SUPERSEDED)
    return max(present, key=lambda record: (ranks.get(State(record.state), 2), record.pk), default=None)


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


def _new_columns(row: ImportedRow, *, subject: NamedSubject, submission: Submission) -> dict[str, Any]:
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


def _columns_of(record: Record) -> dict[str, Any]:
    """Return the columns of an unsaved record."""
    return {field.attname: getattr(record, field.attname) for field in Record._meta.concrete_fields[1:]}


def _is_equal(candidate: Record, current: Record) -> bool:
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


def _standing_records(rows: Iterable[ImportedRow], *, submission: Submission) -> dict[str, list[Record]]:
    """Return the stored records of the rows' keys, given up ones left out, locked until the rows are stored."""
    found: dict[str, list[Record]] = {}
    records = (
        Record.objects.filter(kind=submission.kind.code, natural_key__in=[row.key for row in rows])
        .exclude(state=State.DISCARDED)
        .order_by("pk")
        .select_for_update()
    )
    for record in records:
        found.setdefault(record.natural_key, []).append(record)
    return found


def _store(accepted: list[_Accepted], *, submission: Submission, batch: ImportBatch | None) -> Sequence[int]:
    """Store the records and their first events; return their ids in order."""
    maker = RowMaker(Record, without=("id",))
    ids = reserved_ids(Record, count=len(accepted))
    shared = {"batch_id": None if batch is None else batch.pk}
    rows = [
        (pk, *maker.row({**each.columns, **shared, "enterprise_id": each.subject.pk}))
        for pk, each in zip(ids, accepted, strict=True)
    ]
    insert_rows(Record, ("id", *maker.columns), rows)
    write_events(
        EventRow(pk, submission.at, submission.by.pk, verb="import", before="", after=State.SUBMITTED.value)
        for pk in ids
    )
    return ids


def _refused(row: ImportedRow, code: str, message: str) -> Outcome:
    return Outcome(number=row.number, result=Result.REFUSED, code=code, message=message)
