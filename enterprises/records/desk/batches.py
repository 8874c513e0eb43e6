"""Import batches: one more pair of eyes publishes them as a whole."""

from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import code_sentence, issue_code
from enterprises.records.desk.access import Desk, at_the_desk
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.batch_notices import makers_of
from enterprises.records.services.batches import LOOKED_AT, publish_batch, suspicious_rows
from enterprises.records.services.changes import changes_of
from enterprises.records.services.deliveries import Delivery, delivery_of
from enterprises.records.services.maker_notices import inform_by
from enterprises.shared import clock
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.wording import sentence_text

PAGE_SIZE = 50
# The check boxes of records that look personal.
CONFIRM = "personal_data_confirmed"
# The changes that the page has shown, and the buttons: one record alone, or what changes nothing that is published.
SEEN_CHANGE, ONLY, NEW_ALONE = "seen_change", "only", "new_alone"
# Those of records whose cells contradict each other.
CONFIRM_CONTRADICTIONS = "contradictions_confirmed"


@require_safe
@at_the_desk
def batch_list(request: HttpRequest, *, desk: Desk) -> HttpResponse:
    """List the agency's batches; those of one delivery stand together."""
    page = page_of(request, desk.deliveries(), size=PAGE_SIZE)
    deliveries = [Delivery(batches=(first, *first.continued_by.all())) for first in page.object_list]
    return render(request, "desk/batch_list.html", {"desk": desk, "page": page, "deliveries": deliveries})


@require_safe
@at_the_desk
def batch_page(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the rows of a batch and how many wait."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    records = Record.objects.filter(batch=batch).select_related("enterprise").order_by("id")
    waiting = records.filter(state=State.SUBMITTED).count()
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
        "may_publish": desk.officer.may_review and batch.imported_by_id != desk.user.pk,
    }
    return render(request, "desk/batch.html", context)


@require_POST
@at_the_desk
def code(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponseBase:
    """Give the reviewer a code by which `publish_batch` verifies that they are there."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    if not desk.officer.may_review or batch.imported_by_id == desk.user.pk:
        messages.error(request, "须由本机关另一位审核员公示。")
        return redirect("desk:batch", pk=pk)
    purpose = SecondPersonCode.Purpose.PUBLISH_BATCH
    given = issue_code(user=desk.user, purpose=purpose, object_id=batch.pk, at=clock.now())
    messages.info(request, code_sentence(given))
    return redirect("desk:batch", pk=pk)


@require_POST
@at_the_desk
def publish(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponseBase:
    """Publish every waiting row that the rules allow, or one of them, and name the others.

    Rows that change a published record are published if the page that was sent has shown the change.
    """
    batch = get_object_or_404(desk.batches(), pk=pk)
    only = _numbers(request, ONLY) or None
    changes = frozenset() if NEW_ALONE in request.POST else _numbers(request, SEEN_CHANGE)
    try:
        with refusing_outages():
            result = publish_batch(
                batch,
                by=desk.user,
                at=clock.now(),
                personal_data_confirmed=_numbers(request, CONFIRM),
                contradictions_confirmed=_numbers(request, CONFIRM_CONTRADICTIONS),
                changes=changes,
                only=only,
            )
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
    else:
        wording = gettext("已公示 {published} 条，{refused} 条没有公示。")
        messages.success(request, wording.format(published=result.published, refused=len(result.refused)))
        if result.kept:
            wording = gettext("{number} 条依规不予公示，已留存，不再待审核。")
            messages.info(request, wording.format(number=len(result.kept)))
        for refused in result.refused[:20]:
            wording = gettext("记录 {record}：{reason}")
            messages.warning(request, wording.format(record=refused.record_id, reason=sentence_text(refused.reason)))
    return redirect("desk:batch", pk=pk)


def _numbers(request: HttpRequest, name: str) -> frozenset[int]:
    """Return the ids that a form sends under a name."""
    numbers = map(whole_number, request.POST.getlist(name))
    return frozenset(each for each in numbers if each is not None)
