"""The criteria of a list over the whole city, as a stream: bounded memory, whatever the size of the city."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared.rules.days import add_months
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.criteria.predicates import Criterion
from lists.criteria.rules import (
    LOOK_BACK_MONTHS,
    Assessment,
    BlackListing,
    EnterpriseFacts,
    Finding,
    RecordFacts,
    assess,
)
from lists.external.models import ExternalListing
from lists.listings.models import Listing
from lists.listings.rules import PENDING, ListingState
from lists.listings.services.facts import record_facts
from lists.listings.services.prefilter import possible_grounds

# Enterprises assessed at a time.
CHUNK = 500

_Item = TypeVar("_Item")
_Row = TypeVar("_Row", Record, Listing, ExternalListing)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCandidate:
    """An enterprise that a list's criteria find, with grounds and exclusions.

    `is_known`: it is on the list or on its way there, or every ground was weighed in an earlier listing.
    """

    enterprise: Enterprise
    assessment: Assessment
    is_known: bool

    @property
    def is_proposed(self) -> bool:
        """Return whether it would be proposed."""
        return self.assessment.proposes and not self.is_known

    @property
    def record_ids(self) -> tuple[int, ...]:
        """Return the records that the grounds rest on."""
        return tuple(sorted(record_ids_of(self.assessment.grounds)))


def evaluate(
    *, credit_list: CreditList, on: date, criteria: Sequence[Criterion] | None = None
) -> Iterator[ListCandidate]:
    """Yield every public enterprise for which the criteria have a ground on that day, by id; nothing is written.

    `criteria` stand for those in force, such as those of a version that waits.
    """
    chosen = credit_list.criteria_in_force if criteria is None else tuple(criteria)
    if not any(one.finds_by_itself for one in chosen):
        return
    for ids in in_chunks(_with_grounds(chosen, on=on)):
        yield from _assessed(credit_list, ids, criteria=chosen, on=on)


def _assessed(
    credit_list: CreditList, ids: Sequence[int], *, criteria: Sequence[Criterion], on: date
) -> Iterator[ListCandidate]:
    """Yield those of the enterprises for which the criteria have a ground."""
    is_red = credit_list.color == Color.RED
    records, black = _records_of(ids, on=on, with_shielded=is_red), _black_listings_of(ids)
    known = _known_of(credit_list, ids)
    for enterprise in Enterprise.objects.public(on=on).filter(pk__in=ids).order_by("pk"):
        facts = EnterpriseFacts(
            records=tuple(records.get(enterprise.pk, ())), black_listings=tuple(black[enterprise.pk])
        )
        assessment = assess(criteria=criteria, facts=facts, on=on)
        if assessment.grounds:
            is_known = _is_known(assessment.grounds, known.get(enterprise.pk, []), on=on)
            yield ListCandidate(enterprise=enterprise, assessment=assessment, is_known=is_known)


def records_found(enterprise: Enterprise, *, criterion: Criterion, on: date) -> tuple[int, ...]:
    """Return the public records of one enterprise by which a criterion finds it that day."""
    facts = EnterpriseFacts(
        records=tuple(_records_of([enterprise.pk], on=on, with_shielded=False).get(enterprise.pk, ()))
    )
    return tuple(sorted(record_ids_of(assess(criteria=(criterion,), facts=facts, on=on).grounds)))


def record_ids_of(grounds: Iterable[Finding]) -> set[int]:
    """Return the records that findings rest on."""
    return {record_id for finding in grounds for record_id in finding.record_ids}


def in_chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Yield the items in lists of at most `CHUNK`."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _with_grounds(criteria: Sequence[Criterion], *, on: date) -> Iterable[int]:
    """Yield the enterprises that can have a ground, those with several codes once, by the code in use."""
    heads = possible_grounds(criteria, on=on).annotate(head=Coalesce("enterprise__now_under_id", "enterprise_id"))
    return heads.order_by("head").values_list("head", flat=True).distinct().iterator(chunk_size=CHUNK)


def _records_of(ids: Sequence[int], *, on: date, with_shielded: bool) -> dict[int, list[RecordFacts]]:
    """Return the published records of each enterprise, those that ended within the longest look back too.

    Those under its earlier codes are its own; one decision that stands under two codes counts once. What is shielded
    is no ground of a proposal, yet keeps an enterprise off a red list.
    """
    since = add_months(on, -LOOK_BACK_MONTHS)
    rows = Record.objects.filter(Q(public_until__isnull=True) | Q(public_until__gt=since), state=State.PUBLISHED)
    rows = rows if with_shielded else rows.unshielded(on=on)
    rows = rows.select_related("agency", "enterprise", "source_agency").order_by("pk")
    found: dict[int, dict[tuple[object, ...], RecordFacts]] = defaultdict(dict)
    for head, record in _under_all_codes(rows, ids):
        found[head].setdefault(_decision_of(record), record_facts(record))
    return {head: list(facts.values()) for head, facts in found.items()}


def _under_all_codes(rows: QuerySet[_Row], ids: Sequence[int]) -> Iterator[tuple[int, _Row]]:
    """Yield the rows of enterprises by the ids of their codes in use, those under earlier codes last."""
    earlier = dict(Enterprise.objects.filter(now_under__in=ids).order_by().values_list("pk", "now_under_id"))
    for enterprises in (ids, earlier):
        for row in rows.filter(enterprise__in=enterprises) if enterprises else ():
            pk = row.enterprise_id
            if pk is not None:
                yield earlier.get(pk) or pk, row


def _decision_of(record: Record) -> tuple[object, ...]:
    """Return what makes records under two codes one decision: all of the natural key but the code, and the day.

    A record whose key is not made of agency, code and rest is one alone.
    """
    parts = record.natural_key.split("|", 2)
    if len(parts) < len(("agency", "code", "rest")):
        return (record.pk,)
    agency, _, rest = parts
    return (record.kind, agency, rest, record.decided_on)


def _black_listings_of(ids: Sequence[int]) -> dict[int, list[BlackListing]]:
    rows = Listing.objects.filter(kind=ListKind.OURS, color=Color.BLACK, state=ListingState.DECIDED)
    found: dict[int, list[BlackListing]] = defaultdict(list)
    for head, listing in _under_all_codes(rows.select_related("credit_list").order_by("pk"), ids):
        if listing.public_from is None:
            continue
        found[head].append(
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
    rows = ExternalListing.objects.filter(credit_list__color=Color.BLACK)
    for head, row in _under_all_codes(rows.select_related("credit_list").order_by("pk"), ids):
        named = BlackListing(
            id=None,
            list_name=row.credit_list.name,
            public_from=row.public_from,
            public_until=row.public_until,
        )
        found[head].append(named)


def _known_of(credit_list: CreditList, ids: Sequence[int]) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = defaultdict(list)
    for head, listing in _under_all_codes(Listing.objects.filter(credit_list=credit_list), ids):
        found[head].append(listing)
    return found


def _is_known(grounds: Iterable[Finding], known: list[Listing], *, on: date) -> bool:
    """Return whether a listing is open, or no ground rests on a record that earlier listings have not weighed."""
    if any(listing.state in PENDING or listing.is_in_term(on=on) for listing in known):
        return True
    return record_ids_of(grounds) <= {record_id for listing in known for record_id in listing.record_ids}
