"""Editions: drafted by one person, published by another, frozen from then on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q

from enterprises.agencies.permissions import require_credit_office
from enterprises.documents.identity import require_valid_certificate, signing_identity
from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import store_document
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.second_person import require_second_person
from lists.criteria.colors import Color
from lists.criteria.models import CreditList
from lists.editions.files.content import TEMPLATE_VERSION, EditionContent, content_of, entry_of
from lists.editions.files.make import edition_snapshot
from lists.editions.files.sealing import BUNDLE, SealedFiles, sealed_files
from lists.editions.models import Edition, Entry
from lists.editions.queries import changes_of
from lists.editions.rules import EditionState, ListingFacts, reasons_to_omit
from lists.editions.services.leaving_out import leave_out_gone
from lists.editions.services.sealing import chain_of, seal_earlier_editions, store_manifest
from lists.editions.services.workflow import EDITIONS
from lists.listings.models import Listing
from lists.listings.queries import SHIELDED, obstacle_labels, red_facts_of, shielded_ids, why_hidden
from lists.listings.red_list import RedFacts
from lists.listings.rules import ListingState
from lists.listings.services.notices import require_ours


class AsOfRefused(Refused):
    """The day is in the future, or before that of the last published edition."""


class DraftMissing(Refused):
    """There is no draft, or it was published or replaced meanwhile."""


class DraftUnchecked(Refused):
    """A draft that came by schedule was not checked by anybody yet."""


class DraftOutdated(Refused):
    """An entry of the draft ceased to be public while its files were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A listing that the draft does not name, and everything that keeps it out."""

    listing_id: int
    name: str
    uscc: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """A fresh draft and what it leaves out."""

    edition: Edition
    left_out: tuple[LeftOut, ...]


@transaction.atomic
def draft_edition(*, credit_list: CreditList, as_of: date, by: User, at: datetime) -> DraftResult:
    """Write the list as it stood on that day as a draft; an earlier draft of the list is replaced.

    :raises NotPermitted: `by` is not of the credit office.
    :raises NotOurs: no authority of this city decides on the list.
    :raises AsOfRefused: the day is in the future, or before the last edition's.
    """
    require_credit_office(by)
    require_ours(credit_list)
    credit_list = locked_list(credit_list)
    _check_day(credit_list, as_of=as_of, on=day_of(at))
    return write_draft(credit_list, as_of=as_of, by=by, at=at)


def write_draft(credit_list: CreditList, *, as_of: date, by: User | None, at: datetime) -> DraftResult:
    """Replace the draft of a locked list; `by` None: it came by schedule."""
    on = day_of(at)
    Edition.objects.filter(credit_list=credit_list, state=EditionState.DRAFT).delete()
    listed, left_out = _sort_out(credit_list, as_of=as_of, on=on)
    edition = Edition.objects.create(
        credit_list=credit_list,
        as_of=as_of,
        is_scheduled=by is None,
        drafted_by=by,
        drafted_at=at,
        left_out=[{"listing": one.listing_id, "reasons": list(one.reasons)} for one in left_out],
    )
    entries = [entry_of(listing, position=position) for position, listing in enumerate(listed, start=1)]
    for entry in entries:
        entry.edition = edition
    Entry.objects.bulk_create(entries, batch_size=500)
    return DraftResult(edition=edition, left_out=tuple(left_out))


def draft_of(credit_list: CreditList) -> Edition:
    """Return the draft that waits for publication.

    :raises DraftMissing: there is none.
    """
    drafts = Edition.objects.filter(credit_list=credit_list, state=EditionState.DRAFT)
    draft = drafts.select_related("credit_list__authority", "drafted_by").first()
    if draft is None:
        raise DraftMissing("没有待发布的草稿，请先起草。")
    return draft


def draft_seen(credit_list: CreditList, *, pk: int) -> Edition:
    """Return the draft that somebody looked at, if it still is the list's draft.

    :raises DraftMissing: it was published or replaced meanwhile.
    """
    draft = draft_of(credit_list)
    if draft.pk != pk:
        raise DraftMissing("草稿已发布或已被新草稿替换，请刷新页面。")
    return draft


def require_publisher(by: User, *, draft: Edition) -> None:
    """Insist that another person publishes a draft than drafted it, or checked it where it came by schedule.

    :raises FourEyes: it is the same person.
    """
    require_second_person(by, first_id=draft.drafted_by_id, sentence="名单须由起草人以外的另一人发布。")


def publish_edition(*, edition: Edition, by: User, at: datetime) -> Edition:
    """Publish a draft: it gets the next number and its files, and never changes again.

    Who may no longer be named since it was drafted is left out and named in `left_out`. The files are made before
    the transaction, for layout takes seconds and would block every other writer. What was checked before is checked
    again inside it.

    :raises NotPermitted: `by` is not of the credit office.
    :raises FourEyes: `by` drafted it, or checked it where it came by schedule.
    :raises DraftUnchecked: it came by schedule, and nobody checked it.
    :raises DraftMissing: it was published or replaced meanwhile.
    :raises DraftOutdated: somebody fell out while the files were made.
    :raises CertificateNotValid: the certificate that signs it has run out.
    """
    require_credit_office(by)
    edition = _draft_again(edition)
    require_checked(edition)
    require_publisher(by, draft=edition)
    require_valid_certificate(signing_identity(), at=at)  # before the files are made, which takes seconds
    leave_out_gone(edition, on=day_of(at))
    content, sealed = _next_files(edition, at=at)
    with transaction.atomic():
        locked_list(edition.credit_list)
        edition = _draft_again(edition)
        if content.number != _next_number(edition.credit_list):
            raise DraftMissing("草稿已被他人处理，请刷新页面。")
        _check_entries(edition, on=day_of(at))
        document = _store(content, files=sealed.files, at=at)
        published: dict[str, Any] = {
            "number": content.number,
            "published_by": by,
            "published_at": at,
            "document": document,
        }
        EDITIONS.move(edition, verb="publish", by=by, at=at, **published)
        store_manifest(edition, sealed.manifest, bundle=sealed.files[BUNDLE], at=at)
    return edition


def _next_files(edition: Edition, *, at: datetime) -> tuple[EditionContent, SealedFiles]:
    """Make content and files of a draft as the next edition of its list, chained to the last one."""
    seal_earlier_editions(edition.credit_list, at=at)
    number = _next_number(edition.credit_list)
    chain = chain_of(edition.credit_list, up_to=number - 1)
    content = content_of(
        edition,
        number=number,
        at=at,
        previous_sha256=chain[-1].sha256 if chain else "",
        changes=changes_of(edition, number=number, on=day_of(at)),
    )
    return content, sealed_files(content, chain=chain, revision=1, at=at)


def require_checked(edition: Edition) -> None:
    """Refuse a draft that came by schedule until somebody has checked it.

    :raises DraftUnchecked: nobody has.
    """
    if edition.drafted_by_id is None:
        raise DraftUnchecked("草稿按周期自动起草，须先由一人核对，再由另一人发布。")


def locked_list(credit_list: CreditList) -> CreditList:
    """Lock the list's row: one writer at a time drafts or publishes."""
    return CreditList.objects.select_for_update().get(pk=credit_list.pk)


