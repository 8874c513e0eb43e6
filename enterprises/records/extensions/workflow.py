"""The workflow of publication extensions: docs/rules/extensions.md. Their history is the record's."""

from typing import Any

from django.db.models import Q

from enterprises.records.extensions.rules import LIFECYCLE, ExtensionState, state_of
from enterprises.records.models import PublicationExtension
from enterprises.records.services.workflow import LONGEST_REASON, RECORDS
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow

_CONDITIONS = {
    ExtensionState.REQUESTED: Q(confirmed_at__isnull=True, lifted_at__isnull=True),
    ExtensionState.IN_FORCE: Q(confirmed_at__isnull=False, lifted_at__isnull=True),
    ExtensionState.LIFTED: Q(lifted_at__isnull=False),
}


class _Extensions(Workflow[PublicationExtension, ExtensionState]):
    """Derives the state from the columns that keep who confirmed and who lifted."""

    def state_of(self, row: PublicationExtension) -> ExtensionState:
        return state_of(is_confirmed=row.confirmed_at is not None, is_lifted=row.lifted_at is not None)

    def in_state(self, state: ExtensionState) -> Q:
        return _CONDITIONS[state]

    def state_columns(self, state: ExtensionState) -> dict[str, Any]:
        return {}


def _write(extension: PublicationExtension, entry: HistoryEntry) -> None:
    RECORDS.note(extension.record, verb=entry.verb, by=entry.by, at=entry.at, reason=entry.reason)


def _announce(extension: PublicationExtension) -> None:
    RECORDS.announce(extension.record)


EXTENSIONS = _Extensions(
    model=PublicationExtension,
    lifecycle=LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("record",),
    longest_reason=LONGEST_REASON,
)
