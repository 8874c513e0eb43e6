"""Which rule governs a record, and the period that follows from it (docs/rules/publication.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TypeAlias

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.catalogue.penalty_types import Procedure
from enterprises.records.rules.publication.table import ABNORMAL_OPERATION, PENALTY, RULES
from enterprises.records.rules.publication.types import (
    DateBasis,
    EndBasis,
    Period,
    PublicationFacts,
    PublicationRule,
    Publicity,
    Refusal,
    RefusalCode,
)
from enterprises.records.rules.severity import Severity
from enterprises.shared.rules.days import add_months, long_day
from enterprises.shared.rules.sentences import sentence


def period_of(
    facts: PublicationFacts,
    *,
    published_on: date,
    rules: tuple[PublicationRule, ...] = RULES,
    extended_until: date | None = None,
) -> Period | Refusal:
    """Compute the days on which the record would be public if published on that day, or the reason why it may not be.

    No rule, no publication; an end that has passed, no publication. Later and shorter rules hold from their first day.
    A restriction that lasts longer than the ordinary end prolongs it (SAMR order 45 art. 13(3)). `rules` is another
    table than today's, for recomputation and tests. With `extended_until`, the end of an extension that a version takes
    over, its own end may have passed.
    """
    if rules is not RULES:
        own, borders = _of_kind(facts.kind, rules=rules)
        return _chosen(facts, published_on, extended_until, own=own, borders=borders, near=rules)
    is_classed = facts.severity is not Severity.UNSET  # else rules of other classes count, too
    if is_classed and facts.fine_yuan is not None and not _depends_on_fine(_class_of(facts)):
        facts = replace(facts, fine_yuan=None)
    return _today(facts, published_on, extended_until)


@lru_cache(maxsize=4096)  # records of a batch differ in number and text, seldom in days and types
def _today(facts: PublicationFacts, published_on: date, extended_until: date | None) -> Period | Refusal:
    own, borders = _of_today(facts.kind)
    near = _near_today(_class_of(facts))
    return _chosen(facts, published_on, extended_until, own=own, borders=borders, near=near)


def _chosen(
    facts: PublicationFacts,
    published_on: date,
    extended_until: date | None,
    *,
    own: tuple[PublicationRule, ...],
    borders: list[date],
    near: tuple[PublicationRule, ...],
) -> Period | Refusal:
    """Return the period by the rows `near` the facts; `own` are those of the kind, `borders` days when rows begin."""
    rule = _rule_on(facts, published_on=published_on, rules=near)
    refusal = _refused_facts(facts, rule=rule, published_on=published_on, rules=own)
    if refusal:
        return refusal
    if rule is None:
        return _no_rule(facts)
    later = _later_rules(facts, governing=rule, published_on=published_on, rules=near, borders=borders)
    in_force = [rule, *(entry.rule for entry in later if entry.first_day <= published_on)]
    return _refused_publicity(facts, rules=in_force) or _period(
        facts,
        rule=rule,
        later=later,
        restriction=_restriction_on(facts, rules=near),
        published_on=published_on,
        extended_until=extended_until,
    )


@cache
def _of_today(kind: str) -> tuple[tuple[PublicationRule, ...], list[date]]:
    return _of_kind(kind, rules=RULES)


def _of_kind(kind: str, *, rules: tuple[PublicationRule, ...]) -> tuple[tuple[PublicationRule, ...], list[date]]:
    """Return the rows of a kind that end publication by themselves, and the days on which any row begins."""
    own = tuple(rule for rule in _ordinary(rules) if rule.kind == kind)
    return own, sorted({each.in_force_from for each in rules})


def _ordinary(rules: Iterable[PublicationRule]) -> Iterator[PublicationRule]:
    """Leave out the rows that only prolong what another one gives."""
    return (rule for rule in rules if rule.end is not EndBasis.RESTRICTION)


_Class: TypeAlias = tuple[str, Regulator, Severity, RegulatoryDomain, tuple[str, ...], Procedure]


def _class_of(facts: PublicationFacts) -> _Class:
    """Return what all facts but days and amounts are: a batch has few such classes."""
    return (facts.kind, facts.regulator, facts.severity, facts.domain, facts.penalty_types, facts.procedure)


@lru_cache(maxsize=1024)
def _near_today(given: _Class) -> tuple[PublicationRule, ...]:
    """Return the rows of today's table that fit a class of facts, whatever their days and amounts."""
    return tuple(rule for rule in RULES if _fits_class(rule, given))


