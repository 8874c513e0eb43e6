"""From the criteria to proposals: what is public is assessed; an officer decides later."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.register.models import Enterprise
from lists.criteria.models import CreditList
from lists.criteria.rules import Finding
from lists.listings.models import Listing
from lists.listings.services.decisions import propose_listing
from lists.listings.services.evaluation import evaluate, record_ids_of
from lists.listings.services.notices import require_ours


@transaction.atomic
def propose_listings(*, credit_list: CreditList, on: date, by: User, at: datetime) -> list[Listing]:
    """Propose every enterprise that the list's criteria find on that day; nothing is public by that.

    An enterprise that is proposed or listed already, or whose grounds were all weighed before, is
    left alone, so running it twice changes nothing.

    :raises NotPermitted: `by` keeps no lists.
    :raises NotOurs: no authority of this city decides on the list.
    """
    require_credit_office(by)
    require_ours(credit_list)
    return [
        _propose(credit_list, found.enterprise, found.assessment.grounds, by=by, at=at)
        for found in evaluate(credit_list=credit_list, on=on)
        if found.is_proposed
    ]


def _propose(
    credit_list: CreditList, enterprise: Enterprise, grounds: tuple[Finding, ...], *, by: User, at: datetime
) -> Listing:
    return propose_listing(
        credit_list=credit_list,
        enterprise=enterprise,
        criterion="、".join(dict.fromkeys(finding.criterion for finding in grounds)),
        reason="；".join(finding.reason for finding in grounds)[:1000],
        record_ids=tuple(sorted(record_ids_of(grounds))),
        by=by,
        at=at,
    )
