"""Taking a document out of use because something in it should never have been printed, and issuing it again.

The old bytes stay in the database and are never served; permissions in docs/rules/personal-data.md.
"""

from datetime import datetime

from django.contrib.auth.models import User

from enterprises.documents.models import RECALLED_FOR_GOOD, DocumentEvent, IssuedDocument
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.typed_texts.services import save_unified

LONGEST_REASON = DocumentEvent._meta.get_field("reason").max_length or 0


class RecallRefused(Refused):
    """The document cannot be recalled like this."""


class ReasonInvalid(Refused):
    """A recall needs a reason that fits into the history."""


def successor_of(document: IssuedDocument) -> IssuedDocument | None:
    """Return the document that was issued in place of a recalled one."""
    return document.corrections.order_by("-id").first() if document.recalled_at else None


def recall(document: IssuedDocument, *, reason: str, by: User, at: datetime, second: User | None = None) -> None:
    """Mark a document so that bytes made before `at` are not served again; call inside a transaction.

    :raises RecallRefused: it was recalled before; an edition may be again.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise ReasonInvalid("请写明理由，最多{longest}字。", longest=LONGEST_REASON)
    locked = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if locked.recalled_at is not None and locked.kind in RECALLED_FOR_GOOD:
        raise RecallRefused("这份文件已经停止使用。")
    IssuedDocument.objects.filter(pk=document.pk).update(recalled_at=at)
    document.recalled_at = at
    event = DocumentEvent(document=document, at=at, actor=by, second=second, verb="recall", reason=reason)
    save_unified(event, on=day_of(at))
