"""Notice to the party, or announcement of a red listing, its proof of service and the objection window.

docs/rules/lists-procedure.md has the table of steps and the clause behind each.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.attachments.store import attach
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.refusals import Refused
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.workflow import LISTINGS


class NotOurs(Refused):
    """No authority of this city decides on the list: it is another one's, or for the eyes of officers alone."""


class NoticeInvalid(Refused):
    """The days of the notice are impossible, or the window is shorter than the list promises."""


@transaction.atomic
def notify_listing(
    *, listing: Listing, served_on: date, by: User, at: datetime, objection_until: date | None = None
) -> Listing:
    """Record notice to the party, or announcement for a red list, and open the objection window.

    `objection_until` is the first day without a right to object; left out, it is what the list
    promises, counted in working days. The day of service does not count.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    :raises StateChanged: the listing does not wait for notice.
    :raises NoticeInvalid: served in the future or before the proposal, or the window is shorter than the list's.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_ours(listing.credit_list)
    return open_window(listing, served_on=served_on, objection_until=objection_until, by=by, at=at)


def open_window(
    listing: Listing, *, served_on: date, by: User, at: datetime, objection_until: date | None = None, **columns: Any
) -> Listing:
    """Open the objection window of a locked listing from the day of service; `columns` are written with it.

    :raises StateChanged: the listing does not wait for notice.
    :raises NoticeInvalid: as for `notify_listing`.
    """
    if served_on > day_of(at):
        raise NoticeInvalid("告知日期不能晚于今天。")
    if listing.proposed_on is not None and served_on < listing.proposed_on:
        raise NoticeInvalid("告知日期不能早于提出建议的日期{day}。", day=listing.proposed_on)
    earliest = _window_end(listing.credit_list, served_on=served_on)
    until = objection_until or earliest
    if until < earliest:
        raise NoticeInvalid(
            "异议期不得少于{count}个工作日，最早于{day}届满。", count=listing.credit_list.notice_days, day=earliest
        )
    LISTINGS.move(
        listing,
        verb="notify",
        by=by,
        at=at,
        notice_served_on=served_on,
        notified_on=day_of(at),
        objection_until=until,
        **columns,
    )
    return listing


@transaction.atomic
def attach_proof(*, listing: Listing, path: Path, by: User, at: datetime) -> Listing:
    """Attach the proof that the notice was served; until the decision a better copy may replace it.

    :raises NotPermitted: `by` keeps no lists.
    :raises StateChanged: the party was not notified, or it was decided before.
    :raises AttachmentRefused: the file is no PDF, JPG or PNG, is broken or too large.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    LISTINGS.require_transition(listing, verb="decide")
    listing.notice_proof = attach(path, by=by, at=at)
    listing.save(update_fields=["notice_proof"])
    LISTINGS.note(listing, verb="attach-proof", by=by, at=at)
    return listing


def require_ours(credit_list: CreditList) -> None:
    """Insist that an authority of this city decides on the list (国办发〔2020〕49号).

    :raises NotOurs: it is external, or a watch list.
    """
    if not credit_list.is_ours:
        raise NotOurs("{list}属于“{kind}”，本市不作列入决定。", list=credit_list.name, kind=credit_list.kind_label)


def window_is_provisional(listing: Listing) -> bool:
    """Return whether the window of a notified listing touches a year whose holidays are not announced."""
    if listing.state != ListingState.NOTIFIED or listing.notice_served_on is None:
        return False
    days = listing.credit_list.notice_days
    return working_calendar().workdays_after(listing.notice_served_on, days).provisional


def window_end_now(listing: Listing) -> date | None:
    """Return the end of the window, later than the stored one where holidays were announced since the notice."""
    if listing.objection_until is None or listing.notice_served_on is None:
        return listing.objection_until
    return max(listing.objection_until, _window_end(listing.credit_list, served_on=listing.notice_served_on))


def _window_end(credit_list: CreditList, *, served_on: date) -> date:
    """Return the first day without a right to object: after the list's working days (行政处罚法 art. 85)."""
    return working_calendar().workdays_after(served_on, credit_list.notice_days).day + timedelta(days=1)
