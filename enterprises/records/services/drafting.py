"""Recording: drafts, new versions, submission and class; `waiting` has what happens to records on their way.

docs/rules/lifecycle.md has the table of steps and who may take them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.agencies.names import agency_of_code
from enterprises.agencies.permissions import require_member, require_recorder
from enterprises.catalogue.keys import natural_key
from enterprises.catalogue.penalty_facts import domain_of, procedure_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.storage import split
from enterprises.catalogue.types import Generation, RecordColumn, RecordKind, Role, Visibility
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE, PENDING, State
from enterprises.records.rules.publication.decision import KEY_TAKEN
from enterprises.records.rules.severity import SEVERITY_LABELS, PenaltyFacts, Severity, classify, is_minor_by_procedure
from enterprises.records.services.contradictions import confirm_contradictions, contradictions_of
from enterprises.records.services.drafts import require_content, require_seen
from enterprises.records.services.linked_codes import twin_sentence, twins_of
from enterprises.records.services.personal_data import confirm_record
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of
from enterprises.shared.problems import Problem
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed
from enterprises.shared.workflow.refusals import StateChanged

NOTHING_TYPED = "没有填写任何内容，未保存草稿。"
NOTHING_LEFT = "内容不能全部清空；不再需要的草稿，请在记录页面上删除。"
_CLASS_COLUMNS = ("gravity", "gravity_reason")
_SEVERITY_OF = {label: severity for severity, label in SEVERITY_LABELS.items()}


class InvalidContent(Refused):
    """Fields are missing or wrong; `problems` names each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("内容有误，请更正标出的栏目。")
        self.problems = problems


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
    keep_typed([(record.pk, typed)], subject=TypedText.Subject.RECORD, on=day_of(at))
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
    typed = fill_content(record, raw=raw, on=day_of(at))
    save_unique(record)
    RECORDS.note(record, verb="edit", by=by, at=at)
    keep_typed([(record.pk, typed)], subject=TypedText.Subject.RECORD, on=day_of(at))
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
    version = _version_of(record, recorded_by=by, at=at)
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
    version = _version_of(record, recorded_by=recorder, at=at)
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
    return clean(kind, record.field_values(), on=on, generation=generation, confirmed_codes=codes).problems


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
    RECORDS.require_reason(reason)
    if record.state not in PENDING:
        raise StateChanged("记录已公示，程度不能再改；如需更正，请发起新版本。")
    record.gravity, record.gravity_reason, record.gravity_by_hand = severity, reason, True
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


def _require_no_twin(record: Record) -> None:
    """Refuse a decision that stands under another code of the enterprise.

    :raises KeyTaken: it does.
    """
    twin = twins_of(record).exclude(state=State.WITHDRAWN).first()
    if twin is not None:
        raise KeyTaken(twin_sentence(twin))


def _version_of(record: Record, *, recorded_by: User, at: datetime) -> Record:
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


def fill_content(record: Record, *, raw: Mapping[str, object], on: date) -> dict[str, str]:
    """Put what was typed into an unsaved record; return the texts that are stored with other characters.

    :raises InvalidContent: a filled field is wrong.
    """
    kind = kind_of(record.kind)
    given = _untyped(kind, record) | {**raw, **_codes_of_record(kind, record)}
    cleaned = clean(kind, given, on=on, confirmed_codes=[record.enterprise.uscc])
    wrong = tuple(problem for problem in cleaned.problems if not problem.missing)
    if wrong:
        raise InvalidContent(wrong)
    apply_values(record, kind=kind, values=cleaned.values, source=_source_agency(kind, cleaned.values))
    return {code: text for code, text in cleaned.typed.items() if code in raw}


def apply_values(record: Record, *, kind: RecordKind, values: Mapping[str, Any], source: Agency | None) -> None:
    """Put cleaned values into an unsaved record: columns, details, key and proposed class; no query, no write.

    The importer uses it for rows that were cleaned already.
    """
    agency = record.agency
    columns = content_columns(
        kind,
        values,
        uscc=record.enterprise.uscc,
        agency_code=agency.code,
        domain=RegulatoryDomain(agency.domain),
        regulator=agency.governing_regulator,
    )
    for name, value in columns.items():
        if not (record.gravity_by_hand and name in _CLASS_COLUMNS):
            setattr(record, name, value)
    record.source_agency = source


def content_columns(
    kind: RecordKind,
    values: Mapping[str, Any],
    *,
    uscc: str,
    agency_code: str,
    domain: RegulatoryDomain,
    regulator: Regulator,
    key: str | None = None,
) -> dict[str, Any]:
    """Return the columns that cleaned values fill: content, key and proposed class; `domain` is the agency's.

    `key` is the natural key, where it is known already.
    """
    stored = split(kind, values)
    if key is None:
        key = natural_key(kind, values, uscc=uscc, agency_code=agency_code)
    columns: dict[str, Any] = {
        **stored.columns,
        "folded_document_number": fold_document_number(str(stored.columns.get("document_number", ""))),
        "folded_batch": fold_batch(str(kind.value(values, Role.BATCH) or "")),
        "details": stored.details,
        "natural_key": key,
        "contradictions": contradictions_of(kind, values, stored.columns),
    }
    if kind.has_severity:
        facts = PenaltyFacts(
            domain=domain_of(values, agency=domain),
            regulator=regulator,
            penalty_types=tuple(values.get(kind.role(Role.PENALTY_TYPES).code) or ()),
            procedure=procedure_of(values),
            decided_on=columns.get("decided_on"),
            fine_yuan=columns.get("fine_yuan"),
            confiscated_yuan=columns.get("confiscated_yuan"),
        )
        found = _proposed_class(facts, stated=str(values.get(kind.column(RecordColumn.STATED_SEVERITY).code) or ""))
        columns.update(zip(_CLASS_COLUMNS, found, strict=True))
    return columns


def _source_agency(kind: RecordKind, values: Mapping[str, object]) -> Agency | None:
    code = values.get(kind.column(RecordColumn.SOURCE_CODE).code)
    return agency_of_code(str(code)) if code else None


def _codes_of_record(kind: RecordKind, record: Record) -> dict[str, object]:
    """Return the values that the record's enterprise and agency decide, whatever was typed."""
    return {
        field.code: value
        for field in kind.fields
        if field.column is not None and (value := record.value_of_relation(field.column)) is not None
    }


def _untyped(kind: RecordKind, record: Record) -> dict[str, object]:
    """Return what no form shows and so must not be lost: the subject's name and values that are never public."""
    subject = kind.column(RecordColumn.SUBJECT_NAME).code
    stored = record.details
    hidden = {each.code for each in kind.fields if each.visibility is Visibility.NEVER} & stored.keys()
    return {subject: record.subject_name or record.enterprise.name} | {code: stored[code] for code in hidden}


def _proposed_class(facts: PenaltyFacts, *, stated: str) -> tuple[Severity, str]:
    """Return class and reason: what the agency's file states, else the lookup; where both fail a person must set it.

    A class that the procedure decides is the law's, whatever is stated.
    """
    if stated and not is_minor_by_procedure(facts.procedure, decided_on=facts.decided_on):
        return _SEVERITY_OF[stated], f"机关填报的失信严重程度：{stated}"
    found = classify(facts)
    return found.severity, "；".join(found.reasons)[:500]


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
