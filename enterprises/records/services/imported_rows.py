"""Rows of a file become submitted records (docs/rules/imports.md).

An imported record waits for a second person, so nothing public changes here: no revision is
raised and no signal is sent. An enterprise that only such a row has named is not public either; it gets
both when one of its records is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.types import RecordColumn
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.events import EventRow, write_events
from enterprises.records.services.linked_codes import other_keys, records_of_keys, twin_sentence
from enterprises.records.services.penalty_links import NUMBER, PenaltyNumber, penalties_of
from enterprises.records.services.row_messages import (
    earlier_message,
    pending_message,
    renumbered_message,
    withdrawn_message,
)
from enterprises.records.services.row_records import columns_of, is_equal, merged_candidate, new_columns
from enterprises.records.services.subjects import NamedSubject, Subjects
from enterprises.records.services.submissions import ImportedRow, Outcome, Result, Submission
from enterprises.shared.bulk import RowMaker, insert_rows, reserved_ids
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed

# What a version replaces, and what the public has seen once.
_STANDING = (State.PUBLISHED, State.KEPT)
_HAVE_BEEN_PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


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
        return _Accepted(subject=subject, columns=new_columns(row, subject=subject, submission=submission))
    if current.state == State.WITHDRAWN:
        return _refused(row, submission.kind.key[0], withdrawn_message(current))
    if current.imported_key == row.key:
        return _refused(row, submission.kind.key[0], renumbered_message(current))
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
    if current.natural_key != row.key:
        return _refused(row, submission.kind.key[0], renumbered_message(current))
    return _Accepted(subject=subject, columns=columns_of(decided))


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
                same = sentence(
                    "与第{number}行是同一决定：两个代码是同一企业的；请只保留一行", number=self._accepted[key]
                )
                return _refused(row, self._submission.kind.key[0], same)
            if key in self._standing:
                return self._beside(row, self._standing[key])
        return None

    def _beside(self, row: ImportedRow, twin: Record) -> Outcome:
        if twin.state == State.WITHDRAWN:
            return _refused(row, self._submission.kind.key[0], withdrawn_message(twin))
        twin.agency = self._submission.agency
        candidate = merged_candidate(row, twin, submission=self._submission)
        if not isinstance(candidate, Problem):
            candidate.subject_name = twin.subject_name  # each code has its own
            if is_equal(candidate, twin):
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
        candidate = merged_candidate(row, earlier, submission=submission)
        if not isinstance(candidate, Problem) and is_equal(candidate, earlier):
            return Outcome(number=row.number, result=Result.UNCHANGED, message=earlier_message(earlier))
    return None


def _version(row: ImportedRow, current: Record, *, submission: Submission) -> Outcome | Record:
    """Return a new version of what is published, unless the row has the same content or one waits already."""
    candidate = merged_candidate(row, current, submission=submission)
    if isinstance(candidate, Problem):
        return _refused(row, candidate.code, sentence("与已存的内容合并后有误：{problem}", problem=candidate.message))
    if is_equal(candidate, current) and current.state in (State.SUBMITTED, *_STANDING):
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


def _standing_records(rows: Iterable[ImportedRow], *, submission: Submission) -> dict[str, list[Record]]:
    """Return the stored records of the rows' keys, given up ones left out, locked until the rows are stored.

    What stands for a key may have been edited before its publication, or corrected under another key: it is found too.
    """
    found: dict[str, list[Record]] = {}
    records = Record.objects.exclude(state=State.DISCARDED).order_by("pk").select_for_update()
    of_kind, keys = records.filter(kind=submission.kind.code), {row.key for row in rows}
    for record in of_kind.filter(natural_key__among=keys):
        found.setdefault(record.natural_key, []).append(record)
    for record in of_kind.exclude(imported_key="").filter(imported_key__among=keys - found.keys()):
        found.setdefault(record.imported_key, []).append(record)
    heads = {(_current(standing) or standing[-1]).pk: key for key, standing in found.items()}
    while heads:
        versions = [(heads[each.supersedes_id or 0], each) for each in records.filter(supersedes__among=heads.keys())]
        for key, version in versions:
            found[key].append(version)
        heads = {version.pk: key for key, version in versions}
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
