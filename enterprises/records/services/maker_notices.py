"""The maker's comment on a failed product check: notice, comment, its check, and the danger that does not wait."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from enterprises.agencies.permissions import require_member
from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.inspection import INSPECTION, is_failed_product
from enterprises.catalogue.types import Role
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.maker_comments import (
    COMMENT_RULES,
    NOTICE_LIFECYCLE,
    MakerHearing,
    NoticeState,
    comment_rule,
)
from enterprises.records.rules.visibility import is_in_period
from enterprises.records.services.personal_data import require_confirmed, suspicions_of_texts
from enterprises.records.services.workflow import LONGEST_REASON, RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import unified_text
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.rules.workdays.calendar import Deadline
from enterprises.shared.secret_codes import derived_code, digest_of
from enterprises.shared.typed_texts.services import save_unified
from enterprises.shared.workflow.second_person import is_another
from enterprises.shared.workflow.workflow import HistoryEntry, Workflow

LONGEST_COMMENT = 1000
COMMENT_LABEL = "生产企业意见"
COMMENT_CELL = "maker_comment"


class MakerNoticeRefused(Refused):
    """The maker cannot be informed, or cannot comment any more."""


class NoticeCodeWrong(Refused):
    """No notice has that number and code; nothing reveals which of them is wrong."""


def _write(notice: MakerNotice, entry: HistoryEntry) -> None:
    RECORDS.note(notice.record, verb=entry.verb, by=entry.by, at=entry.at, reason=entry.reason)


def _announce(notice: MakerNotice) -> None:
    RECORDS.announce(notice.record)


NOTICES: Workflow[MakerNotice, NoticeState] = Workflow(
    model=MakerNotice,
    lifecycle=NOTICE_LIFECYCLE,
    write=_write,
    announce=_announce,
    related=("record__agency", "record__enterprise"),
    longest_reason=LONGEST_REASON,
)


@transaction.atomic
def inform_maker(*, record: Record, maker: str, by: User, at: datetime) -> MakerNotice:
    """Note that the maker of a failed product is informed; the clock of its comment starts.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises MakerNoticeRefused: no failed product check that waits or is public, no maker named, or informed before.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    maker = unified_text(maker).strip()
    if not _may_be_commented(record, on=day_of(at)):
        raise MakerNoticeRefused("只有待审核或者公示中的不合格产品抽查结果，才告知生产企业。")
    if not maker:
        raise MakerNoticeRefused("请填写被告知的生产企业。")
    if notices_of([record]):
        raise MakerNoticeRefused("已经告知过生产企业。")
    notice = notice_to(maker, record=record, end=end_of_comments(record.created_at, at=at), by=by, at=at)
    save_unified(notice, on=day_of(at))
    RECORDS.note(record, verb="inform-maker", by=by, at=at, reason=maker)
    return notice


def notice_to(maker: str, *, record: Record, end: Deadline, by: User, at: datetime) -> MakerNotice:
    """Return a notice that is not stored yet; `end` is the last day to comment."""
    notice = MakerNotice(
        record=record,
        maker=maker,
        informed_by=by,
        informed_at=at,
        comment_until=end.day,
        is_provisional=end.provisional,
    )
    notice.code_digest = digest_of(code_of(notice), number=number_of(notice))
    return notice


def end_of_comments(created_at: datetime, *, at: datetime) -> Deadline:
    """Return the last day to comment on a finding recorded at `created_at` for a maker informed at `at`."""
    rule = comment_rule(recorded_on=day_of(created_at)) or COMMENT_RULES[0]
    return working_calendar().workdays_after(day_of(at), rule.comment_within)


def stated_maker(record: Record) -> str:
    """Return the maker that a check names, else the enterprise that was checked."""
    return str(INSPECTION.value(record.details, Role.MAKER) or "") or record.enterprise.name


@transaction.atomic
def state_danger(*, notice: MakerNotice, reason: str, by: User, at: datetime) -> MakerNotice:
    """State the danger for which a finding is published at once; another person publishes.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises MakerNoticeRefused: stated before, or no version of the record waits for review.
    """
    notice = NOTICES.locked(notice)
    require_member(by, agency=notice.record.agency)
    reason = NOTICES.require_reason(reason, sentence="请写明会造成什么人身、财产危险。")
    waits = any(each.state == State.SUBMITTED for each in _versions(notice))
    if notice.urgent_by_id is not None or not waits:
        raise MakerNoticeRefused("记录不在待审核中，或者已经写明先行公示的理由。")
    notice.urgent_reason, notice.urgent_by = reason, by
    save_unified(notice, on=day_of(at), update_fields=["urgent_reason", "urgent_by"])
    NOTICES.note(notice, verb="state-danger", by=by, at=at, reason=reason)
    return notice


