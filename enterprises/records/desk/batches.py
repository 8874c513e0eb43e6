"""Import batches: one more pair of eyes publishes them as a whole."""

from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import code_sentence, issue_code
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.desk.batch_steps import STEPS, STEPS_BY_NAME, BatchSituation
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.batch_notices import makers_of
from enterprises.records.services.batches import LOOKED_AT, BatchResult, suspicious_rows
from enterprises.records.services.changes import changes_of
from enterprises.records.services.deliveries import Delivery, delivery_of
from enterprises.records.services.maker_notices import inform_by
from enterprises.shared import clock
from enterprises.shared.paging import page_of
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import attempt_in, offers_of

PAGE_SIZE = 50


@require_safe
@at_the_records
def batch_list(request: HttpRequest, *, desk: RecordDesk) -> HttpResponse:
    """List the agency's batches; those of one delivery stand together."""
    page = page_of(request, desk.deliveries(), size=PAGE_SIZE)
    deliveries = [Delivery(batches=(first, *first.continued_by.all())) for first in page.object_list]
    return render(request, "desk/batch_list.html", {"desk": desk, "page": page, "deliveries": deliveries})


@require_safe
@at_the_records
def batch_page(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponse:
    """Show the rows of a batch and how many wait."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    records = Record.objects.filter(batch=batch).select_related("enterprise").order_by("id")
    waiting = records.filter(state=State.SUBMITTED).count()
    situation = BatchSituation(desk=desk, batch=batch, waiting=waiting)
    makers = makers_of(batch, on=clock.today())
    context = {
        "desk": desk,
        "batch": batch,
        "delivery": delivery_of(batch),
        "page": page_of(request, records, size=PAGE_SIZE),
        "waiting": waiting,
        "suspicious": suspicious_rows(batch) if waiting else [],
        "changes": list(islice(changes_of(batch), LOOKED_AT)) if waiting else [],
        "makers": makers,
        "inform_by": inform_by(batch.created_at) if makers.uninformed else None,
        "steps": offers_of(STEPS, situation, bound={}),
        "label": gettext(STEPS_BY_NAME["publish"].label) % {"waiting": waiting},
    }
    return render(request, "desk/batch.html", context)


@require_POST
@at_the_records
def code(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Give the reviewer a code by which `publish_batch` verifies that they are there."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    if not STEPS_BY_NAME["publish"].who(BatchSituation(desk=desk, batch=batch)):
        messages.error(request, "须由本机关另一位审核员公示。")
        return redirect("desk:batch", pk=pk)
    purpose = SecondPersonCode.Purpose.PUBLISH_BATCH
    given = issue_code(user=desk.user, purpose=purpose, object_id=batch.pk, at=clock.now())
    messages.info(request, code_sentence(given))
    return redirect("desk:batch", pk=pk)


@require_POST
@at_the_records
def publish(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Publish what waits, and name the rows that were not published."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    step = STEPS_BY_NAME["publish"]
    tried = attempt_in(STEPS_BY_NAME, step.name, BatchSituation(desk=desk, batch=batch), request.POST)
    result = tried.result
    if not isinstance(result, BatchResult):
        messages.error(request, tried.sentence)
        return redirect("desk:batch", pk=pk)
    wording = gettext(step.done)
    messages.success(request, wording.format(published=result.published, refused=len(result.refused)))
    if result.kept:
        wording = gettext("{number} 条依规不予公示，已留存，不再待审核。")
        messages.info(request, wording.format(number=len(result.kept)))
    for refused in result.refused[:20]:
        wording = gettext("记录 {record}：{reason}")
        messages.warning(request, wording.format(record=refused.record_id, reason=sentence_text(refused.reason)))
    return redirect("desk:batch", pk=pk)
