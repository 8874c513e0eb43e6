"""Records of every kind on their way to publication."""

from datetime import UTC, datetime

from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn
from enterprises.records.models import Record
from enterprises.records.services.drafting import draft_record, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from tests.catalogue.rows import ROWS
from tests.importing.make import Office

AT = datetime(2026, 5, 4, 2, tzinfo=UTC)
_GIVEN = {
    RecordColumn.SUBJECT_NAME,
    RecordColumn.SUBJECT_CODE,
    RecordColumn.AGENCY_NAME,
    RecordColumn.AGENCY_CODE,
    RecordColumn.SOURCE_NAME,
    RecordColumn.SOURCE_CODE,
}


def published(kind: str, enterprise: Enterprise, at_office: Office, **changed: object) -> Record:
    """Take a right row of the kind all the way to publication."""
    declared = kind_of(kind)
    raw = {
        code: value for code, value in {**ROWS[kind], **changed}.items() if declared.field(code).column not in _GIVEN
    }
    raw[declared.column(RecordColumn.DECIDED_ON).code] = "2026-04-20"
    raw[declared.column(RecordColumn.SOURCE_NAME).code] = at_office.agency.name
    raw[declared.column(RecordColumn.SOURCE_CODE).code] = at_office.agency.code
    record = draft_record(
        kind=declared, raw=raw, enterprise=enterprise, agency=at_office.agency, by=at_office.recorder, at=AT
    )
    submit_record(record=record, by=at_office.recorder, at=AT, personal_data_confirmed=True)
    return publish_record(record=record, by=at_office.reviewer, at=AT, personal_data_confirmed=True)
