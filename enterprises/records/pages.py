"""The public text of a decision, with personal data blacked out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from enterprises.records.texts import public_texts
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled


@throttled(Scope.FILES)
@require_safe
@public_answer
def decision_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the released text of a record; a text released later has the same address.

    :raises Http404: the record is not public today, or no text of it is released.
    """
    paper = public_texts(on=clock.today()).filter(record__id=pk).first()
    if paper is None:
        raise Http404("no public text")
    return attachment_answer(paper.attachment, name=f"decision-{pk}", is_public=True)
