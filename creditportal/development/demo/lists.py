"""Lists of the made-up city, each by its law: editions published by the services that officers use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from PIL import Image

from creditportal.development.demo.accounts import CREDIT_OFFICE, LIST_KEEPER
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from enterprises.catalogue.codes import KindCode
from enterprises.records.models import Record
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import attach
from lists.criteria.colors import Color
from lists.criteria.definitions import (
    BRAND_HONOURS,
    DEFINITIONS,
    MARKET_REGULATION,
    TRUSTWORTHY,
    WAGE_ARREARS,
    WORK_SAFETY,
)
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.criteria.periods import EditionPeriod, due_day
from lists.editions.models import Edition
from lists.editions.services.editions import draft_edition, publish_edition
from lists.editions.services.schedule import draft_due_editions
from lists.listings.models import Listing
from lists.listings.queries import obstacle_labels, red_facts_of
from lists.listings.red_list import RedFacts
from lists.listings.rules import ListingState, RemovalReason
from lists.listings.services.decisions import decide_listing, propose_listing, reject_listing
from lists.listings.services.exits import confirm_removal, remove_listing
from lists.listings.services.notices import notify_listing
from lists.listings.services.proposals import propose_listings

# Days before today on which editions were published; black lists go first, for who is on one leaves the red one.
EDITION_AGES = (184, 92, 3)
EARLIER = (MARKET_REGULATION, TRUSTWORTHY)
LAST = (MARKET_REGULATION, WAGE_ARREARS, TRUSTWORTHY, BRAND_HONOURS)
# The list whose edition of this month is a draft by schedule. Days before the month: of its last edition, of what
# changes after it, of the confirmation of who left.
SCHEDULED = WORK_SAFETY
PUBLISHED_BEFORE, CHANGED_BEFORE, CONFIRMED_BEFORE = 9, 3, 2
HELD_BACK = 2  # enterprises that enter with the draft
ANNOUNCED, ANNOUNCED_FOR = 2, 2  # enterprises of a red list that are announced now, and since how many days
DECIDED_AT_MOST = 40  # a round; the rest stay proposed, as work for the desk
BY_HAND = 6  # enterprises proposed for a list whose criteria no record states
WATCH = "watch"
# Who decides on each list, by the slug of the agency.
AUTHORITIES = {
    MARKET_REGULATION: "gsj",
    WAGE_ARREARS: "rsj",
    WORK_SAFETY: "yjj",
    TRUSTWORTHY: "fgw",
    BRAND_HONOURS: "fgw",
}
WORDS = {
    MARKET_REGULATION: ("武市监列", "多次违法，主观故意明显，危害后果较重。"),
    WAGE_ARREARS: ("武人社列", "经责令限期支付，逾期未支付。"),
    WORK_SAFETY: ("武应急列", "发生较大生产安全责任事故。"),
    TRUSTWORTHY: ("武信用奖", ""),
    BRAND_HONOURS: ("武信用荣", ""),
}
CRITERION = {WAGE_ARREARS: ("W-01", "拖欠农民工工资，逾期未支付"), WORK_SAFETY: ("S-01", "发生较大生产安全责任事故")}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOffice:
    """The credit office: one proposes and drafts, the other publishes; `proof` stands for every proof of service."""

    first: User
    second: User
    proof: Attachment


def publish_lists(*, on: date) -> Iterator[Edition]:
    """Publish three editions of the longer lists and one of the others, the last a few days before `on`.

    One list has a draft by schedule instead, which nobody has checked.
    """
    first, second = (User.objects.get(username=name) for name in CREDIT_OFFICE)
    office = DemoOffice(first=first, second=second, proof=_proof(by=first, on=on))
    for ordinal, age in enumerate(EDITION_AGES, start=1):
        if ordinal == len(EDITION_AGES):
            yield _edition_before_the_month(on=on, office=office)
        for slug in LAST if ordinal == len(EDITION_AGES) else EARLIER:
            credit_list = CreditList.objects.get(slug=slug)
            yield _edition(credit_list, ordinal=ordinal, on=on - timedelta(days=age), office=office)
    _announce(CreditList.objects.get(slug=TRUSTWORTHY), on=on - timedelta(days=ANNOUNCED_FOR), office=office)
    _watch(on=on, by=first)
    draft_due_editions(at=instant_of(due_day(EditionPeriod.MONTHLY, on=on), hour=0))


def _watch(*, on: date, by: User) -> None:
    """Keep a watch list, which no address shows: what is below the threshold of a black list."""
    watch, _ = CreditList.objects.get_or_create(
        slug=WATCH,
        defaults={
            "name": "重点关注名单",
            "official_type": "内部关注",
            "popular_name": "关注名单",
            "color": Color.BLACK.value,
            "kind": ListKind.WATCH.value,
            "watch_reason": "没有设列依据，只供工作人员加强日常监管，不公示、不作为惩戒依据。",
            "legal_basis": "无，不公示（国办发〔2020〕49号）",
            "criteria": "有较重行政处罚、尚未达到严重失信主体名单标准的主体。",
            "entry_conditions": "由工作人员登记。",
            "exit_conditions": "由工作人员移出。",
            "remedies": "不公示。",
            "term_months": 12,
            "notice_days": 0,
        },
    )
    penalties = Record.objects.public(on=on).filter(kind=KindCode.PENALTY).select_related("enterprise")
    grounds = {record.enterprise_id: record for record in penalties.order_by("pk")[:BY_HAND]}
    for record in grounds.values():
        Listing.objects.get_or_create(
            credit_list=watch,
            enterprise=record.enterprise,
            defaults={
                "color": watch.color,
                "kind": watch.kind,
                "criterion": "关注",
                "reason": f"日常监管关注（{record.document_number}）",
                "record_ids": [record.pk],
                "proposed_on": on,
                "proposed_by": by,
                "proposed_at": instant_of(on, hour=9),
            },
        )


def _proof(*, by: User, on: date) -> Attachment:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "proof.png"
        Image.new("RGB", (210, 297), "white").save(path)
        return attach(path, by=by, at=instant_of(on, hour=0))


def _edition(credit_list: CreditList, *, ordinal: int, on: date, office: DemoOffice) -> Edition:
    """Propose, give notice, decide once the window has passed, draft and publish."""
    is_last = ordinal == len(EDITION_AGES)
    held_back = ANNOUNCED if is_last and credit_list.slug == TRUSTWORTHY else 0
    notified = _notified(credit_list, on=on, office=office, held_back=held_back)
    _decide_all(notified, credit_list, serial=f"{ordinal}", on=on - timedelta(days=1), office=office)
    return _published(credit_list, on=on, office=office)


def _edition_before_the_month(*, on: date, office: DemoOffice) -> Edition:
    """Publish an edition shortly before this month; after it one leaves the list and others enter."""
    month = due_day(EditionPeriod.MONTHLY, on=on)
    published_on, changed_on = (month - timedelta(days=days) for days in (PUBLISHED_BEFORE, CHANGED_BEFORE))
    credit_list = CreditList.objects.get(slug=SCHEDULED)
    notified = _notified(credit_list, on=published_on, office=office)
    at_once = max(1, len(notified) - HELD_BACK)
    _decide_all(notified[:at_once], credit_list, serial="1", on=published_on - timedelta(days=1), office=office)
    edition = _published(credit_list, on=published_on, office=office)
    _decide_all(notified[at_once:], credit_list, serial="2", on=changed_on, office=office)
    for listing in notified[1:at_once][:1]:
        removed = remove_listing(
            listing=listing,
            reason=RemovalReason.LISTED_BY_MISTAKE,
            note="事故责任单位认定有误，系另一施工单位。",
            by=office.first,
            at=instant_of(changed_on, hour=16),
        )
        confirmed_on = month - timedelta(days=CONFIRMED_BEFORE)
        confirm_removal(listing=removed, by=office.second, at=instant_of(confirmed_on, hour=9))
    return edition


def _notified(credit_list: CreditList, *, on: date, office: DemoOffice, held_back: int = 0) -> list[Listing]:
    """Propose and give notice so early that the window is over on a day, across the longest holidays too.

    The last `held_back` get no notice, if others do.
    """
    proposed_on = on - timedelta(days=2 * credit_list.notice_days + 14)
    proposed = _proposed(credit_list, on=proposed_on, by=office.first)
    proposed = proposed[: max(1, len(proposed) - held_back)][:DECIDED_AT_MOST]
    for listing in proposed:
        notify_listing(listing=listing, served_on=proposed_on, by=office.first, at=instant_of(proposed_on, hour=11))
        Listing.objects.filter(pk=listing.pk).update(notice_proof=office.proof)
    return proposed


def _announce(credit_list: CreditList, *, on: date, office: DemoOffice) -> None:
    """Announce some who are proposed, so that their window is open."""
    waiting = Listing.objects.filter(credit_list=credit_list, state=ListingState.PROPOSED).order_by("-pk")
    for listing in waiting[:ANNOUNCED]:
        if not _obstacles(listing, on=on):
            notify_listing(listing=listing, served_on=on, by=office.first, at=instant_of(on, hour=11))


def _decide_all(listings: list[Listing], credit_list: CreditList, *, serial: str, on: date, office: DemoOffice) -> None:
    """Decide on a day; who may not be on a red list is rejected."""
    for position, listing in enumerate(listings, start=1):
        if not credit_list.is_black and (why := _obstacles(listing, on=on)):
            reject_listing(listing=listing, reason=why, by=office.second, at=instant_of(on, hour=15))
            continue
        _decide(listing, credit_list, serial=f"{serial}{position:03d}", on=on, office=office)


def _published(credit_list: CreditList, *, on: date, office: DemoOffice) -> Edition:
    at = instant_of(on, hour=10)
    draft = draft_edition(credit_list=credit_list, as_of=on, by=office.first, at=at).edition
    return publish_edition(edition=draft, by=office.second, at=at)


def _obstacles(listing: Listing, *, on: date) -> str:
    """Name what keeps the enterprise off a red list on that day."""
    against = red_facts_of([listing.enterprise_id]).get(listing.enterprise_id, RedFacts())
    return "；".join(obstacle_labels(against, on=on))


def _proposed(credit_list: CreditList, *, on: date, by: User) -> list[Listing]:
    at = instant_of(on, hour=9)
    if credit_list.slug not in CRITERION:
        return propose_listings(credit_list=credit_list, on=on, by=by, at=at)
    criterion, reason = CRITERION[credit_list.slug]
    penalties = Record.objects.public(on=on).filter(
        kind=KindCode.PENALTY, agency__code=BY_SLUG[AUTHORITIES[credit_list.slug]].code
    )
    grounds = {record.enterprise_id: record for record in penalties.select_related("enterprise").order_by("-pk")}
    return [
        propose_listing(
            credit_list=credit_list,
            enterprise=record.enterprise,
            criterion=criterion,
            reason=f"{reason}（{record.document_number}）",
            record_ids=(record.pk,),
            by=by,
            at=at,
        )
        for record in list(grounds.values())[:BY_HAND]
    ]


def _decide(listing: Listing, credit_list: CreditList, *, serial: str, on: date, office: DemoOffice) -> None:
    own, authority = DEFINITIONS[credit_list.slug], AUTHORITIES[credit_list.slug]
    number, finding = WORDS[credit_list.slug]
    keeper = User.objects.get(username=f"{authority}-{LIST_KEEPER}") if own.domains else office.second
    decide_listing(
        listing=listing,
        document_number=f"{number}〔{on.year}〕{serial}号",
        decided_on=on,
        authority=Agency.objects.get(code=BY_SLUG[authority].code),
        term_months=own.term_months,
        term_basis=own.term_bases[0],
        objection_outcome="无异议",
        finding=finding,
        found=own.findings,
        by=keeper,
        at=instant_of(on, hour=15),
    )
