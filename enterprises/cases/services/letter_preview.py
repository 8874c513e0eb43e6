"""The letter of a case as it would go out: for who is about to decide, and for who is to confirm."""

from datetime import date, datetime

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case, CaseEvent
from enterprises.cases.services.effects import awaits_confirmation, outcome_of, undo_waits
from enterprises.cases.services.letter_content import letter_content_of
from enterprises.cases.services.letters import agency_of
from enterprises.cases.services.permissions import require_case_member, require_decider
from enterprises.cases.services.workflow import letter_of
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.services import preview_letter
from enterprises.shared.refusals import Refused


class NothingToPreview(Refused):
    """No agency would sign the letter, or nothing waits that would send one out."""


def preview_answer(
    *, case: Case, outcome: str, reason: str, by: User, at: datetime, again_from: date | None = None
) -> bytes:
    """Return the PDF of the answer without number and signature; nothing is stored or decided.

    `case` and its outcome are those of a decision that holds at `at`; a repair is confirmed later, on a day to come.

    :raises NotPermitted: `by` is not of the authority that decides.
    :raises FourEyes: `by` wrote what the case is about.
    :raises NothingToPreview: the case has no agency.
    :raises enterprises.documents.render.RenderingFailed: it cannot be laid out.
    """
    require_decider(by, case=case)
    decided = Case.objects.select_related("enterprise", "agency").get(pk=case.pk)
    decided.outcome, decided.outcome_reason, decided.again_from = outcome, reason, again_from
    decided.decided_by, decided.decided_at, decided.effective_at = by, at, at
    letter = case_kind(case.kind).outcome(outcome).letter
    return _preview(decided, verb="decide", letter=letter, by=by, at=at)


def preview_confirmed(*, case: Case, by: User, at: datetime) -> bytes:
    """Return the PDF of the letter that goes out once a second person confirms what waits; nothing is stored.

    :raises NotPermitted: `by` is not of the authority that decides.
    :raises NothingToPreview: nothing waits, or the case has no agency.
    :raises enterprises.documents.render.RenderingFailed: it cannot be laid out.
    """
    require_case_member(by, case=case)
    waiting = Case.objects.select_related("enterprise", "agency").get(pk=case.pk)
    if undo_waits(waiting):
        verb = "undo" if waiting.undo_ground == Case.UndoGround.FALSE_PAPERS else "revoke"
        letter = letter_of(waiting, verb=verb)
        if not letter:
            raise NothingToPreview("申请还没有承办机关，不能预览函件。")
        return _preview(waiting, verb=verb, letter=LetterCode(letter), by=by, at=at)
    if not awaits_confirmation(waiting):
        raise NothingToPreview("没有待确认的事项，请刷新页面。")
    waiting.effective_at = waiting.effective_at or at
    return _preview(waiting, verb="confirm", letter=outcome_of(waiting).letter, by=by, at=at)


def _preview(case: Case, *, verb: str, letter: LetterCode, by: User, at: datetime) -> bytes:
    event = CaseEvent(case=case, at=at, actor=by, verb=verb, letter=letter.value)
    agency: Agency | None = agency_of(event)
    if agency is None:
        raise NothingToPreview("申请还没有承办机关，不能预览函件。")
    return preview_letter(kind=letter, content=letter_content_of(event), agency=agency, at=at)
