"""Changes between two editions of a list: pure (decision 0048)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lists.editions.entry_content import EntryContent
from lists.listings.rules import REMOVAL_LABELS

COLUMN_LABELS = {
    "name": "名称",
    "uscc": "统一社会信用代码",
    "region": "行政区划",
    "reason": "列入事由",
    "document_number": "决定文书号",
    "authority": "认定单位",
    "decided_on": "决定日期",
    "public_from": "公示起始日",
    "last_public_on": "公示截止日",
    "term_basis": "期限依据",
    "disputed": "异议处理中",
}


class LeavingClass(StrEnum):
    """Why somebody left a list, beside the reasons of a removal."""

    TERM_OVER = "TERM_OVER"
    OTHER = "OTHER"


LEAVING_LABELS: dict[str, str] = {
    **{reason.value: label for reason, label in REMOVAL_LABELS.items()},
    LeavingClass.TERM_OVER: "公示期满",
    LeavingClass.OTHER: "其他",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftEntry:
    """An entry of the earlier edition that the later one lacks: its position there, and why; never a name."""

    position_before: int
    reason_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """The day on which a removal was annulled, and the class of its basis in Chinese."""

    on: date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredEntry:
    """An entry that is back because its removal was annulled: its position in the later edition."""

    position: int
    restored_on: date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEntry:
    """An entry of both editions that reads differently; `columns` as in `COLUMN_LABELS`."""

    position: int
    position_before: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an edition changed since the edition of number `since`; entries by position, without names.

    Who is `restored` is not among those that `entered`.
    """

    since: int
    entered: tuple[int, ...]
    left: tuple[LeftEntry, ...]
    changed: tuple[ChangedEntry, ...]
    restored: tuple[RestoredEntry, ...] = ()


def changes_between(
    before: Sequence[EntryContent],
    after: Sequence[EntryContent],
    *,
    since: int,
    classes: Mapping[int, str],
    restorations: Mapping[int, Restoration],
) -> Changes:
    """Compare two editions; `classes` gives the class of reason by id of a listing that left.

    `restorations` gives by id of a listing how its removal was annulled.
    What was taken off in either edition is not compared.
    """
    earlier = {entry.listing: entry for entry in before}
    later = {entry.listing for entry in after}
    shared = [(earlier[entry.listing], entry) for entry in after if entry.listing in earlier]
    changed = [
        ChangedEntry(position=new.position, position_before=old.position, columns=columns)
        for old, new in shared
        if (columns := changed_columns(old, new))
    ]
    new = [entry for entry in after if entry.listing not in earlier]
    return Changes(
        since=since,
        entered=tuple(entry.position for entry in new if entry.listing not in restorations),
        left=tuple(
            LeftEntry(position_before=entry.position, reason_class=classes.get(entry.listing, LeavingClass.OTHER.value))
            for entry in before
            if entry.listing not in later
        ),
        changed=tuple(changed),
        restored=tuple(
            RestoredEntry(position=entry.position, restored_on=back.on, basis=back.basis)
            for entry in new
            if (back := restorations.get(entry.listing)) is not None
        ),
    )


def counts_of(changes: Changes) -> str:
    """Return in one sentence how many entries changed in which way."""
    restored = f"，恢复列入{len(changes.restored)}条" if changes.restored else ""
    return (
        f"与第{changes.since}期相比：列入{len(changes.entered)}条{restored}，"
        f"移出{len(changes.left)}条，变更{len(changes.changed)}条。"
    )


def changed_columns(before: EntryContent, after: EntryContent) -> tuple[str, ...]:
    """Name the columns that differ; none where one of both was taken off."""
    if before.is_withdrawn or after.is_withdrawn:
        return ()
    return tuple(name for name in COLUMN_LABELS if getattr(before, name) != getattr(after, name))