@lru_cache(maxsize=1024)
def _depends_on_fine(given: _Class) -> bool:
    return any(rule.fine_from is not None for rule in _near_today(given))


def _refused_facts(
    facts: PublicationFacts,
    *,
    rule: PublicationRule | None,
    published_on: date,
    rules: tuple[PublicationRule, ...],
) -> Refusal | None:
    if facts.decided_on and facts.decided_on > published_on:
        return Refusal(
            code=RefusalCode.DECIDED_LATER,
            reason=sentence("决定日期{day}晚于公示之日，请核对决定日期", day=facts.decided_on),
        )
    if facts.kind != PENALTY:
        return None
    if facts.decided_on is None:
        return Refusal(code=RefusalCode.NO_DECISION_DAY, reason="缺少处罚决定日期，无法确定适用的公示规则，请补填")
    if facts.severity is not Severity.UNSET or (rule and rule.publicity is Publicity.NEVER):
        return None
    if _rule_on(replace(facts, severity=Severity.SERIOUS), published_on=published_on, rules=rules) is None:
        return None  # no class would help: the answer is that no rule applies
    return Refusal(code=RefusalCode.CLASS_MISSING, reason="失信程度未定：请选择轻微、一般或严重，并填写理由后再公示")


def _no_rule(facts: PublicationFacts) -> Refusal:
    if facts.decided_on is None:
        return Refusal(code=RefusalCode.NO_RULE, reason="此类记录没有可适用的公示期限规则，只能留存，不得公示")
    words = "{day}作出的此类记录没有可适用的公示期限规则，只能留存，不得公示"
    return Refusal(code=RefusalCode.NO_RULE, reason=sentence(words, day=facts.decided_on))


def _rule_on(
    facts: PublicationFacts, *, published_on: date, rules: tuple[PublicationRule, ...]
) -> PublicationRule | None:
    """Return the first row that fits the facts and was in force on its own test date."""
    for rule in _ordinary(rules):
        day = _day(rule.test, facts=facts, published_on=published_on)
        if day is not None and _in_force(rule, on=day) and _fits(rule, facts):
            return rule
    return None


def _day(basis: DateBasis, *, facts: PublicationFacts, published_on: date) -> date | None:
    return facts.decided_on if basis is DateBasis.DECISION else published_on


def _in_force(rule: PublicationRule, *, on: date) -> bool:
    return rule.in_force_from <= on and (rule.in_force_until is None or on < rule.in_force_until)


def _fits_class(rule: PublicationRule, given: _Class) -> bool:
    kind, regulator, severity, domain, penalty_types, procedure = given
    if rule.kind != kind:
        return False
    if rule.regulator not in (None, regulator) or (rule.classes and severity not in rule.classes):
        return False
    types = set(penalty_types)
    return (
        (not rule.domains or domain in rule.domains)
        and (not rule.only_types or (bool(types) and types <= rule.only_types))
        and (not rule.any_types or bool(types & rule.any_types))
        and (not rule.procedures or procedure in rule.procedures)
    )


def _fits(rule: PublicationRule, facts: PublicationFacts) -> bool:
    return (
        _fits_class(rule, _class_of(facts))
        and (rule.fine_from is None or (facts.fine_yuan is not None and facts.fine_yuan >= rule.fine_from))
        and (rule.restriction_over is None or _restricted_longer(facts, months=rule.restriction_over))
    )