@transaction.atomic
def give_comment(*, notice: MakerNotice, comment: str, at: datetime) -> MakerNotice:
    """Take in what the maker comments; the holder of the code needs no account.

    :raises MakerNoticeRefused: nothing written, too long, or the finding waits and is public no more.
    :raises StateChanged: a comment is there already.
    """
    notice = NOTICES.locked(notice)
    comment = unified_text(comment).strip()
    if not comment or len(comment) > LONGEST_COMMENT:
        raise MakerNoticeRefused("请填写意见，最多{most}字。", most=LONGEST_COMMENT)
    if not any(_may_be_commented(each, on=day_of(at)) for each in _versions(notice)):
        raise MakerNoticeRefused("这条抽查结果已经不再公示，不用再提意见。")
    NOTICES.move(notice, verb="comment-by-maker", by=None, at=at, comment=comment, commented_at=at)
    return notice


@transaction.atomic
def accept_comment(*, notice: MakerNotice, personal_data_confirmed: bool, by: User, at: datetime) -> MakerNotice:
    """Let a comment stand beside its finding; `by` has looked for personal data in it.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises LooksPersonal: something looks like personal data, and that is not confirmed.
    :raises StateChanged: no comment waits.
    """
    notice = NOTICES.locked(notice)
    require_member(by, agency=notice.record.agency)
    require_confirmed(suspicions_of_texts(**{COMMENT_LABEL: notice.comment}), confirmed=personal_data_confirmed)
    NOTICES.move(notice, verb="accept-comment", by=by, at=at, checked_by=by)
    return notice


@transaction.atomic
def refuse_comment(*, notice: MakerNotice, reason: str, by: User, at: datetime) -> MakerNotice:
    """Keep a comment from the public, or take it off again; the maker reads the reason and may write anew.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: there is no comment.
    """
    notice = NOTICES.locked(notice)
    require_member(by, agency=notice.record.agency)
    reason = NOTICES.require_reason(reason)
    NOTICES.move(notice, verb="refuse-comment", by=by, at=at, reason=reason, checked_by=by)
    return notice


def notice_by_code(*, number: str, code: str) -> MakerNotice:
    """Return the notice of a number and its secret code.

    :raises NoticeCodeWrong: there is none.
    """
    pk = whole_number(number) or 0
    found = MakerNotice.objects.select_related("record__enterprise", "record__agency").filter(record=pk).first()
    kept = found.code_digest if found else "0" * 64
    if not constant_time_compare(kept, digest_of(code, number=str(pk))) or found is None:
        raise NoticeCodeWrong("编号或查询码不正确。")
    return found


def open_version(notice: MakerNotice, *, on: date) -> Record:
    """Return the newest version of a finding that may be commented that day, the record of the notice without one."""
    versions = _versions(notice).select_related("enterprise", "agency").order_by("-pk")
    return next((each for each in versions if _may_be_commented(each, on=on)), notice.record)


def number_of(notice: MakerNotice) -> str:
    """Return the number that is printed on a notice: that of its record."""
    return str(notice.record_id)


def code_of(notice: MakerNotice) -> str:
    """Return the secret code of a notice, which its print shows."""
    return derived_code(f"maker notice {notice.record_id} {notice.informed_at.timestamp():.6f}")


def is_printable(notice: MakerNotice) -> bool:
    """Return whether the code can still be made anew: not after our key was renewed."""
    return digest_of(code_of(notice), number=number_of(notice)) == notice.code_digest


def refusal_reason(notice: MakerNotice) -> str:
    """Return why the last comment was not shown, "" while none was refused."""
    if notice.state != NoticeState.REFUSED:
        return ""
    refused = notice.record.events.filter(verb="refuse-comment").last()
    return refused.reason if refused else ""


