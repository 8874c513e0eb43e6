"""Making the files of an edition again because something in them should never have been printed."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.documents.recalls import recall
from enterprises.documents.services import replace_file
from enterprises.shared.clock import day_of
from enterprises.shared.workflow.workflow import require_second_person
from lists.editions.files.content import without
from lists.editions.files.make import content_of_snapshot, files_of
from lists.editions.models import Edition, Entry


def reissue_edition(*, edition: Edition, reason: str, by: User, second: User, at: datetime) -> None:
    """Replace the files of a published edition by masked ones under the same number.

    Two people do it, as two publish an edition. A copy of the earlier bytes is answered "withdrawn" from then on.

    :raises NotPermitted: `by` or `second` is not of the credit office.
    :raises FourEyes: both are the same.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    """
    require_credit_office(by)
    require_credit_office(second)
    require_second_person(second, first_id=by.pk, sentence="重新出具名单须由两人办理。")
    document = edition.document
    if document is None:
        raise ValueError("a draft has no files")
    withdrawn = Entry.objects.filter(edition=edition).withdrawn(on=day_of(at))
    gone = frozenset(withdrawn.values_list("listing_id", flat=True))
    files = files_of(without(content_of_snapshot(document.snapshot), listings=gone), at=at)
    with transaction.atomic():
        recall(document, reason=reason, by=by, second=second, at=at)
        for name, content in files.items():
            replace_file(document=document, format=name, content=content, left_out={"listing": sorted(gone)}, at=at)
        Entry.objects.filter(edition=edition, listing_id__in=gone).update(is_left_out=True)
