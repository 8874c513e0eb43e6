"""The answer that hands a paper to somebody who has the right to it; views check the right first."""

from django.http import Http404, HttpResponse

from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import content_of
from enterprises.shared.attachments.types import MEDIA_TYPES
from enterprises.shared.refusals import Refused


def attachment_answer(attachment: Attachment | None, *, name: str, is_public: bool = False) -> HttpResponse:
    """Return a paper as a download named `name` and its suffix, which no browser shows or guesses at.

    No cache keeps it unless it `is_public`; then the view decides.

    :raises Http404: there is none, or its file is gone.
    """
    if attachment is None:
        raise Http404("no paper")
    try:
        content = content_of(attachment)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    suffix = MEDIA_TYPES[attachment.media_type]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
        "X-Content-Type-Options": "nosniff",
    }
    if not is_public:
        headers["Cache-Control"] = "private, no-store"
    return HttpResponse(content, content_type=attachment.media_type, headers=headers)
