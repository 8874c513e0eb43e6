"""Red and black lists of the made-up city: three published editions of each, by the services officers use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import CREDIT_OFFICE
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from lists.criteria.models import CreditList
from lists.criteria.rules import SERIOUS_DISHONESTY, TRUSTWORTHY
from lists.editions.models import Edition
from lists.editions.services.editions import draft_edition, publish_edition
from lists.listings.models import Listing
from lists.listings.queries import obstacle_labels, red_facts_of
from lists.listings.red_list import RedFacts
from lists.listings.services.decisions import decide_listing, notify_listing, reject_listing
from lists.listings.services.proposals import propose_listings

# Days before today on which editions were published; the black list goes first, for who is on it leaves the red one.
EDITION_AGES = (184, 92, 3)
SLUGS = (SERIOUS_DISHONESTY, TRUSTWORTHY)
DECIDED_AT_MOST = 40  # a round; the rest stay proposed, as work for the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffice:
    """The credit office: one proposes and drafts, the other decides and publishes."""

    first: User
    second: User
    authority: Agency


def publish_lists(*, on: date) -> Iterator[Edition]:
    """Publish three editions of each list, the last a few days before `on`, and yield each."""
    first, second = (User.objects.get(username=name) for name in CREDIT_OFFICE)
    office = DemoOffice(first=first, second=second, authority=Agency.objects.get(code=BY_SLUG["fgw"].code))
    for ordinal, age in enumerate(EDITION_AGES, start=1):
        for slug in SLUGS:
            credit_list = CreditList.objects.get(slug=slug)
            yield _edition(credit_list, ordinal=ordinal, on=on - timedelta(days=age), office=office)


def _edition(credit_list: CreditList, *, ordinal: int, on: date, office: DemoOffice) -> Edition:
    """Propose, give notice, decide once the window has passed, draft and publish."""
    # Enough days for a window in working days across the longest holidays.
    proposed_on = on - timedelta(days=2 * credit_list.notice_days + 14)
    proposed = propose_listings(
        credit_list=credit_list, on=proposed_on, by=office.first, at=instant_of(proposed_on, hour=9)
    )
    for position, listing in enumerate(proposed[:DECIDED_AT_MOST], start=1):
        notify_listing(listing=listing, served_on=proposed_on, by=office.first, at=instant_of(proposed_on, hour=11))
        decided_on = on - timedelta(days=1)
        if not credit_list.is_black and (why := _obstacles(listing, on=decided_on)):
            reject_listing(listing=listing, reason=why, by=office.second, at=instant_of(decided_on, hour=15))
            continue
        _decide(listing, credit_list, serial=f"{ordinal}{position:03d}", on=decided_on, office=office)
    at = instant_of(on, hour=10)
    draft = draft_edition(credit_list=credit_list, as_of=on, by=office.first, at=at).edition
    return publish_edition(edition=draft, by=office.second, at=at)


def _obstacles(listing: Listing, *, on: date) -> str:
    """Name what keeps the enterprise off a red list on that day."""
    against = red_facts_of([listing.enterprise_id]).get(listing.enterprise_id, RedFacts())
    return "；".join(obstacle_labels(against, on=on))


def _decide(listing: Listing, credit_list: CreditList, *, serial: str, on: date, office: DemoOffice) -> None:
    decide_listing(
        listing=listing,
        document_number=f"武信用{'惩' if credit_list.is_black else '奖'}〔{on.year}〕{serial}号",
        decided_on=on,
        authority=office.authority,
        term_months=credit_list.term_months,
        term_basis="国办发〔2020〕49号",
        objection_outcome="无异议",
        by=office.second,
        at=instant_of(on, hour=15),
    )
