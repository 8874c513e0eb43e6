"""Severity classes of adverse records and the lookup that proposes one (docs/rules/severity.md).

The class lists belong to the authority of each field (行业主管部门). So the lookup is a table of cited rows,
never a chain of conditions. An officer may set another class with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.catalogue.penalty_types import CONFISCATIONS, UNNAMED_CONFISCATION, PenaltyType, Procedure


class Severity(StrEnum):
    """轻微, 一般, 严重 of order 36; UNSET = not set by a person or rule."""

    UNSET = ""
    MINOR = "MINOR"
    GENERAL = "GENERAL"
    SERIOUS = "SERIOUS"


SEVERITY_LABELS: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.UNSET: "未定",
        Severity.MINOR: "轻微",
        Severity.GENERAL: "一般",
        Severity.SERIOUS: "严重",
    }
)


SEVERITY_RANK: Mapping[Severity, int] = MappingProxyType(
    {Severity.UNSET: 0, Severity.MINOR: 1, Severity.GENERAL: 2, Severity.SERIOUS: 3}
)


ORDER_36 = "国家发展改革委令第36号《信用修复管理办法》失信信息分类标准"
PENALTY_LAW_51 = "《行政处罚法》第五十一条(三千元以下罚款适用简易程序)及国家发展改革委令第36号"
ORDER_36_DRAFT = "《信用修复管理办法》2025年9月征求意见稿失信信息分类"
ORDER_36_SIMPLE = "国家发展改革委令第36号《信用修复管理办法》(简易程序处罚为轻微，不论金额)"
SAMR_107 = "市场监管总局令第107号《市场监督管理信用修复管理办法》(轻微、严重以外的为一般)"
ORDER_36_FROM = date(2026, 4, 1)
SAMR_107_FROM = date(2025, 12, 25)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityRule:
    """One row of the lookup: a type of penalty, from an amount on, under a regulator (None = any).

    `amount_from` is in yuan and inclusive; None matches any amount, a missing one too. `decided_from` is the first
    decision day for which the row holds. A row without a type takes what no other row names.
    """

    id: str
    domain: RegulatoryDomain | None = None
    regulator: Regulator | None = None
    penalty_type: PenaltyType | None
    amount_from: Decimal | None = None
    decided_from: date | None = None
    severity: Severity
    source: str
    confirmed: bool


_T, _G = PenaltyType, Severity

SEVERITY_RULES: tuple[SeverityRule, ...] = (
    SeverityRule(id="G-01", penalty_type=_T.WARNING, severity=_G.MINOR, source=ORDER_36, confirmed=True),
    SeverityRule(id="G-02", penalty_type=_T.CRITICISM, severity=_G.MINOR, source=ORDER_36, confirmed=True),
    SeverityRule(
        id="G-03",
        penalty_type=_T.FINE,
        amount_from=Decimal("0.01"),
        severity=_G.MINOR,
        source=PENALTY_LAW_51,
        confirmed=False,
    ),
    SeverityRule(
        id="G-04",
        penalty_type=_T.FINE,
        amount_from=Decimal("3000.01"),
        severity=_G.GENERAL,
        source=PENALTY_LAW_51,
        confirmed=False,
    ),
    SeverityRule(
        id="G-05",
        penalty_type=_T.FINE,
        amount_from=Decimal(1_000_000),
        severity=_G.SERIOUS,
        source=ORDER_36,
        confirmed=False,
    ),
    SeverityRule(id="G-07", penalty_type=_T.CONFISCATED_GAINS, severity=_G.GENERAL, source=ORDER_36, confirmed=True),
    SeverityRule(id="G-08", penalty_type=_T.CONFISCATED_PROPERTY, severity=_G.GENERAL, source=ORDER_36, confirmed=True),
    SeverityRule(
        id="G-11", penalty_type=_T.PERMIT_SUSPENDED, severity=_G.GENERAL, source=ORDER_36_DRAFT, confirmed=False
    ),
    SeverityRule(id="G-12", penalty_type=_T.PERMIT_REVOKED, severity=_G.SERIOUS, source=ORDER_36, confirmed=True),
    SeverityRule(
        id="G-13", penalty_type=_T.OCCUPATION_RESTRICTED, severity=_G.SERIOUS, source=ORDER_36, confirmed=True
    ),
    SeverityRule(id="G-14", penalty_type=_T.GRADE_LOWERED, severity=_G.GENERAL, source=ORDER_36_DRAFT, confirmed=False),
    SeverityRule(
        id="G-15", penalty_type=_T.OPERATION_RESTRICTED, severity=_G.SERIOUS, source=ORDER_36_DRAFT, confirmed=False
    ),
    SeverityRule(
        id="G-16", penalty_type=_T.PRODUCTION_STOPPED, severity=_G.SERIOUS, source=ORDER_36_DRAFT, confirmed=False
    ),
    SeverityRule(id="G-17", penalty_type=_T.CLOSED, severity=_G.SERIOUS, source=ORDER_36_DRAFT, confirmed=False),
    SeverityRule(id="G-18", penalty_type=_T.DETENTION, severity=_G.SERIOUS, source=ORDER_36, confirmed=False),
    SeverityRule(
        id="G-19",
        regulator=Regulator.SAMR,
        penalty_type=None,
        decided_from=SAMR_107_FROM,
        severity=_G.GENERAL,
        source=SAMR_107,
        confirmed=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A proposed class with one Chinese sentence for each type that was looked up."""

    severity: Severity
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyFacts:
    """What the lookup needs of a penalty; `domain` is the penalty's, amounts are in yuan."""

    domain: RegulatoryDomain
    regulator: Regulator
    penalty_types: Sequence[str]
    procedure: Procedure = Procedure.ORDINARY
    decided_on: date | None = None
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None