def notices_of(records: Iterable[Record]) -> Mapping[int, MakerNotice]:
    """Return the notice about each failed product check, of an earlier version where it has none; one query if any.

    A version without a notice under its key is followed back through what it corrects: two queries at most a step.
    """
    failed = [each for each in records if is_failed_product(each.kind, each.details)]
    versions = {each.pk: (each.natural_key, each.supersedes_id) for each in failed}
    found: dict[int, MakerNotice] = {}
    asked = {""}
    while versions:
        by_key = _notices_by_key({key for key, _ in versions.values()} - asked)
        found |= {pk: by_key[key] for pk, (key, _) in versions.items() if key in by_key}
        asked |= {key for key, _ in versions.values()}
        versions = _earlier({pk: earlier for pk, (_, earlier) in versions.items() if pk not in found and earlier})
    return found


def hearings_of(records: Sequence[Record], *, by: User | None) -> Mapping[int, MakerHearing]:
    """Return what is known of the makers who may comment before publication, by id of the record."""
    demanded = [each for each in records if _waits_for_its_maker(each)]
    notices = notices_of(demanded)
    return {each.pk: _hearing(notices.get(each.pk), by=by) for each in demanded}


def hearing_of(record: Record, *, notice: MakerNotice | None, by: User | None) -> MakerHearing | None:
    """Return what is known of the maker of one record from its notice; None where nobody may comment. No query."""
    return _hearing(notice, by=by) if _waits_for_its_maker(record) else None


def inform_by(created_at: datetime) -> date | None:
    """Return the last day to inform the maker of a finding recorded then, None where no rule sets one; one query."""
    recorded_on = day_of(created_at)
    rule = comment_rule(recorded_on=recorded_on)
    return working_calendar().workdays_after(recorded_on, rule.inform_within).day if rule else None


def comments_beside(records: Iterable[Record]) -> Mapping[int, tuple[LabelledValue, ...]]:
    """Return the comment that stands beside each finding."""
    return {pk: comment_cells(notice) for pk, notice in notices_of(records).items()}


def comment_cells(notice: MakerNotice) -> tuple[LabelledValue, ...]:
    """Return the comment as it is shown, nothing while it may not be."""
    if notice.state != NoticeState.SHOWN:
        return ()
    return (LabelledValue(code=COMMENT_CELL, label=COMMENT_LABEL, value=public_text(notice.comment)),)


def _notices_by_key(keys: Set[str]) -> Mapping[str, MakerNotice]:
    """Return the newest notice about each key; no query without one."""
    if not keys:
        return {}
    same = MakerNotice.objects.filter(record__kind=KindCode.INSPECTION.value, record__natural_key__in=keys)
    return {notice.record.natural_key: notice for notice in same.select_related("record").order_by("record")}


def _earlier(corrected: Mapping[int, int]) -> dict[int, tuple[str, int | None]]:
    """Return key and own predecessor of the record that each one corrects; no query without one."""
    if not corrected:
        return {}
    rows = Record.objects.filter(pk__in=set(corrected.values())).values_list("pk", "natural_key", "supersedes_id")
    earlier = {pk: (key, before) for pk, key, before in rows}
    return {pk: earlier[before] for pk, before in corrected.items()}


def _waits_for_its_maker(record: Record) -> bool:
    """Return whether a rule lets the maker comment before publication."""
    is_failed = is_failed_product(record.kind, record.details)
    return is_failed and comment_rule(recorded_on=day_of(record.created_at)) is not None


def _hearing(notice: MakerNotice | None, *, by: User | None) -> MakerHearing:
    if notice is None:
        return MakerHearing()
    return MakerHearing(
        comment_until=notice.comment_until,
        is_unchecked=notice.state == NoticeState.COMMENTED,
        is_urgent=notice.urgent_by_id is not None,
        stated_by_reviewer=by is not None and not is_another(by, notice.urgent_by_id),
    )


def _versions(notice: MakerNotice) -> QuerySet[Record]:
    """Return what states the finding of a notice: records of its kind and key, and what corrects one of them."""
    record, same = notice.record, Q(pk=notice.record_id)
    if record.natural_key:
        same |= Q(kind=record.kind, natural_key=record.natural_key)
    versions = newer = set(Record.objects.filter(same).values_list("pk", flat=True))
    while newer:
        newer = set(Record.objects.filter(supersedes__in=newer).values_list("pk", flat=True)) - versions
        versions = versions | newer
    return Record.objects.filter(pk__in=versions)


def _may_be_commented(record: Record, *, on: date) -> bool:
    waits = record.state == State.SUBMITTED
    shown = is_in_period(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)
    return is_failed_product(record.kind, record.details) and (waits or shown)
