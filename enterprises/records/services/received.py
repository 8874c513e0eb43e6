"""Records that an outside body hands in; they wait for review like any other, and their content stays that body's.

The caller has checked that the body may hand in; the agency's recorders do not change what it wrote.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.content import InvalidContent, fill_content
from enterprises.records.services.drafting import problems_of, published_namesake, save_unique
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed


@transaction.atomic
def receive_record(
    *,
    kind: RecordKind,
    raw: Mapping[str, object],
    enterprise: Enterprise,
    agency: Agency,
    by: User,
    at: datetime,
    reason: str,
) -> Record:
    """Store what an outside body hands in as a submitted record of the agency; `reason` names the body.

    :raises InvalidContent: something is missing or wrong.
    :raises KeyPending: a draft or submitted record has the same key.
    :raises KeyTaken: a published record has it.
    """
    record = Record(
        kind=kind.code, enterprise=enterprise, agency=agency, recorded_by=by, created_at=at, state=State.SUBMITTED
    )
    typed = _write(record, raw=raw, at=at)
    RECORDS.note(record, verb="receive", by=by, at=at, reason=reason)
    keep_typed([(record.pk, typed)], subject=TypedText.RECORD, on=day_of(at))
    return record


@transaction.atomic
def correct_received(*, record: Record, raw: Mapping[str, object], by: User, at: datetime) -> Record:
    """Change a returned record that an outside body handed in, and submit it again.

    :raises InvalidContent: something is missing or wrong.
    :raises StateChanged: it was not returned.
    :raises KeyPending: a draft or submitted record has the same key.
    :raises KeyTaken: a published record has it.
    """
    record = RECORDS.locked(record)
    RECORDS.require_transition(record, verb="submit")
    record.recorded_by = by
    typed = _write(record, raw=raw, at=at)
    RECORDS.note(record, verb="edit", by=by, at=at)
    RECORDS.move(record, verb="submit", by=by, at=at)
    keep_typed([(record.pk, typed)], subject=TypedText.RECORD, on=day_of(at))
    return record


def _write(record: Record, *, raw: Mapping[str, object], at: datetime) -> dict[str, str]:
    typed = fill_content(record, raw=raw, on=day_of(at))
    problems = problems_of(record, on=day_of(at))
    if problems:
        raise InvalidContent(problems)
    published_namesake(record)
    save_unique(record)
    return typed
