"""Plain functions that make what the tests of the lists are about."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.agencies.models import Agency, Officer
from enterprises.register.models import Enterprise, Industry, Region
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import complete_uscc
from lists.criteria.colors import Color
from lists.criteria.definitions import DEFINITIONS, MARKET_REGULATION, TRUSTWORTHY
from lists.criteria.models import CreditList
from lists.editions.models import Edition
from lists.editions.services.editions import draft_edition, publish_edition
from lists.listings.models import Listing
from lists.listings.rules import RemovalReason
from lists.listings.services.decisions import decide_listing, propose_listing
from lists.listings.services.exits import remove_listing
from lists.listings.services.notices import notify_listing

BLACK, RED = MARKET_REGULATION, TRUSTWORTHY
# The story of a listing: notified on, window closed on, decided on.
SERVED = date(2026, 9, 20)
WINDOW_END = date(2026, 10, 12)
DECIDED = date(2026, 10, 20)
TODAY = date(2026, 11, 20)

numbers = count(1)


def noon(day: date) -> datetime:
    """Make the instant of noon in Shanghai."""
    return datetime.combine(day, time(12), tzinfo=SHANGHAI).astimezone(UTC)


def the_list(slug: str = BLACK) -> CreditList:
    """Return one of the two lists that every portal has."""
    return CreditList.objects.get(slug=slug)


def office(name: str = "office", *, of: Agency | None = None) -> User:
    """Make a list keeper, of the credit office or `of` an authority, or return the one of that name."""
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        Officer.objects.create(user=user, credit_office=True, agency=of)
    return user


def agency() -> Agency:
    """Make the deciding body."""
    values = {"name": "武汉市市场监督管理局", "domain": RegulatoryDomain.MARKET_REGULATION.value}
    return Agency.objects.get_or_create(code="11420100MB1234567X", defaults=values)[0]


def decider() -> User:
    """Make the officer of that body who decides: another person than `office`."""
    return office("decider", of=agency())


def proof() -> Attachment:
    """Make the row of a proof of service; its file lies nowhere."""
    values = {"media_type": "image/png", "size": 1, "sha256": "0" * 64, "added_by": office(), "added_at": noon(SERVED)}
    return Attachment.objects.create(name=secrets.token_hex(16), **values)


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    """Make a scan of a few pixels as it is uploaded."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, kind)
    return SimpleUploadedFile("回证.bin", content.getvalue())


def new_enterprise(name: str = "", **columns: Any) -> Enterprise:
    """Make a public enterprise."""
    number = next(numbers)
    name = name or f"武汉江城第{number}贸易有限公司"
    uscc = complete_uscc(department="9", category="1", region="420102", organisation=f"MA4L{number:04}")
    values = {"uscc": uscc, "name": name, "folded_name": fold_name(name), "public_from": date(2020, 1, 1)}
    return Enterprise.objects.create(**{**values, **columns})


def proposed(
    *,
    slug: str = BLACK,
    enterprise: Enterprise | None = None,
    reason: str = "较重行政处罚",
    on: date = SERVED - timedelta(days=1),
) -> Listing:
    """Make a proposal of `office`."""
    return propose_listing(
        credit_list=the_list(slug),
        enterprise=enterprise or new_enterprise(),
        criterion="R-01" if slug == RED else "M-01",
        reason=reason,
        record_ids=(),
        by=office(),
        at=noon(on),
        ground_document="" if slug == RED else "武市监罚字〔2026〕15号",
        ground_penalty="" if slug == RED else "吊销许可证件",
    )


def notified(**values: Any) -> Listing:
    """Make a listing whose party was notified, with proof."""
    listing = notify_listing(
        listing=proposed(**values), served_on=SERVED, objection_until=WINDOW_END, by=office(), at=noon(SERVED)
    )
    if listing.color == Color.BLACK:
        listing.notice_proof = proof()
        listing.save(update_fields=["notice_proof"])
    return listing


def decision(slug: str = BLACK, **changes: Any) -> dict[str, Any]:
    """Make the arguments of a valid decision by `other`."""
    own = DEFINITIONS[slug]
    valid = {
        "document_number": "武信列〔2026〕7号",
        "decided_on": DECIDED,
        "authority": agency(),
        "term_months": own.term_months,
        "term_basis": own.term_bases[0],
        "finding": "主观故意，多次违法",
        "found": own.findings,
        "objection_outcome": "无异议",
        "personal_data_confirmed": True,
        "by": decider(),
        "at": noon(DECIDED),
    }
    return {**valid, **changes}


def decided(*, slug: str = BLACK, changes: dict[str, Any] | None = None, **values: Any) -> Listing:
    """Make a listing that is public from `DECIDED`."""
    return decide_listing(listing=notified(slug=slug, **values), **decision(slug, **(changes or {})))


def annulled(listing: Listing, *, at: datetime | None = None) -> Listing:
    """Take a listing off by a judgment, on `TODAY` unless another instant is given."""
    return remove_listing(
        listing=listing, reason=RemovalReason.ANNULLED, note="判决", by=office(), at=at or noon(TODAY)
    )


def listed_in_a_district(**changes: Any) -> Listing:
    """List 武汉（东湖）甲有限公司 of 测试区 (420199): chemistry (26), revoked, of 2016."""
    Region.objects.create(code="420199", name="测试区")
    Industry.objects.create(code="26", name="化学原料和化学制品制造业")
    facts = {"region_id": "420199", "industry_id": "26", "status": "REVOKED", "established_on": date(2016, 2, 29)}
    return decided(enterprise=new_enterprise("武汉（东湖）甲有限公司", **facts), changes=changes)


def published(*, slug: str = BLACK, as_of: date = TODAY, at: datetime | None = None) -> Edition:
    """Draft by `office` and publish by `other`."""
    at = at or noon(as_of)
    draft = draft_edition(credit_list=the_list(slug), as_of=as_of, by=office(), at=at).edition
    return publish_edition(edition=draft, by=decider(), at=at)
