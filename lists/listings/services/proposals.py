"""From the criteria to proposals: what is public is assessed; an officer decides later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from enterprises.agencies.permissions import require_credit_office
from enterprises.catalogue.registry import kinds_with
from enterprises.catalogue.types import Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared.rules.days import add_months
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.criteria.rules import (
    LOOK_BACK_MONTHS,
    BlackListing,
    EnterpriseFacts,
    Finding,
    RecordFacts,
    assess,
)
from lists.external.models import ExternalListing
from lists.listings.models import Listing
from lists.listings.rules import PENDING, ListingState
from lists.listings.services.decisions import propose_listing, require_ours
from lists.listings.services.facts import record_facts

# Enterprises assessed at a time: bounds memory, whatever the size of the city.
CHUNK = 500
# Kinds that can be a ground; an enterprise without any is not looked at.
GROUNDS = {
    Color.RED: kinds_with(Role.HONOUR_CATEGORY),
    Color.BLACK: kinds_with(Role.PENALTY_TYPES),
}


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
    proposed: list[Listing] = []
    for ids in _chunks(_with_grounds(credit_list, on=on)):
        records, black = _records_of(ids, on=on), _black_listings_of(ids)
        known = _known_of(credit_list, ids)
        enterprises = Enterprise.objects.public(on=on).filter(pk__in=ids).order_by("pk")
        for enterprise in enterprises:
            facts = EnterpriseFacts(records=tuple(records[enterprise.pk]), black_listings=tuple(black[enterprise.pk]))
            assessment = assess(slug=credit_list.slug, facts=facts, on=on)
            if assessment.proposes and _is_new(assessment.grounds, known.get(enterprise.pk, []), on=on):
                proposed.append(_propose(credit_list, enterprise, assessment.grounds, by=by, at=at))
    return proposed


def _with_grounds(credit_list: CreditList, *, on: date) -> Iterable[int]:
    records = Record.objects.public(on=on).filter(kind__in=GROUNDS[Color(credit_list.color)])
    ids = records.order_by("enterprise_id").values_list("enterprise_id", flat=True).distinct()
    return ids.iterator(chunk_size=CHUNK)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for one in ids:
        chunk.append(one)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _records_of(ids: Sequence[int], *, on: date) -> dict[int, list[RecordFacts]]:
    """Return the published records of each enterprise, those of the last three years' ends included."""
    since = add_months(on, -LOOK_BACK_MONTHS)
    rows = Record.objects.filter(
        Q(public_until__isnull=True) | Q(public_until__gt=since), enterprise_id__in=ids, state=State.PUBLISHED
    )
    found: dict[int, list[RecordFacts]] = defaultdict(list)
    for record in rows.select_related("agency", "enterprise", "source_agency").order_by("pk"):
        found[record.enterprise_id].append(record_facts(record))
    return found


def _black_listings_of(ids: Sequence[int]) -> dict[int, list[BlackListing]]:
    rows = Listing.objects.filter(
        enterprise_id__in=ids, kind=ListKind.OURS, color=Color.BLACK, state=ListingState.DECIDED
    )
    found: dict[int, list[BlackListing]] = defaultdict(list)
    for listing in rows.select_related("credit_list").order_by("pk"):
        if listing.public_from is None:
            continue
        found[listing.enterprise_id].append(
            BlackListing(
                id=listing.pk,
                list_name=listing.credit_list.name,
                public_from=listing.public_from,
                public_until=listing.public_until,
            )
        )
    _add_external(found, ids)
    return found


def _add_external(found: dict[int, list[BlackListing]], ids: Sequence[int]) -> None:
    """Add the rows of external black lists, of every day."""
    rows = ExternalListing.objects.filter(enterprise_id__in=ids, credit_list__color=Color.BLACK)
    for row in rows.select_related("credit_list").order_by("pk"):
        if row.enterprise_id is not None:
            named = BlackListing(
                id=None,
                list_name=row.credit_list.name,
                public_from=row.public_from,
                public_until=row.public_until,
            )
            found[row.enterprise_id].append(named)


def _known_of(credit_list: CreditList, ids: Sequence[int]) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = defaultdict(list)
    for listing in Listing.objects.filter(credit_list=credit_list, enterprise_id__in=ids):
        found[listing.enterprise_id].append(listing)
    return found


def _is_new(grounds: Iterable[Finding], known: list[Listing], *, on: date) -> bool:
    """Return whether a ground rests on a record that no earlier listing has weighed, and none is open."""
    if any(listing.state in PENDING or listing.is_in_term(on=on) for listing in known):
        return False
    weighed = {record_id for listing in known for record_id in listing.record_ids}
    return not _record_ids(grounds) <= weighed


def _record_ids(grounds: Iterable[Finding]) -> set[int]:
    return {record_id for finding in grounds for record_id in finding.record_ids}


def _propose(
    credit_list: CreditList, enterprise: Enterprise, grounds: tuple[Finding, ...], *, by: User, at: datetime
) -> Listing:
    return propose_listing(
        credit_list=credit_list,
        enterprise=enterprise,
        criterion="、".join(dict.fromkeys(finding.criterion for finding in grounds)),
        reason="；".join(finding.reason for finding in grounds)[:1000],
        record_ids=tuple(sorted(_record_ids(grounds))),
        by=by,
        at=at,
    )
