"""Two people at one draft: which version of its content somebody has seen, and what may be called a draft."""

from collections.abc import Mapping

from enterprises.agencies.models import Agency
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import RecordEvent
from enterprises.records.services.suggestions import is_blank, suggestions
from enterprises.register.models import Enterprise
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.history import name_of

# Steps that write content; other steps leave it as it was.
_CONTENT_VERBS = ("draft", "edit", "move")


class DraftEmpty(Refused):
    """Nothing was typed, so there is nothing to keep."""


class DraftChanged(Refused):
    """Somebody has saved the draft since its form was opened; `version` is the one that is stored now."""

    def __init__(self, last: RecordEvent) -> None:
        actor = last.actor
        self.version, self.at = last.pk, last.at
        self.by: str = name_of(actor)
        when = self.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        super().__init__(
            "您打开页面之后，{by}于{when}保存了这份草稿，您填写的内容还没有保存。"
            "请对照两份内容：再次保存即以您填写的为准。",
            by=self.by,
            when=when,
        )


def content_version(record_id: int) -> int:
    """Return the number of the last step that wrote the content of a record, 0 where none is known."""
    last = _last(record_id)
    return last.pk if last else 0


def require_seen(record_id: int, *, seen: int | None) -> None:
    """Insist that nobody has saved the record since `seen`; call it while its row is locked.

    :raises DraftChanged: somebody has.
    """
    last = _last(record_id)
    if seen is not None and last is not None and last.pk != seen:
        raise DraftChanged(last)


def require_content(
    raw: Mapping[str, object], *, kind: RecordKind, agency: Agency, enterprise: Enterprise, sentence: str
) -> None:
    """Insist that something was typed besides what the portal filled in itself.

    :raises DraftEmpty: with the sentence.
    """
    if is_blank(raw, suggested=suggestions(kind, agency=agency, enterprise=enterprise)):
        raise DraftEmpty(sentence)


def _last(record_id: int) -> RecordEvent | None:
    written = RecordEvent.objects.filter(record__id=record_id, verb__in=_CONTENT_VERBS)
    return written.select_related("actor").order_by("pk").last()
