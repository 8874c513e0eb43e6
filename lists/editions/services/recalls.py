"""Making the files of an edition again because something in them should never have been printed."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.documents.recalls import RecallRefused, recall
from enterprises.shared.workflow.second_person import require_second_person
from lists.editions.models import Edition
from lists.editions.services.rebuilding import remake_files, store_remade


def reissue_edition(*, edition: Edition, reason: str, by: User, second: User, at: datetime) -> None:
    """Replace the files of a published edition by masked ones under the same number.

    Two people do it, as two publish an edition. A copy of the earlier bytes is answered "withdrawn" from then on.

    :raises NotPermitted: `by` or `second` is not of the credit office.
    :raises FourEyes: both are the same.
    :raises RecallRefused: the files were made again meanwhile.
    :raises ReasonInvalid: no reason, or one too long to be kept.
    """
    require_credit_office(by)
    require_credit_office(second)
    require_second_person(second, first_id=by.pk, sentence="重新出具名单须由两人办理。")
    document = edition.document
    if document is None:
        raise ValueError("a draft has no files")
    remade = remake_files(edition=edition, at=at)
    with transaction.atomic():
        recall(document, reason=reason, by=by, second=second, at=at)
        if not store_remade(edition=edition, remade=remade, at=at):
            raise RecallRefused("文件刚被更新，请再试一次。")
