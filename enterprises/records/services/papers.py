"""Papers of a record: decision text, its copy with personal data blacked out, proof of service (SAMR order 45)."""

from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member, require_reviewer
from enterprises.records.models import Record, RecordPaper
from enterprises.records.services.workflow import RECORDS
from enterprises.records.texts import KINDS_WITH_A_PUBLIC_TEXT
from enterprises.shared.attachments.store import attach, attach_blacked_out
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, StateChanged
from enterprises.shared.workflow.second_person import require_second_person

PAPERS_OF_A_RECORD = 20


class RecordPaperRefused(Refused):
    """The paper does not belong to the record, or is none that may be kept so."""


@transaction.atomic
def add_paper(
    *, record: Record, kind: str, path: Path, by: User, at: datetime, made_from: RecordPaper | None = None
) -> RecordPaper:
    """Keep a paper of a record; a blacked-out text is a new file and names the full one.

    Of a blacked-out text pictures of its pages are kept, so that nothing lies beneath the black.

    :raises NotPermitted: `by` is no officer of the record's agency.
    :raises RecordPaperRefused: unknown kind, too many, or no full text.
    :raises AttachmentRefused: the file may not be attached, or personal data can still be read in it.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    if kind not in RecordPaper.Kind.values:
        raise RecordPaperRefused("请选择材料的种类。")
    if record.papers.count() >= PAPERS_OF_A_RECORD:
        raise RecordPaperRefused("每条记录最多{most}份材料。", most=PAPERS_OF_A_RECORD)
    _require_text(record, kind=kind, made_from=made_from)
    keep = attach_blacked_out if kind == RecordPaper.Kind.REDACTED else attach
    attachment = keep(path, by=by, at=at)
    paper = RecordPaper.objects.create(
        record=record, kind=kind, attachment=attachment, made_from=made_from, added_by=by, added_at=at
    )
    RECORDS.note(record, verb="add-paper", by=by, at=at, reason=paper.get_kind_display())
    return paper


@transaction.atomic
def release_paper(*, paper: RecordPaper, by: User, at: datetime) -> RecordPaper:
    """Make a blacked-out text public as another person, who has looked at every page of it.

    It takes the place of the text released before. It is public while its record is.

    :raises NotPermitted: `by` is no reviewer of the record's agency.
    :raises RecordPaperRefused: it is no blacked-out text, or its kind of record has no public one.
    :raises FourEyes: `by` made it.
    :raises AlreadyConfirmed: it is released.
    """
    record = RECORDS.locked(paper.record)
    require_reviewer(by, agency=record.agency)
    if paper.kind != RecordPaper.Kind.REDACTED:
        raise RecordPaperRefused("只能公开遮盖后的决定书。")
    if record.kind not in KINDS_WITH_A_PUBLIC_TEXT:
        raise RecordPaperRefused("只有行政处罚决定书可以公开全文。")
    require_second_person(by, first_id=paper.added_by_id, sentence="遮盖后的决定书须由另一人核对并公开。")
    if RecordPaper.objects.filter(pk=paper.pk, released_at__isnull=False).exists():
        raise AlreadyConfirmed("这份决定书已经公开。")
    record.papers.filter(released_at__isnull=False).update(released_by=None, released_at=None)
    RecordPaper.objects.filter(pk=paper.pk).update(released_by=by, released_at=at)
    return _noted(paper, record, verb="release-paper", by=by, at=at)


@transaction.atomic
def end_release(*, paper: RecordPaper, by: User, at: datetime) -> RecordPaper:
    """Take a released text off the public address at once; one person is enough.

    :raises NotPermitted: `by` is no officer of the record's agency.
    :raises StateChanged: it is not released.
    """
    record = RECORDS.locked(paper.record)
    require_member(by, agency=record.agency)
    released = RecordPaper.objects.filter(pk=paper.pk, released_at__isnull=False)
    if not released.update(released_by=None, released_at=None):
        raise StateChanged("这份决定书没有公开，请刷新页面。")
    return _noted(paper, record, verb="end-paper-release", by=by, at=at)


def _noted(paper: RecordPaper, record: Record, *, verb: str, by: User, at: datetime) -> RecordPaper:
    """Write the step into the history, and announce that what readers see has changed."""
    RECORDS.note(record, verb=verb, by=by, at=at, reason=f"材料{paper.pk}")
    RECORDS.announce(record)
    paper.refresh_from_db()
    return paper


def _require_text(record: Record, *, kind: str, made_from: RecordPaper | None) -> None:
    is_redacted = kind == RecordPaper.Kind.REDACTED
    if is_redacted != (made_from is not None):
        raise RecordPaperRefused("遮盖后的决定书须指明所依据的全文，其他材料不须指明。")
    if made_from is not None and (made_from.record_id != record.pk or made_from.kind != RecordPaper.Kind.DECISION):
        raise RecordPaperRefused("所依据的全文不属于这条记录。")
