"""Letters of the made-up city: of cases and of listings, some served, some still to be served or issued."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import User

from creditportal.development.demo.accounts import CREDIT_OFFICE, LIST_KEEPER
from creditportal.development.demo.agencies import AGENCIES, BY_SLUG
from creditportal.development.demo.lists import AUTHORITIES
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from enterprises.cases.services.letters import issue_letter_of_step, waiting
from enterprises.catalogue.codes import KindCode
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter, LetterHead
from enterprises.documents.letters.services import record_service
from enterprises.records.models import Record
from lists.criteria.definitions import MARKET_REGULATION
from lists.criteria.models import CreditList
from lists.listings.models import Listing, ListingEvent
from lists.listings.services.decisions import propose_listing
from lists.listings.services.letters import issue_letter_of, issue_notice, listing_letters_waiting

# Letters that are issued with the city; the worker issues those of the other cases.
OF_EACH_KIND, DECISIONS = 2, 2
HOUR = timedelta(hours=1)


def write_letters(*, on: date) -> Iterator[Letter]:
    """Give the agencies their heads and issue letters dated like their steps."""
    _heads()
    yield from _letters_of_cases()
    yield from _decisions()
    yield from _notices(on=on)


def _heads() -> None:
    codes = {each.code: each for each in AGENCIES}
    for agency in Agency.objects.filter(code__in=codes):
        LetterHead.objects.get_or_create(agency=agency, defaults={"prefix": codes[agency.code].short})


def _letters_of_cases() -> Iterator[Letter]:
    """Issue a few of each kind; every other one is served on the next day."""
    for code in LetterCode:
        for position, event in enumerate(waiting().filter(letter=code.value)[:OF_EACH_KIND]):
            letter = issue_letter_of_step(event.pk, at=event.at + HOUR)
            if letter is None:
                continue
            if position == 0 and event.actor is not None:
                _serve(letter, by=event.actor, method="POST")
            yield letter


def _decisions() -> Iterator[Letter]:
    """Issue those of a few decisions; the listings before had their letters on paper."""
    kept = list(listing_letters_waiting().order_by("-pk").values_list("pk", flat=True)[:DECISIONS])
    ListingEvent.objects.exclude(letter="").exclude(pk__in=kept).update(letter="")
    for event in listing_letters_waiting():
        letter = issue_letter_of(event.pk, at=event.at + HOUR)
        if letter is not None and event.actor is not None:
            _serve(letter, by=event.actor, method="DIRECT")
            yield letter


def _notices(*, on: date) -> Iterator[Letter]:
    """Order three notices of intended listings: one served, one not yet, one still to be issued."""
    slug = AUTHORITIES[MARKET_REGULATION]
    authority = Agency.objects.get(code=BY_SLUG[slug].code)
    keeper = User.objects.get(username=f"{slug}-{LIST_KEEPER}")
    ordered_at = instant_of(on - timedelta(days=2), hour=9)
    for position, record in enumerate(_grounds(authority, on=on)[:3]):
        listing = propose_listing(
            credit_list=CreditList.objects.get(slug=MARKET_REGULATION),
            enterprise=record.enterprise,
            criterion="M-01",
            reason=f"受到较重行政处罚，拟认定性质恶劣、情节严重、社会危害较大（{record.document_number}）",
            record_ids=(record.pk,),
            by=User.objects.get(username=CREDIT_OFFICE[0]),
            at=ordered_at - HOUR,
        )
        issue_notice(listing=listing, authority=authority, by=keeper, at=ordered_at)
        if position == 2:
            return
        event = listing_letters_waiting().get(listing=listing)
        letter = issue_letter_of(event.pk, at=ordered_at + HOUR)
        if letter is not None:
            if position == 0:
                _serve(letter, by=keeper, method="DIRECT")
            yield letter


def _grounds(authority: Agency, *, on: date) -> list[Record]:
    """Return public penalties of the authority, one of each enterprise that was never proposed for its list."""
    known = Listing.objects.filter(credit_list__slug=MARKET_REGULATION).values("enterprise")
    penalties = Record.objects.public(on=on).filter(kind=KindCode.PENALTY, agency=authority)
    free = penalties.exclude(enterprise__in=known).select_related("enterprise").order_by("-pk")
    return list({record.enterprise_id: record for record in free}.values())


def _serve(letter: Letter, *, by: User, method: str) -> None:
    served_on = letter.document.issued_on + timedelta(days=1)
    record_service(letter=letter, method=method, served_on=served_on, by=by, at=instant_of(served_on, hour=11))
