"""Which shield hides a record that is loaded; the condition for queries is `RecordQuerySet.unshielded`."""

from datetime import date

from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.visibility import is_in_period
from enterprises.shields.models import Shield
from enterprises.shields.selectors import running_shield


def in_period(record: Record, *, on: date) -> bool:
    """Return whether a loaded record is published and its period runs that day."""
    return is_in_period(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)


def shield_of(record: Record, *, on: date) -> Shield | None:
    """Return the shield that hides a record from the public that day; None where its period does not run.

    No query for a record that is not adverse.
    """
    if not in_period(record, on=on) or not kind_of(record.kind).is_adverse(record.field_values()):
        return None
    return running_shield(record.enterprise_id, decided_on=record.decided_on, on=on)
