"""信用修复告知书: goes with every penalty decision that is published (国办发〔2025〕22号, 两书同达)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from enterprises.agencies.domains import Regulator
from enterprises.catalogue.codes import KindCode
from enterprises.documents.letters.access import require_writer
from enterprises.documents.letters.content import Addressee, LetterContent, LetterDeadline, LetterSubject
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter, RepairNotice
from enterprises.documents.letters.public import LetterStatus, status_of
from enterprises.documents.letters.rounds import LetterQueue
from enterprises.documents.letters.services import issue_letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text

TWENTY_TWO = "《国务院办公厅关于进一步完善信用修复制度的实施方案》（国办发〔2025〕22号）。"
CONDITIONS = (
    "最短公示期已经届满。",
    "失信行为已经纠正，行政处罚决定确定的义务已经全部履行。",
    "作出信用承诺：所提交的材料真实、合法、有效，并愿意承担违背承诺的后果；承诺书可以依法公开。",
    "法律、法规规定的其他条件已经具备。",
)
PAPERS = ("履行完毕的证明材料。", "信用承诺书（可以在网上填写、打印）。")
NEVER_EARLY = "适用的规则没有规定可以提前修复；公示期届满后自动停止公示，无需申请"


class RepairNoticeRefused(Refused):
    """The record needs no such notice, or has one."""


def order_with_publication(record: Record, *, at: datetime) -> None:
    """Order the notice of a penalty that was just published; a corrected version keeps the notice of the first."""
    if record.kind == KindCode.PENALTY and record.supersedes_id is None:
        RepairNotice.objects.get_or_create(record=record, defaults={"ordered_at": at})


@transaction.atomic
def order_repair_notice(*, record: Record, by: User, at: datetime) -> RepairNotice:
    """Order the notice of a published penalty that came in a batch, or whose notice was withdrawn.

    :raises NotPermitted: `by` is no officer of the record's agency.
    :raises RepairNoticeRefused: it is no published penalty, or has a notice in force.
    """
    require_writer(by, agency=record.agency)
    record = Record.objects.select_for_update(of=("self",)).select_related("agency").get(pk=record.pk)
    if not may_have_notice(record):
        raise RepairNoticeRefused("只有已公示的行政处罚才出具信用修复告知书。")
    notice = RepairNotice.objects.select_related("letter__document").filter(record=record).first()
    if notice is None:
        return RepairNotice.objects.create(record=record, ordered_by=by, ordered_at=at)
    if notice.letter is None or status_of(notice.letter.document) is LetterStatus.IN_FORCE:
        raise RepairNoticeRefused("信用修复告知书已经出具，或者正在出具。")
    notice.letter, notice.ordered_by, notice.ordered_at = None, by, at
    notice.save(update_fields=["letter", "ordered_by", "ordered_at"])
    return notice


def may_have_notice(record: Record) -> bool:
    """Return whether such a notice belongs to a record."""
    return record.kind == KindCode.PENALTY and record.state == State.PUBLISHED


def notices_waiting() -> QuerySet[RepairNotice]:
    """Return the notices to come; that of a record that was withdrawn or replaced meanwhile is left."""
    return RepairNotice.objects.filter(letter__isnull=True, record__state=State.PUBLISHED).order_by("pk")


@transaction.atomic
def issue_notice_of(pk: int, *, at: datetime) -> Letter | None:
    """Issue one notice; return None if another worker does."""
    waiting = RepairNotice.objects.select_for_update(skip_locked=True, of=("self",)).filter(letter__isnull=True)
    notice = waiting.select_related("record__agency", "record__enterprise").filter(pk=pk).first()
    if notice is None:
        return None
    notice.letter = issue_letter(
        kind=LetterCode.REPAIR_NOTICE,
        content=repair_notice_content(notice.record),
        agency=notice.record.agency,
        about=Ref(kind=RefKind.RECORD, id=notice.record_id),
        actor=None,
        at=at,
    )
    notice.save(update_fields=["letter"])
    return notice.letter


REPAIR_NOTICES = LetterQueue(name="repair", waiting=notices_waiting, issue=issue_notice_of)


def repair_notice_content(record: Record) -> LetterContent:
    """Return the content of the notice of one published penalty."""
    enterprise = record.enterprise
    page = f"{settings.PUBLIC_BASE_URL}{reverse('enterprises:file', args=[enterprise.uscc])}"
    bases = dict.fromkeys(basis for basis in (record.legal_basis, record.repair_basis) if basis)
    return LetterContent(
        addressee=Addressee(name=enterprise.public_name, uscc=enterprise.uscc, address=enterprise.address),
        about=LetterSubject(label="行政处罚决定", number=public_text(record.document_number), address=page),
        deadlines=tuple(_deadlines(record)),
        reasons=CONDITIONS,
        papers=PAPERS,
        decision=(_channel(record),),
        legal_basis=(*(f"{basis}。" for basis in bases), TWENTY_TWO),
    )


def _deadlines(record: Record) -> Iterator[LetterDeadline]:
    if record.public_from is not None:
        yield LetterDeadline(label="公示起始日", on=record.public_from)
    if record.public_until is not None:
        yield LetterDeadline(label="公示期届满日", on=record.public_until - timedelta(days=1))
    if record.repairable_from is not None:
        yield LetterDeadline(label="最早可以申请信用修复的日期", on=record.repairable_from)
    else:
        yield LetterDeadline(label="信用修复", within=NEVER_EARLY)


def _channel(record: Record) -> str:
    """Name the portal that takes the application: gsxt for market regulation, else this one and 信用中国."""
    is_gsxt = record.agency.governing_regulator is Regulator.SAMR and not settings.MARKET_REGULATION_REPAIRS
    if is_gsxt:
        return f"通过国家企业信用信息公示系统向{record.agency.name}申请。"
    address = f"{settings.PUBLIC_BASE_URL}{reverse('cases:new')}?about=record:{record.pk}"
    return f"向{record.agency.name}申请：通过“信用中国”网站，或者在本平台办理：{address}"
