"""Changes since the edition before, as files; who left is a position and a class of reason, never a name."""

from collections.abc import Iterable, Iterator
from typing import Any

from enterprises.documents.snapshot import canonical
from enterprises.shared.csv_tables import csv_table
from lists.editions.changes import COLUMN_LABELS, LEAVING_LABELS, Changes
from lists.editions.entry_content import EntryContent

HEADERS = ("变化", "本期序号", "上期序号", "名称", "统一社会信用代码", "移出原因", "变更栏目")
# Only where somebody was restored: the files of editions from before these columns keep their bytes.
RESTORED_HEADERS = ("恢复日", "恢复依据")


def changes_csv(entries: Iterable[EntryContent], changes: Changes) -> bytes:
    """Return the changes as CSV, the codes once more as text."""
    headers = (*HEADERS, *RESTORED_HEADERS) if changes.restored else HEADERS
    rows = (row + ("",) * (len(headers) - len(row)) for row in _rows(entries, changes))
    return csv_table(headers, rows, codes=("统一社会信用代码",))


def changes_json(entries: Iterable[EntryContent], changes: Changes, *, slug: str, number: int) -> bytes:
    """Return the changes as canonical JSON; `number` is the later edition's, `entries` are its entries.

    "restored" is left out without any.
    """
    by_position = {entry.position: entry for entry in entries}
    plain = {
        "list": slug,
        "edition": number,
        "since": changes.since,
        "entered": [_named(by_position[position]) for position in changes.entered],
        "left": [{"position_before": one.position_before, "reason_class": one.reason_class} for one in changes.left],
        "changed": [
            {
                **_named(by_position[one.position]),
                "position_before": one.position_before,
                "columns": list(one.columns),
            }
            for one in changes.changed
        ],
    }
    if changes.restored:
        plain["restored"] = [
            {**_named(by_position[one.position]), "restored_on": one.restored_on.isoformat(), "basis": one.basis}
            for one in changes.restored
        ]
    return canonical(plain)


def _named(entry: EntryContent) -> dict[str, Any]:
    if entry.is_withdrawn:
        return {"position": entry.position, "withdrawn": True}
    return {"position": entry.position, "name": entry.name, "uscc": entry.uscc}


def _rows(entries: Iterable[EntryContent], changes: Changes) -> Iterator[tuple[str, ...]]:
    by_position = {entry.position: entry for entry in entries}
    for position in changes.entered:
        yield ("列入", str(position), "", by_position[position].name, by_position[position].uscc, "", "")
    for one in changes.left:
        yield ("移出", "", str(one.position_before), "", "", LEAVING_LABELS[one.reason_class], "")
    for change in changes.changed:
        entry = by_position[change.position]
        columns = "、".join(COLUMN_LABELS[column] for column in change.columns)
        yield ("变更", str(entry.position), str(change.position_before), entry.name, entry.uscc, "", columns)
    for back in changes.restored:
        entry = by_position[back.position]
        day = back.restored_on.isoformat()
        yield ("恢复列入", str(entry.position), "", entry.name, entry.uscc, "", "", day, back.basis)