def _restricted_longer(facts: PublicationFacts, *, months: int) -> bool:
    """Return whether the restriction lasts longer than so many months from its first to its last day."""
    first = facts.restriction_from or facts.decided_on
    if facts.restriction_until is None or first is None:
        return False
    return facts.restriction_until >= add_months(first, months)


def _restriction_on(facts: PublicationFacts, *, rules: tuple[PublicationRule, ...]) -> PublicationRule | None:
    """Return the row in force on the decision day that prolongs publication for a long restriction."""
    if facts.decided_on is None:
        return None
    for rule in rules:
        if rule.end is EndBasis.RESTRICTION and _in_force(rule, on=facts.decided_on) and _fits(rule, facts):
            return rule
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """A rule that would govern from `first_day` on if the record were new."""

    rule: PublicationRule
    first_day: date


def _later_rules(
    facts: PublicationFacts,
    *,
    governing: PublicationRule,
    published_on: date,
    rules: Iterable[PublicationRule],
    borders: Iterable[date],
) -> list[_Later]:
    tested_on = _day(governing.test, facts=facts, published_on=published_on)
    if tested_on is None:
        return []
    fitting = [rule for rule in _ordinary(rules) if _fits(rule, facts)]
    later: list[_Later] = []
    for border in borders:
        if border <= tested_on:
            continue
        rule = next((rule for rule in fitting if _in_force(rule, on=border)), governing)
        if rule is not governing:
            later.append(_Later(rule=rule, first_day=border))
    return later


def _refused_publicity(facts: PublicationFacts, *, rules: Iterable[PublicationRule]) -> Refusal | None:
    """Refuse what the governing rule, or a later one already in force, does not let be published."""
    for rule in rules:
        if rule.publicity is Publicity.NEVER:
            return Refusal(
                code=RefusalCode.NEVER_PUBLIC, reason=sentence("此类处罚不予公示（{source}）", source=rule.source)
            )
        if rule.publicity is Publicity.ON_REQUEST and not facts.publish_minor:
            words = "轻微失信信息原则上不予公示；确有必要公示的，请由审核人填写理由（{source}）"
            return Refusal(code=RefusalCode.REASON_NEEDED, reason=sentence(words, source=rule.source))
    return None


