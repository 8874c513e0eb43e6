"""What follows for listings when a record that they rest on changes (decision 0042).

Runs in the transaction of the change, on the signal that every change of a credit file sends: single steps, batches
and commands alike. Nobody reads a listing without ground afterwards, whether or not a worker runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.shared.clock import day_of
from lists.criteria.colors import Color
from lists.listings.grounds import Ground, GroundsVerdict, Judgement, judge
from lists.listings.models import Listing, ListingEvent, Matter
from lists.listings.rules import DISPUTE, PENDING, ListingState, MatterKind
from lists.listings.services.facts import record_facts
from lists.listings.services.matters import close_matters, notify_people, offer_red_listings, open_matter
from lists.listings.services.workflow import LISTINGS

CHUNK = 1_000
OF_GROUNDS = (MatterKind.REVIEW, MatterKind.DISPUTE)
OPEN = (ListingState.DECIDED, *sorted(PENDING))
# Steps by which a listing or proposal ends because its grounds fell, and the others that end it.
FELL, ENDED_BY_HAND = ("lose-grounds", "lapse"), ("remove", "reject")
# States of a version that took the place of another.
REPLACING = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN, State.KEPT)
# Steps of a record by which a ground changes; the last of them gives the instant and the person.
CAUSES = (
    *("withdraw", "repair", "supersede", "publish", "dispute", "settle-dispute"),
    *("refuse-withdrawal", "take-back"),
)


@transaction.atomic
def follow_records(enterprise_ids: Iterable[int]) -> None:
    """Bring the listings of these enterprises in line with the records that they rest on."""
    ids = sorted(set(enterprise_ids))
    for start in range(0, len(ids), CHUNK):
        _follow(_resting(ids[start : start + CHUNK]))


def follow_all() -> None:
    """Look at every listing that rests on records, whether or not a signal named a change of them."""
    last = 0
    while listings := _resting_after(last):
        with transaction.atomic():
            _follow(listings)
        last = listings[-1].pk


def _resting(enterprise_ids: Sequence[int]) -> list[Listing]:
    return list(_concerned().filter(enterprise__among=enterprise_ids).order_by("pk"))


def _resting_after(pk: int) -> list[Listing]:
    return list(_concerned().filter(pk__gt=pk).order_by("pk")[:CHUNK])


def _concerned() -> QuerySet[Listing]:
    """Return the listings that rest on records and that a change of these ends, marks, or brings back to mind."""
    fell = ListingEvent.objects.filter(listing=OuterRef("pk"), verb__in=FELL)
    ended = Q(Exists(fell), state__in=(ListingState.REMOVED, ListingState.REJECTED))
    return Listing.objects.filter(Q(state__in=OPEN) | ended).exclude(record_ids=[])


def _follow(listings: Sequence[Listing]) -> None:
    if not listings:
        return
    chains = _chains({pk for listing in listings for pk in listing.record_ids})
    waiting = Matter.objects.filter(listing__in=listings, settled_at__isnull=True, kind__in=OF_GROUNDS)
    asked = set(waiting.order_by().values_list("listing_id", flat=True))
    for listing in listings:
        versions = [chains[pk] for pk in listing.record_ids if pk in chains]
        if listing.state not in OPEN:
            _remind(listing, versions)
        elif listing.pk in asked or any(_is_changed(chain) for chain in versions):
            _follow_one(listing, versions)


def _chains(record_ids: Iterable[int]) -> dict[int, list[Record]]:
    """Return for each record its versions in order, from it to the one that stands for it now."""
    related = Record.objects.select_related("agency", "enterprise", "source_agency")
    chains = {record.pk: [record] for record in related.filter(pk__in=sorted(record_ids))}
    while last := {chain[-1].pk: pk for pk, chain in chains.items() if chain[-1].state == State.SUPERSEDED}:
        found = related.filter(supersedes__in=sorted(last), state__in=REPLACING).order_by("pk")
        following = {version.supersedes_id: version for version in found}
        if not following:
            break
        for pk, chain in chains.items():
            if chain[-1].pk in following:
                chains[pk] = [*chain, following[chain[-1].pk]]
    return chains


def _is_changed(chain: Sequence[Record]) -> bool:
    return len(chain) > 1 or chain[-1].state != State.PUBLISHED or chain[-1].disputed_at is not None


def _follow_one(listing: Listing, chains: Sequence[Sequence[Record]]) -> None:
    listing = LISTINGS.locked(listing)
    if not chains or listing.state not in OPEN:
        return
    by, at = _cause(listing, chains)
    judgement = _judge(listing, chains)
    if judgement.verdict is GroundsVerdict.FALLEN:
        _fall(listing, judgement, by=by, at=at)
        return
    _mark(listing, [_ground(chain) for chain in chains], by=by, at=at)
    facts = _fingerprint(chains)
    if not listing.matters.filter(kind=MatterKind.REVIEW, facts=facts).exists():
        close_matters(listing, MatterKind.REVIEW, at=at)
    if judgement.verdict is GroundsVerdict.REVIEW:
        open_matter(listing, kind=MatterKind.REVIEW, text=judgement.sentence, facts=facts, at=at)
    else:
        close_matters(listing, MatterKind.REVIEW, at=at)


def _remind(listing: Listing, chains: Sequence[Sequence[Record]]) -> None:
    """Put an exit or a lapsed proposal before the office when its grounds stand again; restore nothing."""
    listing = LISTINGS.locked(listing)
    last = listing.events.filter(verb__in=(*FELL, *ENDED_BY_HAND)).order_by("-pk").first()
    if not chains or listing.state in OPEN or last is None or last.verb not in FELL:
        return
    _, at = _cause(listing, chains)
    is_over = listing.public_until is not None and listing.public_until <= day_of(at)
    if is_over or _judge(listing, chains).verdict is GroundsVerdict.FALLEN:
        close_matters(listing, MatterKind.REINSTATE, at=at)
        return
    facts = _digest(f"{_fingerprint(chains)} {last.pk}")
    if listing.matters.filter(kind=MatterKind.REINSTATE, facts=facts).exists():
        return
    close_matters(listing, MatterKind.REINSTATE, at=at)
    numbers = "、".join(chain[-1].document_number or str(chain[-1].pk) for chain in chains)
    what = "列入曾因此移出，请决定是否恢复" if last.verb == "lose-grounds" else "建议曾因此终止，请决定是否重新提出"
    text = f"所依据的记录（{numbers}）已恢复公示；{what}。"
    open_matter(listing, kind=MatterKind.REINSTATE, text=text, facts=facts, at=at)
    notify_people(listing, text=text, at=at)


def what_fell(listing: Listing) -> str:
    """Return in Chinese why a listing has no ground now, "" if it has."""
    chains = list(_chains(listing.record_ids).values())
    judgement = _judge(listing, chains)
    return judgement.sentence if judgement.verdict is GroundsVerdict.FALLEN else ""


def _judge(listing: Listing, chains: Sequence[Sequence[Record]]) -> Judgement:
    return judge(
        criteria=listing.credit_list.criteria_in_force,
        color=Color(listing.color),
        grounds=[_ground(chain) for chain in chains],
        has_document=bool(listing.ground_document),
        on=day_of(listing.proposed_at),
    )


def _cause(listing: Listing, chains: Sequence[Sequence[Record]]) -> tuple[User, datetime]:
    """Return whose step changed the grounds, and when; never before the last step of the listing itself."""
    by, at = _last_step([record.pk for chain in chains for record in chain])
    if at is None:  # written without a history
        last = [chain[-1] for chain in chains]
        at = max(record.withdrawn_at or record.published_at or record.created_at for record in last)
    own = listing.events.order_by("-at").values_list("at", flat=True).first()
    return by or listing.decided_by or listing.proposed_by, at if own is None else max(at, own)


def _last_step(record_ids: Sequence[int]) -> tuple[User | None, datetime | None]:
    events = RecordEvent.objects.filter(record__in=record_ids, verb__in=CAUSES).select_related("actor")
    last = events.order_by("-at", "-pk").first()
    return (None, None) if last is None else (last.actor, last.at)


def _ground(chain: Sequence[Record]) -> Ground:
    last = chain[-1]
    is_withdrawn = last.state == State.WITHDRAWN
    return Ground(
        was=record_facts(chain[0]),
        now=record_facts(last),
        withdrawn=WithdrawalReason(last.withdrawn_reason) if is_withdrawn else None,
    )


def _fall(listing: Listing, judgement: Judgement, *, by: User, at: datetime) -> None:
    """Take a listing off, or end a proposal, because what it rests on fell."""
    sentence = judgement.sentence[:900]
    if listing.state in PENDING:
        LISTINGS.move(listing, verb="lapse", by=by, at=at, reason=sentence)
        notify_people(listing, text=f"建议已终止：{sentence}", at=at)
        close_matters(listing, MatterKind.REVIEW, at=at)
        return
    assert judgement.reason is not None
    LISTINGS.move(
        listing,
        verb="lose-grounds",
        by=by,
        at=at,
        reason=f"{judgement.reason.value}: {sentence}",
        removed_on=day_of(at),
        removed_reason=judgement.reason,
        removed_by=by,
    )
    notify_people(listing, text=f"已移出名单：{sentence}", at=at)
    close_matters(listing, MatterKind.REVIEW, MatterKind.DISPUTE, at=at)
    if listing.color == Color.BLACK:
        offer_red_listings(listing, at=at)


def _mark(listing: Listing, grounds: Sequence[Ground], *, by: User, at: datetime) -> None:
    """Have a listing bear the mark of an objection while one of its grounds does, and no longer."""
    if listing.state != ListingState.DECIDED:
        return
    disputed = sorted(ground.now.id for ground in grounds if ground.is_disputed)
    waiting = listing.matters.filter(kind=MatterKind.DISPUTE, settled_at__isnull=True)
    if not disputed:
        if waiting.update(settled_at=at) and listing.disputed_at is not None:
            LISTINGS.unmark(listing, mark=DISPUTE, reason="所依据的记录已无异议", by=by, at=at)
    elif listing.disputed_at is None:
        facts = f"{','.join(map(str, disputed))} {at.isoformat()}"
        if waiting.exists():
            return  # the office took the mark off by hand
        LISTINGS.mark(listing, mark=DISPUTE, reason="所依据的记录处于异议处理中", by=by, at=at)
        open_matter(listing, kind=MatterKind.DISPUTE, text="所依据的记录处于异议处理中", facts=_digest(facts), at=at)


def _fingerprint(chains: Sequence[Sequence[Record]]) -> str:
    """Identify the present state of the grounds: versions, states, marks."""
    found: dict[int, str] = defaultdict(str)
    for chain in chains:
        last = chain[-1]
        found[chain[0].pk] = f"{last.pk} {last.state} {last.disputed_at or ''}"
    return _digest(repr(sorted(found.items())))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
