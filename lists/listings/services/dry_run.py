"""What criteria would do to a list, before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from lists.criteria.colors import Color
from lists.criteria.models import CreditList
from lists.criteria.predicates import Criterion, Predicate, criteria_from_json, criteria_to_json
from lists.criteria.rules import RecordFacts
from lists.listings.grounds import meets
from lists.listings.models import Listing
from lists.listings.queries import obstacle_labels, red_facts_of
from lists.listings.red_list import RedFacts
from lists.listings.services.evaluation import CHUNK, ListCandidate, evaluate, in_chunks
from lists.listings.services.facts import record_facts
from lists.listings.services.notices import require_ours

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunLine:
    """One enterprise of a dry run, and why; `record_ids` are the records relied on."""

    uscc: str
    name: str
    why: str
    record_ids: tuple[int, ...] = ()


@dataclass(slots=True, kw_only=True)
class DryRunGroup:
    """How many enterprises, and the first of them."""

    count: int = 0
    first: list[DryRunLine] = field(default_factory=list)

    def add(self, line: DryRunLine) -> None:
        """Count one more; keep it while there is room."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(line)


@dataclass(slots=True, kw_only=True)
class DryRun:
    """What criteria would do on a day.

    `listed` would be proposed, `removed` are on the list and no longer met. `conflicts` are candidates of a black list
    that are on a red one, or of a red list that are excluded. `known` are on the list, on the way or weighed before.
    `criteria` are those that were applied.
    """

    on: date
    criteria: tuple[Criterion, ...]
    listed: DryRunGroup = field(default_factory=DryRunGroup)
    removed: DryRunGroup = field(default_factory=DryRunGroup)
    conflicts: DryRunGroup = field(default_factory=DryRunGroup)
    known: int = 0


def dry_run(
    *,
    credit_list: CreditList,
    on: date,
    criteria: Sequence[Criterion] | None = None,
    progress: Callable[[int], object] = lambda found: None,
) -> DryRun:
    """Apply criteria to the city and to the list, and write nothing.

    `criteria` stand for those in force. Listings by hand are not measured. `progress` gets the number of enterprises
    that the criteria have found so far.

    :raises NotOurs: no authority of this city decides on the list.
    """
    require_ours(credit_list)
    chosen = credit_list.criteria_in_force if criteria is None else tuple(criteria)
    found, looked_at = DryRun(on=on, criteria=chosen), 0
    for chunk in in_chunks(evaluate(credit_list=credit_list, on=on, criteria=chosen)):
        _count(found, chunk, credit_list=credit_list)
        looked_at += len(chunk)
        progress(looked_at)
    for line in _unmet(credit_list, criteria=chosen, on=on):
        found.removed.add(line)
    return found


def dry_run_to_json(found: DryRun) -> dict[str, Any]:
    """Return a dry run as a task keeps it."""
    return {**asdict(found), "on": found.on.isoformat(), "criteria": criteria_to_json(found.criteria)}


def dry_run_from_json(stored: Mapping[str, Any]) -> DryRun:
    """Read a dry run that a task keeps; one without criteria was kept by an earlier release."""
    groups = {name: _group(stored[name]) for name in ("listed", "removed", "conflicts")}
    criteria = criteria_from_json(stored.get("criteria", ()))
    return DryRun(on=date.fromisoformat(stored["on"]), criteria=criteria, known=stored["known"], **groups)


def _group(stored: Mapping[str, Any]) -> DryRunGroup:
    lines = [DryRunLine(**{**line, "record_ids": tuple(line["record_ids"])}) for line in stored["first"]]
    return DryRunGroup(count=stored["count"], first=lines)


def _count(found: DryRun, chunk: Sequence[ListCandidate], *, credit_list: CreditList) -> None:
    on_red = _on_red_lists(chunk, on=found.on) if credit_list.is_black else {}
    for candidate in chunk:
        if candidate.assessment.exclusions:
            found.conflicts.add(_line(candidate, why="；".join(one.reason for one in candidate.assessment.exclusions)))
        elif not candidate.is_proposed:
            found.known += 1
        else:
            found.listed.add(_line(candidate, why="；".join(one.reason for one in candidate.assessment.grounds)))
            if red := on_red.get(candidate.enterprise.pk):
                found.conflicts.add(_line(candidate, why=f"现在{red}中，列入后须移出"))


def _line(candidate: ListCandidate, *, why: str) -> DryRunLine:
    enterprise = candidate.enterprise
    return DryRunLine(uscc=enterprise.uscc, name=enterprise.name, why=why, record_ids=candidate.record_ids)


def _on_red_lists(chunk: Sequence[ListCandidate], *, on: date) -> dict[int, str]:
    """Return for enterprises on red lists the names of these."""
    ids = [candidate.enterprise.pk for candidate in chunk]
    rows = Listing.objects.in_term(on=on).filter(color=Color.RED, enterprise_id__in=ids).order_by("pk")
    found: dict[int, str] = {}
    for pk, name in rows.values_list("enterprise_id", "credit_list__name"):
        found[pk] = f"{found[pk]}、{name}" if pk in found else name
    return found


def _unmet(credit_list: CreditList, *, criteria: Sequence[Criterion], on: date) -> Iterator[DryRunLine]:
    """Yield the listings in their term that the criteria no longer carry; those by hand or on a document stay."""
    by_hand = {one.code for one in criteria if one.predicate is Predicate.BY_HAND}
    last = 0
    while listings := _in_term_after(credit_list, last, on=on):
        last = listings[-1].pk
        records = _records({pk for one in listings for pk in one.record_ids})
        red = {one.enterprise_id for one in listings if not credit_list.is_black}
        against = red_facts_of(red)
        for one in listings:
            why = list(obstacle_labels(against.get(one.enterprise_id, RedFacts()), on=on))
            rests = [records[pk] for pk in one.record_ids if pk in records]
            measured = not one.ground_document and not by_hand & set(one.criterion.split("、"))
            if measured and not meets(criteria, rests, on=on):
                why.append("所依据的记录不符合标准")
            if why:
                enterprise = one.enterprise
                yield DryRunLine(
                    uscc=enterprise.uscc, name=enterprise.name, why="；".join(why), record_ids=tuple(one.record_ids)
                )


def _records(pks: set[int]) -> dict[int, RecordFacts]:
    standing = Record.objects.filter(pk__in=pks, state=State.PUBLISHED)
    related = standing.select_related("agency", "enterprise", "source_agency")
    return {record.pk: record_facts(record) for record in related}


def _in_term_after(credit_list: CreditList, pk: int, *, on: date) -> list[Listing]:
    rows = Listing.objects.in_term(on=on).filter(credit_list=credit_list, pk__gt=pk)
    return list(rows.select_related("enterprise").order_by("pk")[:CHUNK])
