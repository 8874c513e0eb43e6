"""Who is announced for a red list (公示) on a day: notice was served, and the window for objections is open.

发改财金规〔2017〕1798号: whoever is on a black list or has an obstacle of the red list's own is not announced.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from enterprises.register.models import Enterprise
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.rules.days import day_before
from enterprises.shared.rules.masking import public_text
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.obstacles import unobstructed
from lists.listings.rules import ListingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One announced enterprise as its readers see it; `days_left` are working days, that of today included."""

    listing: int
    name: str
    uscc: str
    reason: str
    announced_on: date | None
    last_day: date
    days_left: int


def announced_on(credit_list: CreditList, *, on: date) -> QuerySet[Listing]:
    """Return the announced listings of a list, the newest first; none of a black one, whose notice is the party's."""
    black = Listing.objects.in_term(on=on).filter(color=Color.BLACK).order_by()
    rows = Listing.objects.filter(
        credit_list=credit_list,
        color=Color.RED,
        kind=ListKind.OURS,
        state=ListingState.NOTIFIED,
        notice_served_on__lte=on,
        objection_until__gt=on,
        enterprise__in=Enterprise.objects.public(on=on).values("pk"),
    )
    shown = rows.filter(unobstructed(black, on=on)).select_related("enterprise")
    return shown.order_by("-notice_served_on", "-pk")


def announcements(listings: Iterable[Listing], *, on: date) -> list[Announcement]:
    """Return announced listings as their readers see them."""
    calendar = working_calendar()
    return [
        Announcement(
            listing=one.pk,
            name=public_text(one.enterprise.name),
            uscc=one.enterprise.uscc,
            reason=public_text(one.reason),
            announced_on=one.notice_served_on,
            last_day=day_before(one.objection_until),
            days_left=calendar.workdays_between(day_before(on), day_before(one.objection_until)),
        )
        for one in listings
        if one.objection_until is not None
    ]
