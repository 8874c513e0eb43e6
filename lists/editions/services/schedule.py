"""Drafts that come by themselves on a list's period; from there on people decide (docs/rules/lists-procedure.md)."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from lists.criteria.models import CreditList
from lists.criteria.periods import EditionPeriod, due_day
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from lists.editions.services.editions import DraftMissing, locked_list, write_draft
from lists.editions.services.workflow import EDITIONS
from lists.listings.models import Listing
from lists.listings.rules import ListingState


def draft_due_editions(*, at: datetime) -> list[Edition]:
    """Draft the edition of the present period of every list that lacks it, one a list however long nobody ran this."""
    lists = CreditList.objects.ours().exclude(period="").order_by("slug")
    drafts = [_draft_due(one, at=at) for one in lists if _is_due(one, on=day_of(at))]
    return [draft for draft in drafts if draft is not None]


@transaction.atomic
def _draft_due(credit_list: CreditList, *, at: datetime) -> Edition | None:
    """Draft as of the first day of the period, unless another worker did or a person's draft waits."""
    credit_list = locked_list(credit_list)
    if not credit_list.period or not _is_due(credit_list, on=day_of(at)):
        return None
    as_of = due_day(EditionPeriod(credit_list.period), on=day_of(at))
    return write_draft(credit_list, as_of=as_of, by=None, at=at).edition


def _is_due(credit_list: CreditList, *, on: date) -> bool:
    """Return whether the period has neither edition, closed draft nor fresh draft, and there is something to draft."""
    due = due_day(EditionPeriod(credit_list.period), on=on)
    editions = Edition.objects.filter(credit_list=credit_list)
    done: date | None = editions.exclude(state=EditionState.DRAFT).aggregate(last=Max("as_of"))["last"]
    if done is not None and done >= due:
        return False
    draft = editions.filter(state=EditionState.DRAFT).first()
    if draft is not None and (draft.drafted_by_id is not None or draft.as_of >= due):
        return False
    decided = Listing.objects.filter(credit_list=credit_list, state=ListingState.DECIDED)
    return done is not None or decided.exists()


@transaction.atomic
def check_draft(*, edition: Edition, by: User, at: datetime) -> Edition:
    """Take responsibility for a draft that came by schedule, as its first person; another one publishes it.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StateChanged: it was published, closed or replaced, or somebody checked it before.
    """
    require_credit_office(by)
    unchecked = Q(drafted_by__isnull=True)
    EDITIONS.move(edition, verb="check", by=by, at=at, only=unchecked, drafted_by=by, drafted_at=at)
    return edition


@transaction.atomic
def close_draft(*, edition: Edition, reason: str, by: User, at: datetime) -> Edition:
    """End a draft without an edition, such as one with the content of the last edition.

    The schedule drafts the same period no more.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it was published or closed before.
    :raises DraftMissing: it was replaced.
    """
    require_credit_office(by)
    why = EDITIONS.require_reason(reason, sentence="请写明关闭草稿的理由。")
    locked_list(edition.credit_list)
    found = Edition.objects.filter(pk=edition.pk).first()
    if found is None:
        raise DraftMissing("草稿已被新草稿替换，请刷新页面。")
    EDITIONS.move(found, verb="close", by=by, at=at, closed_by=by, closed_at=at, close_reason=why)
    return found