def _period(
    facts: PublicationFacts,
    *,
    rule: PublicationRule,
    later: list[_Later],
    restriction: PublicationRule | None,
    published_on: date,
    extended_until: date | None,
) -> Period | Refusal:
    end = _prolonged(_shortened(rule, facts, later=later, published_on=published_on), facts, restriction=restriction)
    is_extended = extended_until is not None and published_on < extended_until
    refusal = _refused_end(facts, end=end, published_on=published_on)
    if refusal and not (is_extended and refusal.code is RefusalCode.ENDED):
        return refusal
    repair = _earliest_repair(rule, facts, later=later, published_on=published_on)
    if repair and end.day is not None and repair.day >= end.day:
        repair = None
    return Period(
        public_from=published_on,
        public_until=end.day,
        rule=end.rule,
        legal_basis=end.basis,
        confirmed=end.confirmed,
        repairable_from=repair.day if repair else None,
        repair_rule=repair.rule.id if repair else "",
        repair_basis=repair.rule.source if repair else "",
        repair_confirmed=repair.rule.confirmed if repair else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """The first day no longer public (None = open), and what gives it; `source` is the one row's."""

    day: date | None
    rule: str
    basis: str
    source: str
    confirmed: bool


def _shortened(rule: PublicationRule, facts: PublicationFacts, *, later: list[_Later], published_on: date) -> _End:
    """Return the governing row's end, or an earlier one that a later row gives."""
    until = _end(rule, facts, published_on=published_on)
    shortened_by: _Later | None = None
    for entry in later:
        shorter = _end_under(entry, facts, published_on=published_on)
        if shorter is not None and (until is None or shorter < until):
            until, shortened_by = shorter, entry
    return _End(
        day=until,
        rule=rule.id if shortened_by is None else f"{rule.id}+{shortened_by.rule.id}",
        basis=_basis(rule, shortened_by),
        source=rule.source if shortened_by is None else shortened_by.rule.source,
        confirmed=rule.confirmed and shortened_by is None,
    )


def _prolonged(end: _End, facts: PublicationFacts, *, restriction: PublicationRule | None) -> _End:
    """Return the later of the ordinary end and that of a long restriction."""
    until = _day_after(facts.restriction_until)
    if restriction is None or until is None or end.day is None or until <= end.day:
        return end
    source = restriction.source
    return _End(day=until, rule=restriction.id, basis=source, source=source, confirmed=restriction.confirmed)


def _end(rule: PublicationRule, facts: PublicationFacts, *, published_on: date) -> date | None:
    """Return the first day no longer public under that rule alone."""
    if rule.publicity is Publicity.NEVER:
        return published_on
    longest = _start_plus(rule.maximum, rule, facts, published_on=published_on)
    if facts.kind == PENALTY:
        return longest  # 处罚有效期 is the penalty's own term, not the end of its publication
    return _earlier(longest, _earlier(_day_after(facts.valid_until), facts.exit_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repair:
    """The first day on which a rule grants repair."""

    rule: PublicationRule
    day: date


def _earliest_repair(
    rule: PublicationRule, facts: PublicationFacts, *, later: list[_Later], published_on: date
) -> _Repair | None:
    """Return the earliest repair day that any regime grants, the earlier regime's where two grant the same."""
    offered = [(rule, _repair_day(rule, facts, published_on=published_on))]
    offered += [(entry.rule, _repair_under(entry, facts, published_on=published_on)) for entry in later]
    found = [_Repair(rule=each, day=day) for each, day in offered if day is not None]
    return min(found, key=lambda repair: repair.day, default=None)


def _repair_day(rule: PublicationRule, facts: PublicationFacts, *, published_on: date) -> date | None:
    return _start_plus(rule.minimum, rule, facts, published_on=published_on)


def _start_plus(
    months: int | None, rule: PublicationRule, facts: PublicationFacts, *, published_on: date
) -> date | None:
    start = _day(rule.start, facts=facts, published_on=published_on)
    return None if months is None else add_months(start or published_on, months)


def _end_under(entry: _Later, facts: PublicationFacts, *, published_on: date) -> date | None:
    end = _end(entry.rule, facts, published_on=published_on)
    return None if end is None else max(end, entry.first_day)


def _repair_under(entry: _Later, facts: PublicationFacts, *, published_on: date) -> date | None:
    day = _repair_day(entry.rule, facts, published_on=published_on)
    return None if day is None else max(day, entry.first_day)


def _refused_end(facts: PublicationFacts, *, end: _End, published_on: date) -> Refusal | None:
    if end.day is None:
        if facts.adverse and facts.kind != ABNORMAL_OPERATION:
            return Refusal(code=RefusalCode.NO_END, reason="不利信息必须有公示截止日：请补填有效期至")
        return None
    if end.day <= published_on:
        last = end.day - timedelta(days=1)
        reason = sentence("公示期已于{day}届满（{source}），只能留存，不得公示", day=last, source=end.source)
        return Refusal(code=RefusalCode.ENDED, reason=reason)
    return None


def _basis(rule: PublicationRule, shortened_by: _Later | None) -> str:
    if shortened_by is None:
        return rule.source
    return f"{rule.source}；自{long_day(shortened_by.first_day)}起适用较短期限：{shortened_by.rule.source}"


def _day_after(last_day: date | None) -> date | None:
    return None if last_day is None else last_day + timedelta(days=1)


def _earlier(first: date | None, second: date | None) -> date | None:
    """Return the earlier day, None meaning open."""
    return min((day for day in (first, second) if day is not None), default=None)
