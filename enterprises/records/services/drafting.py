"""Recording: drafts, new versions, submission and class; `waiting` has what happens to records on their way.

docs/rules/lifecycle.md has the table of steps and who may take them.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_member, require_recorder
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Generation, RecordKind
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, PENDING, State
from enterprises.records.rules.publication.decision import KEY_TAKEN
from enterprises.records.rules.severity import Severity
from enterprises.records.services.content import InvalidContent, fill_content
from enterprises.records.services.contradictions import confirm_contradictions
from enterprises.records.services.drafts import require_content, require_seen
from enterprises.records.services.linked_codes import twin_sentence, twins_of
from enterprises.records.services.penalty_links import penalty_problem
from enterprises.records.services.personal_data import confirm_record
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.refusals import Refused
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed
from enterprises.shared.workflow.refusals import StateChanged

VERSION_PENDING = "这条记录已有更正在草稿或待审核中（记录{record}），请先处理那一条。"
NOTHING_TYPED = "没有填写任何内容，未保存草稿。"
NOTHING_LEFT = "内容不能全部清空；不再需要的草稿，请在记录页面上删除。"


class KeyPending(Refused):
    """A draft or submitted record with the same natural key exists."""


class KeyTaken(Refused):
    """Another published record bears the same natural key."""


class NotOwnContent(Refused):
    """An outside body handed the record in; the agency does not change it."""


class SeverityRefused(Refused):
    """Only penalties have a class, and it is one of three."""


@transaction.atomic
def draft_record(
    *, kind: RecordKind, raw: Mapping[str, object], enterprise: Enterprise, agency: Agency, by: User, at: datetime
) -> Record:
    """Store a draft; required fields may still be missing, filled ones must be right.

    :raises NotPermitted: `by` is no recorder of the agency.
    :raises DraftEmpty: nothing was typed.
    :raises InvalidContent: a filled field is wrong.
    :raises KeyPending: another draft or submitted record has the same key.
    """
    require_recorder(by, agency=agency)
    require_content(raw, kind=kind, agency=agency, enterprise=enterprise, sentence=NOTHING_TYPED)
    record = Record(
        kind=kind.code, enterprise=enterprise, agency=agency, recorded_by=by, created_at=at, state=State.DRAFT
    )
    typed = fill_content(record, raw=raw, on=day_of(at))
    save_unique(record)
    RECORDS.note(record, verb="draft", by=by, at=at)
    keep_typed([(record.pk, typed)], subject=TypedText.RECORD, on=day_of(at))
    return record


@transaction.atomic
def edit_draft(*, record: Record, raw: Mapping[str, object], by: User, at: datetime, seen: int | None = None) -> Record:
    """Change a draft or a returned record; `seen` is the `content_version` that `by` had before him.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: it is no longer with the recorder.
    :raises NotOwnContent: an outside body handed it in.
    :raises DraftChanged: somebody has saved it since.
    :raises DraftEmpty: nothing is left of its content.
    :raises InvalidContent: a filled field is wrong.
    :raises KeyPending: another draft or submitted record has the same key.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    if record.state not in EDITABLE:
        raise StateChanged("记录已提交或已公示，不能再修改；如需更正，请从已公示记录发起新版本。")
    require_own_content(record)
    require_seen(record.pk, seen=seen)
    kind = kind_of(record.kind)
    require_content(raw, kind=kind, agency=record.agency, enterprise=record.enterprise, sentence=NOTHING_LEFT)
    record.recorded_by = by
    key = record.natural_key
    typed = fill_content(record, raw=raw, on=day_of(at))
    keep_imported_key(record, before=key)
    save_unique(record)
    RECORDS.note(record, verb="edit", by=by, at=at)
    keep_typed([(record.pk, typed)], subject=TypedText.RECORD, on=day_of(at))
    return record