def _check_day(credit_list: CreditList, *, as_of: date, on: date) -> None:
    if as_of > on:
        raise AsOfRefused("截止日期不能晚于今天。")
    last = _last_day(credit_list)
    if last is not None and as_of < last:
        raise AsOfRefused("截止日期不能早于上一期的截止日期{day}。", day=last)


def _last_day(credit_list: CreditList) -> date | None:
    """Return the day of the last published edition of a list."""
    day: date | None = Edition.objects.published().filter(credit_list=credit_list).aggregate(day=Max("as_of"))["day"]
    return day


def _sort_out(credit_list: CreditList, *, as_of: date, on: date) -> tuple[list[Listing], list[LeftOut]]:
    """Part what may be named from what may not; listings that ended before the day are no news."""
    listed: list[Listing] = []
    left_out: list[LeftOut] = []
    candidates = list(_candidates(credit_list, as_of=as_of))
    is_red = credit_list.color == Color.RED
    against = red_facts_of({listing.enterprise_id for listing in candidates} if is_red else ())
    shielded = set() if is_red else shielded_ids(candidates, on=on)
    for listing in candidates:
        reasons = _reasons(listing, as_of=as_of, on=on, against=against.get(listing.enterprise_id, RedFacts()))
        if listing.pk in shielded:
            reasons = (*reasons, SHIELDED)
        if not reasons:
            listed.append(listing)
            continue
        enterprise = listing.enterprise
        left_out.append(LeftOut(listing_id=listing.pk, name=enterprise.name, uscc=enterprise.uscc, reasons=reasons))
    return listed, left_out


