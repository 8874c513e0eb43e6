"""Notices to the makers of failed products: of one record, or of a whole batch, to print with their secret codes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record
from enterprises.records.rules.visibility import is_in_period
from enterprises.records.services.batch_notices import inform_makers, notices_in
from enterprises.records.services.maker_notices import MakerNoticeRefused, code_of, is_printable
from enterprises.shared import clock
from enterprises.shared.clock import day_of
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.wording import sentence_text

PRINTED_AT_ONCE = 100
# The letterhead names the agency, and the maker need not know who delivered the row.
_UNPRINTED = frozenset(
    {RecordColumn.AGENCY_NAME, RecordColumn.AGENCY_CODE, RecordColumn.SOURCE_NAME, RecordColumn.SOURCE_CODE}
)
_FOUND = "标称由你单位生产的下列产品，经监督抽查不合格。"
_TERMS = (
    "期满后、公示期间仍可提出。意见经核对不含个人信息的，与抽查结果一并公示；"
    "不予公示的，凭编号和查询码可以查看理由并重新提出。"
)
# How many the officer has checked, and the tick that confirms it.
EXPECTED, CHECKED = "expected", "checked"


@require_safe
@at_the_records
def maker_notice(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponse:
    """Show the notice about a record of the officer's agency.

    :raises Http404: nobody informed the maker, or our key was renewed since.
    """
    record = desk.record(pk)
    notice = MakerNotice.objects.filter(record=record).first()
    if notice is None or not is_printable(notice):
        raise Http404("no notice can be printed")
    notice.record = record
    context = {"record": record, "sheet": _sheet(notice, on=clock.today()), "address": _address()}
    return render(request, "desk/maker_notice.html", context)


@require_safe
@at_the_records
def maker_notices(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponse:
    """Show the notices of a batch, each on a sheet of its own when printed."""
    batch, on = get_object_or_404(desk.batches(), pk=pk), clock.today()
    page = page_of(request, notices_in(batch), size=PRINTED_AT_ONCE)
    printable = [each for each in page.object_list if is_printable(each)]
    context = {
        "batch": batch,
        "page": page,
        "sheets": [_sheet(each, on=on) for each in printable],
        "unprintable": [each for each in page.object_list if each not in printable],
        "address": _address(),
    }
    return render(request, "desk/maker_notices.html", context)


@require_POST
@at_the_records
def inform_batch(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Inform the makers of all failed product checks of a batch; the number that was shown must still hold."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    expected = whole_number(request.POST.get(EXPECTED, "")) or 0
    try:
        if CHECKED not in request.POST:
            raise MakerNoticeRefused("请先核对条数并勾选确认。")
        with refusing_outages():
            number = inform_makers(batch=batch, expected=expected, by=desk.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
        return redirect("desk:batch", pk=pk)
    wording = gettext("已记下告知 {number} 条，请打印告知书送达生产企业。")
    messages.success(request, wording.format(number=number))
    return redirect("desk:maker-notices", pk=pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerSheet:
    """What one notice prints; `cells` are what the public reads of the check, without bodies that only deliver it."""

    notice: MakerNotice
    record: Record
    code: str
    cells: tuple[LabelledValue, ...]
    informed_on: date
    is_public: bool

    @property
    def opening(self) -> str:
        """What was found, and when the public reads it."""
        where, now = f"在“{settings.PORTAL_NAME}”", "现告知你单位可以提出意见。"
        if self.is_public:
            return f"{_FOUND}抽查结果已经{where}公示，{now}"
        if self._is_urgent:
            return f"{_FOUND}抽查结果涉及人身、财产危险，将{where}先行公示，不等意见期届满；{now}"
        return f"{_FOUND}抽查结果将{where}公示，现告知你单位可以在公示前提出意见。"

    @property
    def terms(self) -> str:
        """What follows the last day to comment."""
        provisional = "，该年度放假安排尚未公布，日期暂按周末计算" if self.notice.is_provisional else ""
        waits = "" if self.is_public or self._is_urgent else "期满没有收到意见的，抽查结果依法公示。"
        return f"{provisional}。{waits}{_TERMS}"

    @property
    def _is_urgent(self) -> bool:
        return self.notice.urgent_by_id is not None


def _sheet(notice: MakerNotice, *, on: date) -> MakerSheet:
    """Return what one notice prints; reads the record's enterprise and agency."""
    record = notice.record
    kind = kind_of(record.kind)
    unprinted = {field.code for field in kind.fields if field.column in _UNPRINTED}
    cells = cells_of(kind, record.field_values(), audience=Audience.PUBLIC)
    return MakerSheet(
        notice=notice,
        record=record,
        code=code_of(notice),
        cells=tuple(cell for cell in cells if cell.value and cell.code not in unprinted),
        informed_on=day_of(notice.informed_at),
        is_public=is_in_period(
            state=record.state, public_from=record.public_from, public_until=record.public_until, on=on
        ),
    )


def _address() -> str:
    return settings.PUBLIC_BASE_URL + reverse("doors:maker-comment")
