"""Taking a report out of use because something in it should never have been printed, and issuing it again.

The old bytes stay in the database and are never served; docs/rules/personal-data.md says who may do it.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.clock import day_of
from enterprises.models import DocumentEvent, Enterprise, IssuedDocument
from enterprises.services.documents import issue_report
from enterprises.services.permissions import require_credit_office
from enterprises.services.refusals import Refused

LONGEST_REASON = DocumentEvent._meta.get_field("reason").max_length or 0


class RecallRefused(Refused):
    """The document cannot be recalled like this."""


class ReasonInvalid(Refused):
    """A recall needs a reason that fits into the history."""


def reissue_report(*, document: IssuedDocument, reason: str, by: User, at: datetime) -> IssuedDocument | None:
    """Recall a report and issue it again as the file is shown now; None if the firm is not public any more.

    From then on the old number answers "withdrawn" and names its successor.

    :raises NotPermitted: `by` is not of the credit office.
    :raises RecallRefused: it is no report, or was recalled before.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    :raises enterprises.documents.render.RenderingFailed: the new one cannot be laid out; the old one is recalled.
    """
    require_credit_office(by)
    if document.kind != IssuedDocument.Kind.REPORT:
        raise RecallRefused("只有信用报告可以这样重新出具。")
    with transaction.atomic():
        recall(document, reason=reason, by=by, at=at)
    on = day_of(at)
    enterprise = document.enterprise
    if enterprise is None or not Enterprise.objects.public(on=on).filter(pk=enterprise.pk).exists():
        return None
    fresh = issue_report(enterprise=enterprise, at=at)
    if fresh.pk == document.pk:
        raise RecallRefused("重新出具的内容没有变化，请先更正其中的记录；旧文件已停止下载。")
    IssuedDocument.objects.filter(pk=fresh.pk, corrects__isnull=True).update(corrects=document)
    IssuedDocument.objects.filter(pk=document.pk).update(state=IssuedDocument.State.REPLACED)
    return fresh


def successor_of(document: IssuedDocument) -> IssuedDocument | None:
    """Return the report that was issued in place of a recalled one."""
    return document.corrections.order_by("-id").first() if document.recalled_at else None


def recall(document: IssuedDocument, *, reason: str, by: User, at: datetime, second: User | None = None) -> None:
    """Mark a document so that bytes made before `at` are not served again; call inside a transaction.

    :raises RecallRefused: a report that was recalled before.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ReasonInvalid(f"请写明理由，最多{LONGEST_REASON}字。")
    locked = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if locked.recalled_at is not None and locked.kind == IssuedDocument.Kind.REPORT:
        raise RecallRefused("这份报告已经停止使用。")
    IssuedDocument.objects.filter(pk=document.pk).update(recalled_at=at)
    document.recalled_at = at
    DocumentEvent.objects.create(document=document, at=at, actor=by, second=second, verb="recall", reason=reason)