@transaction.atomic
def draft_new_version(*, record: Record, by: User, at: datetime) -> Record:
    """Open a draft that will supersede a published record once it is published itself.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises StateChanged: the record is not published.
    :raises NotOwnContent: an outside body handed it in.
    :raises KeyPending: a new version is open already.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    if record.state != State.PUBLISHED:
        raise StateChanged("只有已公示的记录可以发起新版本。")
    require_own_content(record)
    _require_no_version(record)
    version = version_of(record, recorded_by=by, at=at)
    save_unique(version)
    RECORDS.note(version, verb="draft", by=by, at=at, reason=f"更正记录 {record.pk}")
    return version


@transaction.atomic
def open_correction(*, record: Record, recorder: User, reason: str, by: User, at: datetime) -> Record:
    """Open the draft of a new version for a recorder, because a case was upheld; `by` decided it and writes nothing.

    :raises NotPermitted: `recorder` is no recorder of its agency, or `by` does not belong to it.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: the record is not published.
    :raises KeyPending: a new version is open already.
    """
    record = RECORDS.locked(record)
    require_recorder(recorder, agency=record.agency)
    require_member(by, agency=record.agency)
    why = RECORDS.require_reason(reason)
    if record.state != State.PUBLISHED:
        raise StateChanged("只有已公示的记录可以发起新版本。")
    _require_no_version(record)
    version = version_of(record, recorded_by=recorder, at=at)
    save_unique(version)
    RECORDS.note(version, verb="open-correction", by=by, at=at, reason=why)
    return version


@transaction.atomic
def submit_record(
    *,
    record: Record,
    by: User,
    at: datetime,
    personal_data_confirmed: bool = False,
    contradictions_confirmed: bool = False,
) -> Record:
    """Hand a complete draft to the reviewers.

    `personal_data_confirmed`: `by` has looked at what looks like personal data, and it is none;
    `contradictions_confirmed`: at cells that contradict each other, and they are right.

    :raises NotPermitted: `by` is no recorder of its agency.
    :raises InvalidContent: something is missing or wrong.
    :raises StateChanged: it is not a draft or a returned record.
    :raises KeyTaken: a published record that this one does not replace has its key, or the decision stands under
        another code of the enterprise.
    :raises LooksPersonal: something looks like personal data, and that is not confirmed.
    :raises Contradicts: cells contradict each other, and that is not confirmed.
    """
    record = RECORDS.locked(record)
    require_recorder(by, agency=record.agency)
    RECORDS.require_transition(record, verb="submit")
    problems = problems_of(record, on=day_of(at))
    if problems:
        raise InvalidContent(problems)
    published_namesake(record)
    _require_no_twin(record)
    confirm_record(record, confirmed=personal_data_confirmed, by=by, at=at)
    confirm_contradictions(record, confirmed=contradictions_confirmed, by=by, at=at)
    RECORDS.move(record, verb="submit", by=by, at=at)
    return record


def problems_of(record: Record, *, on: date) -> tuple[Problem, ...]:
    """Return what is missing or wrong in the stored content on that day.

    What the form requires beyond the national columns is required of typed records only, not of an old sheet's rows.
    """
    kind = kind_of(record.kind)
    generation = Generation.PORTAL if record.batch_id is None else Generation.CURRENT
    codes = [record.enterprise.uscc]
    problems = clean(kind, record.field_values(), on=on, generation=generation, confirmed_codes=codes).problems
    unknown = penalty_problem(record)
    return (*problems, unknown) if unknown else problems


@transaction.atomic
def set_severity(*, record: Record, severity: Severity, reason: str, by: User, at: datetime) -> Record:
    """Set the class by hand, over what the lookup proposed.

    :raises NotPermitted: `by` does not belong to its agency.
    :raises SeverityRefused: the record is no penalty, or no class is named.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is published or ended.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    if not kind_of(record.kind).has_severity or not severity:
        raise SeverityRefused("只有行政处罚需要确定失信程度，可选轻微、一般、严重。")
    reason = RECORDS.require_reason(reason)
    if record.state not in PENDING:
        raise StateChanged("记录已公示，程度不能再改；如需更正，请发起新版本。")
    record.gravity, record.gravity_reason, record.gravity_by_hand = severity, str(reason), True
    record.save(update_fields=["gravity", "gravity_reason", "gravity_by_hand"])
    RECORDS.note(record, verb="set-gravity", by=by, at=at, reason=reason)
    return record


def require_own_content(record: Record) -> None:
    """Insist that the agency itself wrote the content of a record.

    :raises NotOwnContent: an outside body handed it in, which alone corrects it.
    """
    if record.events.filter(verb="receive").exists():
        raise NotOwnContent("这条记录由评价机构提交，内容只能由该机构更正；请退回，或撤下后由机构重新提交。")


def published_namesake(record: Record) -> Record | None:
    """Return the published record that this one replaces, if there is one.

    :raises KeyTaken: the published record of that key is not the one to be replaced.
    """
    same_key = Record.objects.filter(kind=record.kind, natural_key=record.natural_key, state=State.PUBLISHED)
    published = same_key.first() if record.natural_key else None
    if published is not None and record.supersedes_id != published.pk:
        raise KeyTaken(KEY_TAKEN)
    return published


def _require_no_version(record: Record) -> None:
    """Refuse a second correction of a record while one waits, whatever its key has become.

    :raises KeyPending: one waits.
    """
    waiting = record.versions.filter(state__in=sorted(PENDING)).first()
    if waiting is not None:
        raise KeyPending(VERSION_PENDING, record=waiting.pk)


def _require_no_twin(record: Record) -> None:
    """Refuse a decision that stands under another code of the enterprise.

    :raises KeyTaken: it does.
    """
    twin = twins_of(record).exclude(state=State.WITHDRAWN).first()
    if twin is not None:
        raise KeyTaken(twin_sentence(twin))


def version_of(record: Record, *, recorded_by: User, at: datetime) -> Record:
    """Return an unsaved draft with the content of a record that it will supersede."""
    return Record(
        kind=record.kind,
        enterprise=record.enterprise,
        agency=record.agency,
        source_agency=record.source_agency,
        subject_name=record.subject_name,
        natural_key=record.natural_key,
        document_number=record.document_number,
        folded_document_number=record.folded_document_number,
        folded_batch=record.folded_batch,
        decided_on=record.decided_on,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        fine_yuan=record.fine_yuan,
        confiscated_yuan=record.confiscated_yuan,
        details=dict(record.details),
        contradictions=record.contradictions,
        gravity=record.gravity,
        gravity_reason=record.gravity_reason,
        gravity_by_hand=record.gravity_by_hand,
        supersedes=record,
        recorded_by=recorded_by,
        created_at=at,
        state=State.DRAFT,
    )


def keep_imported_key(record: Record, *, before: str) -> None:
    """Keep in memory under which key a sheet brought a record whose key was `before`: the sheet may come again."""
    if record.batch_id is not None:
        imported = record.imported_key or before
        record.imported_key = "" if imported == record.natural_key else imported


def save_unique(record: Record) -> None:
    """Save, or name the record that stands in the way.

    :raises KeyPending: another draft or submitted record has the same key.
    """
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        if "natural_key" not in str(error) and "record_key" not in str(error):
            raise
        raise KeyPending("同一文书号、主体和机关的记录已在草稿或待审核中，请先处理那一条。") from error
