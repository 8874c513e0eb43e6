"""Stored records against today's catalogue: `details` has no constraint of the database to hold it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.registry import KINDS, generation_of
from enterprises.catalogue.storage import RELATION_COLUMNS, split
from enterprises.catalogue.types import Day, Generation, RecordKind, Role
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.rules.document_numbers import fold_document_number

_CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProblem:
    """What does not hold of one stored record; the sentence has no personal data."""

    record_id: int
    kind: str
    sentence: str

    def __str__(self) -> str:
        return f"记录{self.record_id}（{self.kind}）：{self.sentence}"


def problems_of_records(*, on: date) -> Iterator[RecordProblem]:
    """Read all records and yield what does not hold, in the order of their ids."""
    records, last = Record.objects.select_related("enterprise", "agency").order_by("pk"), 0
    # Some at a time: a cursor that stays open on the server is not to be had behind every pooler.
    while some := list(records.filter(pk__gt=last)[:_CHUNK]):
        last = some[-1].pk
        for record in some:
            for sentence in _sentences(record, on=on):
                yield RecordProblem(record_id=record.pk, kind=record.kind, sentence=sentence)


def _sentences(record: Record, *, on: date) -> list[str]:
    kind = KINDS.get(record.kind)
    if kind is None:
        return ["目录中没有这一类记录"]
    undeclared = record.details.keys() - {field.code for field in kind.fields}
    if undeclared:
        return [f"目录中没有这些栏目：{'、'.join(sorted(undeclared))}"]
    try:
        values = record.field_values()
    except (ValueError, TypeError, ArithmeticError):
        return ["存储的日期、金额或选项无法读出"]
    return _problems(record, kind, values, on=on)


def _problems(record: Record, kind: RecordKind, values: dict[str, object], *, on: date) -> list[str]:
    generation = _generation_of(kind, values)
    cleaned = clean(kind, values, on=on, generation=generation, confirmed_codes=(record.enterprise.uscc,))
    problems = [
        f"{problem.label}：{problem.message}"
        for problem in cleaned.problems
        if not (problem.missing and (record.state in EDITABLE or _may_be_dash(kind, problem.code)))
    ]
    if problems:
        return problems
    if split(kind, cleaned.values).details != record.details:
        return ["存储的内容与目录的写法不一致"]
    if record.folded_document_number != fold_document_number(record.document_number):
        return ["归一文书号与文书号不一致"]
    if record.folded_batch != fold_batch(str(kind.value(values, Role.BATCH) or "")):
        return ["归一批号与批号不一致"]
    key = natural_key(kind, cleaned.values, uscc=record.enterprise.uscc, agency_code=record.agency.code)
    return [] if key == record.natural_key else ["标识（文书号、主体、机关）与内容不一致"]


def _generation_of(kind: RecordKind, values: Mapping[str, object]) -> Generation:
    """Return the generation of a record, apart from what its relations and its code give."""
    given = {field.code: values.get(field.code) for field in kind.fields if field.column in RELATION_COLUMNS}
    if kind.settle:
        kind.settle(given)
    return generation_of(kind, values.keys() - given.keys())


def _may_be_dash(kind: RecordKind, code: str) -> bool:
    """Return whether a required day may have been given as —, which is stored as nothing."""
    given = kind.field(code).type
    return isinstance(given, Day) and (given.dash or given.open_ended)