def _candidates(credit_list: CreditList, *, as_of: date) -> Iterable[Listing]:
    """Return what may be in the edition, and who left since the one before, to be named as left out."""
    open_states = [ListingState.PROPOSED, ListingState.NOTIFIED, ListingState.DECIDED]
    last = _last_day(credit_list)
    left = Q(state=ListingState.REMOVED)
    if last is not None:
        left &= Q(removed_on__gte=last)
    rows = Listing.objects.filter(Q(state__in=open_states) | left, credit_list=credit_list)
    rows = rows.exclude(state__in=[ListingState.DECIDED, ListingState.REMOVED], public_until__lte=as_of)
    return rows.select_related("enterprise__region", "authority").order_by("decided_on", "pk")


def _reasons(listing: Listing, *, as_of: date, on: date, against: RedFacts) -> tuple[str, ...]:
    """Name everything that keeps a listing out; `against` is empty for a black one."""
    if listing.state == ListingState.REMOVED:
        return why_hidden([listing], on=on)[listing.pk]
    reasons = reasons_to_omit(listing_facts(listing), on=as_of)
    if not reasons and listing.public_until is not None and listing.public_until <= on:
        reasons = (f"公示期已于{listing.public_until}届满",)
    # On the day of the list and on the day it is written: an edition is read from that day on.
    obstacles = dict.fromkeys((*obstacle_labels(against, on=as_of), *obstacle_labels(against, on=on)))
    reasons = (*reasons, *obstacles)
    if not listing.enterprise.is_public(on=on):
        reasons = (*reasons, "主体档案尚未公示")
    return reasons


def listing_facts(listing: Listing) -> ListingFacts:
    """Return what completeness is judged by."""
    return ListingFacts(
        color=Color(listing.color),
        state=ListingState(listing.state),
        notice_served_on=listing.notice_served_on,
        objection_until=listing.objection_until,
        document_number=listing.document_number,
        decided_on=listing.decided_on,
        has_authority=listing.authority_id is not None,
        term_months=listing.term_months,
        term_basis=listing.term_basis,
        public_from=listing.public_from,
        public_until=listing.public_until,
    )


def _draft_again(edition: Edition) -> Edition:
    """Read the draft as it is now; a replaced one is gone."""
    rows = Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT)
    found = rows.select_related("credit_list__authority").first()
    if found is None:
        raise DraftMissing("草稿已发布或已被新草稿替换，请刷新页面。")
    return found


def _next_number(credit_list: CreditList) -> int:
    last: int | None = Edition.objects.filter(credit_list=credit_list).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check_entries(edition: Edition, *, on: date) -> None:
    """Refuse a draft that names who fell out while its files were made; otherwise `leave_out_gone` did its work."""
    gone = edition.entries.withdrawn(on=on).order_by("position").values_list("position", flat=True)[:5]
    if positions := list(gone):
        named = "、".join(f"第{position}条" for position in positions)
        raise DraftOutdated("发布期间名单有变化（{named}已不在公示中），请再次发布。", named=named)


def _store(content: EditionContent, *, files: dict[str, bytes], at: datetime) -> IssuedDocument:
    return store_document(
        number=content.document_number,
        kind=IssuedDocument.Kind.EDITION,
        snapshot=edition_snapshot(content),
        refs={"listing": [entry.listing for entry in content.entries]},
        files=files,
        at=at,
        template_version=TEMPLATE_VERSION,
    )