def classify(facts: PenaltyFacts) -> Classification:
    """Propose the class of a penalty: the gravest that the table names for any of its types.

    A penalty by simple procedure is minor whatever its amount from order 36 on. A fine without an amount leaves the
    class unset unless another type is already serious, because the amount could be any. Nothing matches: UNSET, and
    a person decides.
    """
    if is_minor_by_procedure(facts.procedure, decided_on=facts.decided_on):
        return Classification(severity=Severity.MINOR, reasons=(f"简易程序：轻微，依据{ORDER_36_SIMPLE}",))
    found: list[Severity] = []
    reasons: list[str] = []
    for penalty_type in facts.penalty_types:
        amount = _amount_of(penalty_type, facts)
        rule = _gravest_rule(facts, penalty_type=penalty_type, amount=amount)
        if rule is None:
            reasons.append(_unmatched_reason(penalty_type, amount=amount))
            continue
        found.append(rule.severity)
        reasons.append(_reason_of(rule, penalty_type=penalty_type, amount=amount))
    gravest = max(found, key=SEVERITY_RANK.__getitem__, default=Severity.UNSET)
    if _lacks_fine(facts) and gravest is not Severity.SERIOUS:
        gravest = Severity.UNSET
    return Classification(severity=gravest, reasons=tuple(reasons) or ("没有处罚类别，请人工认定失信程度",))


def is_minor_by_procedure(procedure: Procedure, *, decided_on: date | None) -> bool:
    """Return whether the procedure alone makes a penalty minor (order 36, in force since 2026-04-01)."""
    return procedure is Procedure.SIMPLE and decided_on is not None and decided_on >= ORDER_36_FROM


def _amount_of(penalty_type: str, facts: PenaltyFacts) -> Decimal | None:
    if penalty_type == PenaltyType.FINE:
        return facts.fine_yuan or None
    is_confiscation = penalty_type in CONFISCATIONS or penalty_type == UNNAMED_CONFISCATION
    return (facts.confiscated_yuan or None) if is_confiscation else None


def _gravest_rule(facts: PenaltyFacts, *, penalty_type: str, amount: Decimal | None) -> SeverityRule | None:
    rows = [rule for rule in _rules_for(penalty_type) if _matches(rule, facts, amount=amount)]
    named = [rule for rule in rows if rule.penalty_type is not None]
    if not named and penalty_type == PenaltyType.FINE:
        return None  # its amount is missing: it may be minor or serious as well
    return max(named or rows, key=lambda rule: SEVERITY_RANK[rule.severity], default=None)


@lru_cache(maxsize=256)  # types are few, but 其他-… is open
def _rules_for(penalty_type: str) -> tuple[SeverityRule, ...]:
    """Return the rows of one type of penalty, and those of any; a confiscation of what is not named may be either."""
    types = CONFISCATIONS if penalty_type == UNNAMED_CONFISCATION else {penalty_type}
    return tuple(rule for rule in SEVERITY_RULES if rule.penalty_type is None or rule.penalty_type in types)


def _matches(rule: SeverityRule, facts: PenaltyFacts, *, amount: Decimal | None) -> bool:
    if rule.domain not in (None, facts.domain):
        return False
    if rule.regulator not in (None, facts.regulator):
        return False
    if rule.decided_from is not None and (facts.decided_on is None or facts.decided_on < rule.decided_from):
        return False
    return rule.amount_from is None or (amount is not None and amount >= rule.amount_from)


def _lacks_fine(facts: PenaltyFacts) -> bool:
    return PenaltyType.FINE in facts.penalty_types and not facts.fine_yuan


def _reason_of(rule: SeverityRule, *, penalty_type: str, amount: Decimal | None) -> str:
    stated = f"{amount:,.2f}元" if amount is not None else ""
    mark = "" if rule.confirmed else "（标准待确认）"
    return f"{penalty_type}{stated}：{SEVERITY_LABELS[rule.severity]}，依据{rule.source}{mark}"


def _unmatched_reason(penalty_type: str, *, amount: Decimal | None) -> str:
    if penalty_type == PenaltyType.FINE and amount is None:
        return "罚款没有金额，无法按金额认定失信程度"
    return f"{penalty_type}：对照表中没有规定，请人工认定"
