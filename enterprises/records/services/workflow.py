"""The workflow of records: docs/rules/lifecycle.md."""

from collections.abc import Sequence
from typing import Any

from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import LIFECYCLE, State
from enterprises.records.services.events import EventRow, write_events
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow

# What was proposed or requested of a record ends when it is withdrawn.
NOTHING_PROPOSED: dict[str, Any] = dict.fromkeys(
    ("repair_proposed_by", "repair_proposed_at", "takeback_asked_by", "takeback_asked_at", "taken_back_by")
)
LONGEST_REASON = RecordEvent._meta.get_field("reason").max_length or 0


def _write(record: Record, entry: HistoryEntry) -> None:
    RecordEvent.objects.create(record=record, **entry.columns)


def _write_all(entries: Sequence[tuple[Record, HistoryEntry]]) -> None:
    write_events(
        # Plain texts: a driver takes longer to look at members of an enum.
        EventRow(
            record.pk,
            each.at,
            each.by.pk if each.by else None,
            each.verb,
            str(each.before),
            str(each.after),
            each.reason,
        )
        for record, each in entries
    )


def _announce(record: Record) -> None:
    touch_credit_files([record.enterprise_id])


RECORDS: Workflow[Record, State] = Workflow(
    model=Record,
    lifecycle=LIFECYCLE,
    write=_write,
    write_all=_write_all,
    announce=_announce,
    related=("agency", "enterprise", "source_agency"),
    longest_reason=LONGEST_REASON,
)
