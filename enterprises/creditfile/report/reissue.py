"""Issue a recalled report again as the file is shown now."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.creditfile.report.services import issue_report
from enterprises.documents.models import IssuedDocument
from enterprises.documents.recalls import RecallRefused, recall
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of


def reissue_report(*, document: IssuedDocument, reason: str, by: User, at: datetime) -> IssuedDocument | None:
    """Recall a report and issue it again as the file is shown now; None if the enterprise is not public any more.

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
