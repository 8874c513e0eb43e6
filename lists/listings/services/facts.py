"""Facts of stored records as the criteria read them."""

from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.publication import publication_facts
from lists.criteria.predicates import honour_of
from lists.criteria.rules import RecordFacts


def record_facts(record: Record) -> RecordFacts:
    """Return the facts of a record for the criteria."""
    facts = publication_facts(record)
    honour = kind_of(record.kind).value(record.field_values(), Role.HONOUR_CATEGORY)
    return RecordFacts(
        id=record.pk,
        kind=record.kind,
        state=State(record.state),
        adverse=facts.adverse,
        decided_on=record.decided_on,
        public_from=record.public_from,
        public_until=record.public_until,
        regulator=facts.regulator,
        penalty_types=tuple(facts.penalty_types),
        document_number=record.document_number,
        honour=honour_of(str(honour or "")),
        disputed=record.disputed_at is not None,
    )
