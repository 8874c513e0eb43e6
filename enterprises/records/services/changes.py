"""What the rows of a batch change in published records: old and new values, before a person publishes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.severity import SEVERITY_LABELS, Severity

HIDDEN = "（不公开）"
NOTHING = "—"
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field with its value before and after, as officers read them; fields that nobody may read are only named."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label}：{self.old} → {self.new}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """A waiting record that replaces a published one, and the fields that differ."""

    record: Record
    earlier: Record
    fields: tuple[FieldChange, ...]


def changes_of(batch: ImportBatch) -> Iterator[RecordChange]:
    """Yield the waiting records of a batch that change a published one, in the order of their ids."""
    waiting = Record.objects.filter(batch=batch, state=State.SUBMITTED, supersedes__state=State.PUBLISHED)
    related = ("enterprise", "agency", "supersedes__enterprise", "supersedes__agency")
    rows, last = waiting.select_related(*related).order_by("pk"), 0
    while some := list(rows.filter(pk__gt=last)[:_CHUNK]):
        last = some[-1].pk
        for record in some:
            if record.supersedes is not None:
                yield RecordChange(
                    record=record, earlier=record.supersedes, fields=differences(record.supersedes, record)
                )


def differences(earlier: Record, record: Record) -> tuple[FieldChange, ...]:
    """Return the fields in which two versions differ, in the catalogue's order, the class at the end."""
    kind = kind_of(record.kind)
    old, new = earlier.field_values(), record.field_values()
    shown = [dict(_shown(kind, values)) for values in (old, new)]
    found = []
    for field in kind.fields:
        if field.code in shown[0]:
            before, after = (each[field.code] or NOTHING for each in shown)
        elif old.get(field.code) != new.get(field.code):
            before, after = HIDDEN, HIDDEN
        else:
            continue
        if before != after or before == HIDDEN:
            found.append(FieldChange(label=field.label, old=before, new=after))
    classes = [SEVERITY_LABELS[Severity(each.gravity)] for each in (earlier, record)]
    if classes[0] != classes[1]:
        found.append(FieldChange(label="失信程度", old=classes[0], new=classes[1]))
    return tuple(found)


def _shown(kind: RecordKind, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for cell in cells_of(kind, values, audience=Audience.GOVERNMENT):
        yield cell.code, cell.value
