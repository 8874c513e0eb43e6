"""What keeps enterprises off red lists, as conditions of queries: the twin of `lists.listings.red_list`."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from enterprises.records.conditions import is_adverse
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from lists.external.queries import black_external

# No longer in business; those who moved away or pause are.
ENDED = (Enterprise.Status.CANCELLED, Enterprise.Status.REVOKED)
IN_BUSINESS = tuple(status for status in Enterprise.Status if status not in ENDED)


def unobstructed(black: QuerySet[Any], *, on: date) -> Q:
    """Return the condition that nothing keeps the enterprise of a listing off a red list on that day.

    `black` are our black listings of that day; rows of external black lists count as they do. What stands under
    another code of the enterprise counts as its own. A shield hides what it covers, yet makes nobody trustworthy.
    """
    adverse = Record.objects.in_period(on=on).filter(is_adverse()).order_by()
    against = _of_enterprise(adverse) | _of_enterprise(black) | _of_enterprise(black_external(on=on))
    return Q(enterprise__status__in=IN_BUSINESS) & ~against


def _of_enterprise(rows: QuerySet[Any]) -> Q:
    """Return the condition that some row is of the outer row's enterprise, under whatever code of it.

    Two conditions, one for the code in use and one for earlier ones: over both at once no index would serve.
    """
    head = Coalesce(OuterRef("enterprise__now_under_id"), OuterRef("enterprise_id"))
    return Q(Exists(rows.filter(enterprise_id=head))) | Q(Exists(rows.filter(enterprise__now_under_id=head)))
