"""Publication by the worker: layout takes seconds, and a request does not wait for it (decision 0050)."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import DatabaseError

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.refusals import Refused
from lists.editions.files.progress import progress_to
from lists.editions.models import Edition
from lists.editions.publications import Publication
from lists.editions.rules import EditionState
from lists.editions.services.editions import publish_edition, require_checked, require_publisher

FAILED = "文件未能生成，已记入日志。请重试；再次失败时请联系系统管理员。"

logger = logging.getLogger(__name__)


def request_publication(*, edition: Edition, by: User, at: datetime) -> None:
    """Have the worker publish a draft; one that failed is tried again, one that waits keeps its place.

    :raises NotPermitted: `by` is not of the credit office.
    :raises DraftUnchecked: it came by schedule, and nobody checked it.
    :raises FourEyes: `by` drafted or checked it.
    """
    require_credit_office(by)
    require_checked(edition)
    require_publisher(by, draft=edition)
    asked = {"requested_by": by, "requested_at": at}
    row, is_new = Publication.objects.get_or_create(edition=edition, defaults=asked)
    if not is_new and row.refusal:
        fresh = {**asked, "refusal": "", "parts": 0, "parts_done": 0}
        Publication.objects.filter(pk=row.pk).exclude(refusal="").update(**fresh)


def publish_requested(*, at: datetime) -> int:
    """Publish the drafts that wait, the oldest first; return how many came out.

    A worker that is killed meanwhile leaves the row as it was, and the next one begins again.
    """
    waiting = Publication.objects.filter(refusal="").select_related("edition__credit_list", "requested_by")
    return sum(_publish(row, at=at) for row in list(waiting))


def _publish(row: Publication, *, at: datetime) -> bool:
    def note(done: int, parts: int) -> None:
        Publication.objects.filter(pk=row.pk).update(parts_done=done, parts=parts)

    try:
        if row.edition.state == EditionState.DRAFT:
            with progress_to(note):
                publish_edition(edition=row.edition, by=row.requested_by, at=at)
    except Refused as refusal:
        return _fail(row, refusal.sentence)
    except DatabaseError:
        raise  # tried again as it is
    except Exception:
        logger.exception("Edition %s could not be published", row.edition_id)
        return _fail(row, FAILED)
    Publication.objects.filter(pk=row.pk).delete()
    return True


def _fail(row: Publication, sentence: str) -> bool:
    Publication.objects.filter(pk=row.pk).update(refusal=sentence[:500])
    return False
