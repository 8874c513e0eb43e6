"""Records of the made-up city that its officers type, hand over and publish one by one, by the services of the desk."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import RECORDER, REVIEWER
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn
from enterprises.records.models import Record
from enterprises.records.services.drafting import draft_record, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise


def submitted(kind: str, raw: Mapping[str, object], *, enterprise: Enterprise, slug: str, day: date) -> Record:
    """Type a record of an enterprise for the agency of that slug, and hand it to the reviewers."""
    agency = Agency.objects.get(code=BY_SLUG[slug].code)
    given = {
        RecordColumn.SUBJECT_NAME: enterprise.name,
        RecordColumn.SUBJECT_CODE: enterprise.uscc,
        RecordColumn.AGENCY_NAME: agency.name,
        RecordColumn.AGENCY_CODE: agency.code,
        RecordColumn.SOURCE_NAME: agency.name,
        RecordColumn.SOURCE_CODE: agency.code,
    }
    fields = {each.code: given[each.column] for each in kind_of(kind).fields if each.column in given}
    by, at = officer(slug, RECORDER), instant_of(day, hour=9)
    draft = draft_record(kind=kind_of(kind), raw={**raw, **fields}, enterprise=enterprise, agency=agency, by=by, at=at)
    return submit_record(record=draft, by=by, at=at, personal_data_confirmed=True)


def published(kind: str, raw: Mapping[str, object], *, enterprise: Enterprise, slug: str, day: date) -> Record:
    """Type a record and have a reviewer publish it on the same day."""
    record = submitted(kind, raw, enterprise=enterprise, slug=slug, day=day)
    at = instant_of(day, hour=15)
    return publish_record(record=record, by=officer(slug, REVIEWER), at=at, personal_data_confirmed=True)


def officer(slug: str, role: str) -> User:
    """Return the officer of that role in the agency of that slug."""
    return User.objects.get(username=f"{slug}-{role}")
