"""Records on their way to publication: returned, called back, moved to the right enterprise, given up.

docs/rules/lifecycle.md has the table of steps and who may take them.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import ProtectedError

from enterprises.agencies.permissions import require_recorder, require_reviewer
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, State
from enterprises.records.rules.publication.decision import FOUR_EYES
from enterprises.records.services.drafting import keep_imported_key, require_own_content, save_unique
from enterprises.records.services.suggestions import suggestions
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import typed_form
from enterprises.shared.typed_texts.services import forget_typed
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.second_person import is_another, require_second_person


class NotMovable(Refused):
    """The record may not be moved to that enterprise."""


@transaction.atomic
def return_record(*, record: Record, by: User, at: datetime, reason: str) -> Record:
    """Give a submitted record back to its recorder.

    :raises NotPermitted: `by` is no reviewer of its agency.
    :raises FourEyes: `by` recorded it.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not waiting for review.
    """
    record = RECORDS.locked(record)
    require_reviewer(by, agency=record.agency)
    require_second_person(by, first_id=record.recorded_by_id, sentence=FOUR_EYES)
    RECORDS.require_reason(reason)
    RECORDS.move(record, verb="return", by=by, at=at, reason=reason)
    return record


@transaction.atomic
def call_back(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Take a submitted record back to change it, as the person who recorded it.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: somebody else recorded it, or it is not waiting for review any more.
    :raises ReasonMissing: no reason given.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    if is_another(by, record.recorded_by_id):
        raise StateChanged("只有录入这条记录的人可以撤回；其他人请由审核员退回。")
    RECORDS.require_reason(reason)
    RECORDS.move(record, verb="call-back", by=by, at=at, reason=reason)
    return record


@transaction.atomic
def move_record(*, record: Record, enterprise: Enterprise, reason: str, by: User, at: datetime) -> Record:
    """Move a draft or a returned record to the enterprise that it is about; its key and subject follow.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: it is no longer with the recorder.
    :raises NotOwnContent: an outside body handed it in.
    :raises NotMovable: it is a version of a record of this enterprise, or there already.
    :raises ReasonMissing: no reason given.
    :raises KeyPending: another draft or submitted record has the key that it would get.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    if record.state not in EDITABLE:
        raise StateChanged("只有草稿和被退回的记录可以改换企业。")
    if record.supersedes_id is not None:
        raise NotMovable("更正须与原记录属于同一企业：原记录记错企业的，请撤下原记录，再为正确的企业录入。")
    require_own_content(record)
    if record.enterprise_id == enterprise.pk:
        raise NotMovable("记录已经属于这家企业。")
    why = RECORDS.require_reason(
        f"由{record.enterprise.uscc}改为{enterprise.uscc}：{typed_form(RECORDS.require_reason(reason))}"
    )
    key = record.natural_key
    _set_subject(record, enterprise=enterprise)
    keep_imported_key(record, before=key)
    record.recorded_by = by
    save_unique(record)
    RECORDS.note(record, verb="move", by=by, at=at, reason=why)
    return record


@transaction.atomic
def discard_draft(*, record: Record, by: User) -> None:
    """Delete a draft that was never submitted, with its notes: nobody but its agency has seen it.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: it has been submitted, or a case or a paper names it.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    if record.state != State.DRAFT:
        raise StateChanged("只有从未提交过的草稿可以删除。")
    record.events.all().delete()
    forget_typed(record)
    try:
        record.delete()
    except ProtectedError as held:
        raise StateChanged("草稿有关联的申请或者材料，不能删除；不再需要的，请提交审核，退回后作废。") from held


@transaction.atomic
def discard_returned(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Give up a returned record; it stays with its history, and its key is free.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: it was not returned.
    :raises ReasonMissing: no reason given.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    RECORDS.require_reason(reason)
    RECORDS.move(record, verb="discard", by=by, at=at, reason=reason)
    return record


def _set_subject(record: Record, *, enterprise: Enterprise) -> None:
    """Put an enterprise into a record in memory; nothing that was stated of another one stays."""
    kind = kind_of(record.kind)
    of_subject = {field.code for field in kind.fields if field.of_subject and field.column is None}
    known = suggestions(kind, agency=record.agency, enterprise=enterprise)
    kept = {code: value for code, value in record.details.items() if code not in of_subject}
    record.details = kept | {code: value for code, value in known.items() if code in of_subject and value}
    record.enterprise, record.subject_name = enterprise, enterprise.name
    record.natural_key = natural_key(kind, record.field_values(), uscc=enterprise.uscc, agency_code=record.agency.code)
