"""What a version replaces, and what it takes over from there: extension, objection, a repair that waits.

The reasons are in docs/rules/extensions.md and docs/rules/lifecycle.md.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.lifecycle import LIFECYCLE, State
from enterprises.records.rules.publication import Period
from enterprises.records.rules.visibility import extended_end
from enterprises.records.services.events import EventRow
from enterprises.shared.rules.days import day_before

CARRIED = "carry-over"
LIFTED = "lift-hold"
# Marks and proposals of a record that its new version takes over, by column, with what its history calls them.
CARRIED_LABELS = {"disputed_at": "异议标注", "repair_proposed_at": "待确认的信用修复"}
CARRIED_COLUMNS = (*CARRIED_LABELS, "repair_proposed_by_id")
_ENDED = (State.SUPERSEDED, State.WITHDRAWN)
_NOT_ADVERSE = "更正后不再是失信信息，延长公示随之结束"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one version takes over; `extensions` are those in force or requested, none where they end with the version.

    `ended` are extensions that end because the version is not adverse.
    """

    earlier: Record | None
    extensions: tuple[PublicationExtension, ...] = ()
    ended: tuple[PublicationExtension, ...] = ()

    @property
    def extended_until(self) -> date | None:
        """Return the end that the extensions in force give, None without one."""
        return max((each.until for each in self.extensions if each.confirmed_at), default=None)

    def columns(self, period: Period) -> dict[str, Any]:
        """Return the columns of the published version that differ from those of the period alone."""
        earlier, until = self.earlier, self.extended_until
        if earlier is None:
            return {}
        columns: dict[str, Any] = {name: getattr(earlier, name) for name in CARRIED_COLUMNS}
        if until is not None and period.public_until is not None:
            columns["public_until"] = extended_end(unheld_until=period.public_until, extension_until=until)
        return columns

    def write(self, record: Record, *, by: User, at: datetime) -> list[EventRow]:
        """Give the extensions to the version, end what ends, and return the lines of its history."""
        for extension in self.extensions:
            extension.record = record
            extension.save(update_fields=["record"])
        for extension in self.ended:
            extension.record, extension.lifted_by, extension.lifted_at = record, by, at
            extension.save(update_fields=["record", "lifted_by", "lifted_at"])
        lines = [(CARRIED, text) for text in self._texts()] + [(LIFTED, _NOT_ADVERSE) for _ in self.ended]
        state = record.state
        return [EventRow(record.pk, at, by.pk, verb, state, state, reason[:500]) for verb, reason in lines]

    def _texts(self) -> list[str]:
        if self.earlier is None:
            return []
        texts = [
            f"延长公示至{day_before(each.until)}{'' if each.confirmed_at else '（待另一人确认）'}：{each.legal_basis}"
            for each in self.extensions
        ]
        texts += [label for name, label in CARRIED_LABELS.items() if getattr(self.earlier, name)]
        return [f"沿用记录{self.earlier.pk}的{text}" for text in texts]


def replaced_record(record: Record) -> Record | None:
    """Return what a version replaces once its review ends: the record that it corrects, while public or kept.

    Its key does not matter: a correction may be of the document number.
    """
    earlier = record.supersedes
    return earlier if earlier is not None and earlier.state in LIFECYCLE.transition("supersede").before else None


def replaced_reason(record: Record) -> str:
    """Return what the history of a replaced record keeps of its version."""
    return f"由记录 {record.pk} 替代"


def published_before(record: Record) -> Record | None:
    """Return the published record that a version replaces."""
    earlier = replaced_record(record)
    return earlier if earlier is not None and earlier.state == State.PUBLISHED else None


def last_taken_off(record: Record, *, of_key: datetime | None) -> datetime | None:
    """Return when what a waiting record states was last taken off the portal, None if it was not.

    `of_key` is the last withdrawal under its key; the record that it corrects may be withdrawn, or have its exit.
    """
    of_earlier = None if record.supersedes is None else _taken_off_at(record.supersedes)
    return max((each for each in (of_key, of_earlier) if each is not None), default=None)


def _taken_off_at(record: Record) -> datetime | None:
    """Return when a record was withdrawn, or the exit of a listing was written here."""
    if record.state == State.WITHDRAWN:
        return record.withdrawn_at
    return record.exit_written_at if record.state == State.PUBLISHED else None


def published_heirs_of(records: Iterable[Record | None]) -> dict[int, int]:
    """Return what is published in the place of records that are public no more, by their ids; no query without one."""
    heads = {each.pk: each.pk for each in records if each is not None and each.state in _ENDED}
    found: dict[int, int] = {}
    while heads:
        versions = Record.objects.filter(supersedes__in=sorted(heads), state__in=(State.PUBLISHED, *_ENDED)).order_by(
            "pk"
        )
        following = {}
        for pk, earlier, state in versions.values_list("pk", "supersedes_id", "state"):
            if state == State.PUBLISHED:
                found[heads[earlier]] = pk
            following[pk] = heads[earlier]
        heads = following
    return found


def extensions_of(ids: Collection[int], *, on: date) -> Mapping[int, tuple[PublicationExtension, ...]]:
    """Return the extensions of each record that are requested, or in force beyond that day; one query, if any."""
    found: dict[int, tuple[PublicationExtension, ...]] = {}
    if not ids:
        return found
    standing = PublicationExtension.objects.filter(record__in=ids, lifted_at__isnull=True)
    for each in standing.filter(Q(confirmed_at__isnull=True) | Q(until__gt=on)).order_by("pk"):
        found[each.record_id] = (*found.get(each.record_id, ()), each)
    return found


def carried_over(
    earlier: Record | None, *, extensions: Mapping[int, tuple[PublicationExtension, ...]], adverse: bool
) -> Carried:
    """Return what a version takes over from the published record that it replaces; `adverse` is the version."""
    if earlier is None:
        return Carried(earlier=None)
    found = extensions.get(earlier.pk, ())
    return Carried(earlier=earlier, extensions=found) if adverse else Carried(earlier=earlier, ended=found)
