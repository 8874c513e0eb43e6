"""Papers of a record: decision text, its copy with personal data blacked out, proof of service (SAMR order 45)."""

from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member
from enterprises.records.models import Record, RecordPaper
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.attachments.store import attach
from enterprises.shared.attachments.types import JPEG, PNG
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed
from enterprises.shared.workflow.workflow import require_second_person

PAPERS_OF_A_RECORD = 20


class RecordPaperRefused(Refused):
    """The paper does not belong to the record, or is none that may be kept so."""


@transaction.atomic
def add_paper(
    *, record: Record, kind: str, path: Path, by: User, at: datetime, made_from: RecordPaper | None = None
) -> RecordPaper:
    """Keep a paper of a record; a blacked-out text is a new file and names the full one.

    A blacked-out text is a picture: it is encoded anew, so that nothing lies beneath the black.

    :raises NotPermitted: `by` is no officer of the record's agency.
    :raises RecordPaperRefused: unknown kind, too many, no full text, or a blacked-out text that is no picture.
    :raises AttachmentRefused: the file may not be attached.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    if kind not in RecordPaper.Kind.values:
        raise RecordPaperRefused("请选择材料的种类。")
    if record.papers.count() >= PAPERS_OF_A_RECORD:
        raise RecordPaperRefused(f"每条记录最多{PAPERS_OF_A_RECORD}份材料。")
    _require_text(record, kind=kind, made_from=made_from)
    attachment = attach(path, by=by, at=at)
    if kind == RecordPaper.Kind.REDACTED and attachment.media_type not in (JPEG, PNG):
        raise RecordPaperRefused("遮盖后的决定书请上传图片（PNG、JPG）：PDF中被遮盖的文字仍可能被读出。")
    paper = RecordPaper.objects.create(
        record=record, kind=kind, attachment=attachment, made_from=made_from, added_by=by, added_at=at
    )
    RECORDS.note(record, verb="add-paper", by=by, at=at, reason=paper.get_kind_display())
    return paper


@transaction.atomic
def check_redaction(*, paper: RecordPaper, by: User, at: datetime) -> RecordPaper:
    """Confirm, as another person, that no personal data is left in a blacked-out text.

    :raises NotPermitted: `by` is no officer of the record's agency.
    :raises RecordPaperRefused: it is no blacked-out text.
    :raises FourEyes: `by` made it.
    :raises AlreadyConfirmed: somebody has.
    """
    record = RECORDS.locked(paper.record)
    require_member(by, agency=record.agency)
    if paper.kind != RecordPaper.Kind.REDACTED:
        raise RecordPaperRefused("只有遮盖后的决定书需要复核。")
    require_second_person(by, first_id=paper.added_by_id, sentence="遮盖须由另一人复核。")
    if not RecordPaper.objects.filter(pk=paper.pk, checked_by__isnull=True).update(checked_by=by, checked_at=at):
        raise AlreadyConfirmed("已经复核过。")
    RECORDS.note(record, verb="check-paper", by=by, at=at, reason=paper.get_kind_display())
    paper.refresh_from_db()
    return paper


def _require_text(record: Record, *, kind: str, made_from: RecordPaper | None) -> None:
    is_redacted = kind == RecordPaper.Kind.REDACTED
    if is_redacted != (made_from is not None):
        raise RecordPaperRefused("遮盖后的决定书须指明所依据的全文，其他材料不须指明。")
    if made_from is not None and (made_from.record_id != record.pk or made_from.kind != RecordPaper.Kind.DECISION):
        raise RecordPaperRefused("所依据的全文不属于这条记录。")
