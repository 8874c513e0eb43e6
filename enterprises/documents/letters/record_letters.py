"""The letters on a record's page of the desk: those about it, and the order of its repair notice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from enterprises.documents.letters.access import letters_about
from enterprises.documents.letters.models import Letter, RepairNotice
from enterprises.documents.letters.public import LetterStatus, status_of
from enterprises.documents.letters.repair_notices import REPAIR_NOTICES, may_have_notice, order_repair_notice
from enterprises.documents.letters.rounds import failure_of
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.workflow.desk import refusals_in_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLetters:
    """The letters of the record's agency about it; `is_coming`, `obstacle`, `may_order`: its repair notice."""

    letters: Sequence[Letter]
    is_coming: bool
    obstacle: str
    may_order: bool


def letters_of_record(record: Record) -> RecordLetters:
    """Return what the page of a record shows of letters; whoever shows it has checked the agency."""
    about = letters_about(Ref(kind=RefKind.RECORD, id=record.pk)).filter(agency=record.agency_id)
    notice = RepairNotice.objects.select_related("letter__document").filter(record=record).first()
    issued = notice.letter if notice else None
    is_over = issued is not None and status_of(issued.document) is not LetterStatus.IN_FORCE
    coming = notice if notice is not None and issued is None and may_have_notice(record) else None
    return RecordLetters(
        letters=list(about.prefetch_related("services")),
        is_coming=coming is not None,
        obstacle=failure_of(REPAIR_NOTICES, coming.pk) if coming else "",
        may_order=may_have_notice(record) and (notice is None or is_over),
    )


@require_POST
@at_the_records
def order_notice(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Order the repair notice of a record of the agency."""
    record = desk.record(pk)
    with refusals_in_messages(request, done="信用修复告知书即将出具，请与处罚决定书一并送达。"):
        order_repair_notice(record=record, by=desk.user, at=clock.now())
    return redirect("desk:record", pk=pk)
