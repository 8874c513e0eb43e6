"""Criteria of the lists that this city keeps; they only propose (docs/rules/lists.md).

A list rests on a law, a regulation or a document of the State (国办发〔2020〕49号), so every criterion cites
one. Nobody is listed by a criterion alone: an officer of the authority decides, after notice.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from enterprises.agencies.domains import Regulator
from enterprises.catalogue.codes import KindCode
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_in_period
from enterprises.shared.rules.days import add_months
from lists.criteria.predicates import EXCLUSIONS, HONOUR_LABELS, Criterion, Honour, Predicate

# The longest look back that a criterion may have: older records are not loaded.
LOOK_BACK_MONTHS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """The facts of one record that the criteria need; its public days are half-open, None = open.

    `honour` is set on honours only, `regulator` is that of the agency.
    """

    id: int
    kind: str
    state: State | str
    adverse: bool
    decided_on: date | None
    public_from: date | None
    public_until: date | None
    regulator: Regulator | None = None
    penalty_types: tuple[str, ...] = ()
    document_number: str = ""
    honour: Honour | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackListing:
    """One entry of the enterprise on a black list of any authority; `id` is that of a listing of ours, else None."""

    id: int | None
    list_name: str
    public_from: date
    public_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFacts:
    """An enterprise as the criteria see it: its published records and its black listings.

    Records whose publication ended within the longest look back belong to it; withdrawn ones count for nothing.
    """

    records: tuple[RecordFacts, ...] = ()
    black_listings: tuple[BlackListing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason for or against a proposal, with what it rests on.

    `disputed_ids` are those of `record_ids` that bear the mark of an objection.
    """

    criterion: str
    reason: str
    record_ids: tuple[int, ...] = ()
    disputed_ids: tuple[int, ...] = ()
    listing_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Grounds of a proposal and what excludes it."""

    grounds: tuple[Finding, ...]
    exclusions: tuple[Finding, ...] = ()

    @property
    def proposes(self) -> bool:
        """Return whether there is a ground and nothing excludes it."""
        return bool(self.grounds) and not self.exclusions


def assess(*, criteria: Sequence[Criterion], facts: EnterpriseFacts, on: date) -> Assessment:
    """Assess the grounds for and against proposing an enterprise by a list's criteria on that day.

    Whether a black list's further conditions hold is for an officer to find: the grounds alone list nobody.
    """
    seen = _Seen(facts=facts, shown=_shown(facts.records, on=on), on=on)
    found = [(one.predicate, finding) for one in criteria for finding in _FINDERS[one.predicate](one, seen)]
    return Assessment(
        grounds=tuple(finding for predicate, finding in found if predicate not in EXCLUSIONS),
        exclusions=tuple(finding for predicate, finding in found if predicate in EXCLUSIONS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """An enterprise on a day; `shown` are its records whose period runs that day, the oldest decision first."""

    facts: EnterpriseFacts
    shown: list[RecordFacts]
    on: date


def _shown(records: Iterable[RecordFacts], *, on: date) -> list[RecordFacts]:
    shown = [
        record
        for record in records
        if is_in_period(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)
    ]
    return sorted(shown, key=lambda record: (record.decided_on or date.min, record.id))


def is_ground(record: RecordFacts, *, penalties: Collection[str]) -> bool:
    """Return whether a record is a market regulator's penalty of one of these types."""
    return (
        record.kind == KindCode.PENALTY
        and record.regulator is Regulator.SAMR
        and not set(record.penalty_types).isdisjoint(penalties)
    )


def _penalties(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    records = [record for record in seen.shown if is_ground(record, penalties=one.values)]
    types = [each for each in one.values if any(each in record.penalty_types for record in records)]
    return _finding(one.code, f"公示期内有市场监督管理部门的较重行政处罚：{'、'.join(types)}", records)


def _honours(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    records = [record for record in seen.shown if record.honour in one.values]
    labels = [HONOUR_LABELS[Honour(each)] for each in one.values if any(record.honour == each for record in records)]
    return _finding(one.code, f"公示期内有荣誉：{'、'.join(labels)}", records)


def _clean_honours(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    """Find honours of an enterprise without adverse publication during the look back."""
    since = add_months(seen.on, -one.months)
    return () if _adverse_since(seen.facts.records, since=since, on=seen.on) else _honours(one, seen)


def _by_hand(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    """Find nothing: what the law requires stands in no record, an officer proposes on a document."""
    return ()


def _black_listed(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    listings = [
        listing
        for listing in seen.facts.black_listings
        if listing.public_from <= seen.on and (listing.public_until is None or seen.on < listing.public_until)
    ]
    if not listings:
        return ()
    names = "、".join(dict.fromkeys(listing.list_name for listing in listings))
    ids = tuple(listing.id for listing in listings if listing.id is not None)
    return (Finding(criterion=one.code, reason=f"已列入：{names}", listing_ids=ids),)


def _adverse(one: Criterion, seen: _Seen) -> tuple[Finding, ...]:
    records = [record for record in seen.shown if record.adverse]
    return _finding(one.code, f"公示期内有{len(records)}条不利信息", records)


def _adverse_since(records: Iterable[RecordFacts], *, since: date, on: date) -> list[RecordFacts]:
    """Return the adverse records that were public on some day after `since`; withdrawn ones were wrong or repaired."""
    return [
        record
        for record in records
        if record.adverse
        and record.state == State.PUBLISHED
        and record.public_from is not None
        and record.public_from <= on
        and (record.public_until is None or record.public_until > since)
    ]


def _finding(criterion: str, reason: str, records: list[RecordFacts]) -> tuple[Finding, ...]:
    """Name the records behind a criterion, the disputed ones in the reason too; none, no finding."""
    if not records:
        return ()
    disputed = tuple(record.id for record in records if record.disputed)
    numbers = "、".join(record.document_number for record in records if record.document_number)
    mark = f"；其中{len(disputed)}条处于异议处理中" if disputed else ""
    return (
        Finding(
            criterion=criterion,
            reason=f"{reason}{f'（{numbers}）' if numbers else ''}{mark}",
            record_ids=tuple(record.id for record in records),
            disputed_ids=disputed,
        ),
    )


_FINDERS: Mapping[Predicate, Callable[[Criterion, _Seen], tuple[Finding, ...]]] = MappingProxyType(
    {
        Predicate.PENALTY: _penalties,
        Predicate.HONOUR: _honours,
        Predicate.CLEAN_HONOUR: _clean_honours,
        Predicate.BY_HAND: _by_hand,
        Predicate.BLACK_LISTED: _black_listed,
        Predicate.ADVERSE: _adverse,
    }
)
