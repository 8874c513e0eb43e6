"""Papers of a listing's steps: notice, what the party answered, decision, removal, proof of service. Never public."""

from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.attachments.store import attach
from enterprises.shared.refusals import Refused
from lists.listings.models import Listing, ListingPaper
from lists.listings.services.workflow import LISTINGS

PAPERS_OF_A_LISTING = 20


class ListingPaperRefused(Refused):
    """The paper is of no known kind, or the listing has too many."""


@transaction.atomic
def add_listing_paper(*, listing: Listing, kind: str, path: Path, by: User, at: datetime) -> ListingPaper:
    """Keep a paper of a listing, whatever its state; the history names the kind.

    :raises NotPermitted: `by` keeps no lists.
    :raises ListingPaperRefused: unknown kind, or too many.
    :raises AttachmentRefused: the file may not be attached.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    if kind not in ListingPaper.Kind.values:
        raise ListingPaperRefused("请选择材料的种类。")
    if listing.papers.count() >= PAPERS_OF_A_LISTING:
        raise ListingPaperRefused("每条名单信息最多{most}份材料。", most=PAPERS_OF_A_LISTING)
    attachment = attach(path, by=by, at=at)
    paper = ListingPaper.objects.create(listing=listing, kind=kind, attachment=attachment, added_by=by, added_at=at)
    LISTINGS.note(listing, verb="add-paper", by=by, at=at, reason=paper.get_kind_display())
    return paper
