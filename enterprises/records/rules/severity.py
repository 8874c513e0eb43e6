"""Gravity classes of adverse records and the lookup that proposes one (docs/rules/gravity.md).

The class lists belong to the authority of each field (行业主管部门), so the lookup is a table of
cited rows and never a chain of conditions. An officer may set another class with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.catalogue.penalty_types import CONFISCATIONS, PenaltyType


class Gravity(StrEnum):
    """轻微, 一般, 严重 of order 36; UNSET = nobody and no rule has said."""

    UNSET = ""
    MINOR = "MINOR"
    GENERAL = "GENERAL"
    SERIOUS = "SERIOUS"


GRAVITY_LABELS: Mapping[Gravity, str] = MappingProxyType(
    {
        Gravity.UNSET: "未定",
        Gravity.MINOR: "轻微",
        Gravity.GENERAL: "一般",
        Gravity.SERIOUS: "严重",
    }
)


SEVERITY: Mapping[Gravity, int] = MappingProxyType(
    {Gravity.UNSET: 0, Gravity.MINOR: 1, Gravity.GENERAL: 2, Gravity.SERIOUS: 3}
)


ORDER_36 = "国家发展改革委令第36号《信用修复管理办法》失信信息分类标准"
PENALTY_LAW_51 = "《行政处罚法》第五十一条(三千元以下罚款适用简易程序)及国家发展改革委令第36号"
ORDER_58_SAFETY = "国家发展改革委令第58号配套的安全生产领域标准(单次罚款10万元以上)"
SAMR_REPAIR_2021 = "市场监督管理信用修复管理办法(2021年)不予提前修复的处罚种类"


@dataclass(frozen=True, slots=True, kw_only=True)
class GravityRule:
    """One row of the lookup: a type of penalty, from an amount on, in a domain (None = any).

    `amount_from` is in yuan and inclusive; None matches any amount, a missing one too.
    """

    id: str
    domain: RegulatoryDomain | None = None
    penalty_type: PenaltyType
    amount_from: Decimal | None = None
    gravity: Gravity
    source: str
    confirmed: bool


_T, _D, _G = PenaltyType, RegulatoryDomain, Gravity

GRAVITY_RULES: tuple[GravityRule, ...] = (
    GravityRule(id="G-01", penalty_type=_T.WARNING, gravity=_G.MINOR, source=ORDER_36, confirmed=True),
    GravityRule(id="G-02", penalty_type=_T.CRITICISM, gravity=_G.MINOR, source=ORDER_36, confirmed=True),
    GravityRule(
        id="G-03",
        penalty_type=_T.FINE,
        amount_from=Decimal("0.01"),
        gravity=_G.MINOR,
        source=PENALTY_LAW_51,
        confirmed=False,
    ),
    GravityRule(
        id="G-04",
        penalty_type=_T.FINE,
        amount_from=Decimal("3000.01"),
        gravity=_G.GENERAL,
        source=PENALTY_LAW_51,
        confirmed=False,
    ),
    GravityRule(
        id="G-05",
        penalty_type=_T.FINE,
        amount_from=Decimal(1_000_000),
        gravity=_G.SERIOUS,
        source=ORDER_36,
        confirmed=False,
    ),
    GravityRule(
        id="G-06",
        domain=_D.WORK_SAFETY,
        penalty_type=_T.FINE,
        amount_from=Decimal(100_000),
        gravity=_G.SERIOUS,
        source=ORDER_58_SAFETY,
        confirmed=False,
    ),
    GravityRule(id="G-07", penalty_type=_T.CONFISCATED_GAINS, gravity=_G.GENERAL, source=ORDER_36, confirmed=True),
    GravityRule(id="G-08", penalty_type=_T.CONFISCATED_PROPERTY, gravity=_G.GENERAL, source=ORDER_36, confirmed=True),
    GravityRule(
        id="G-09",
        penalty_type=_T.CONFISCATED_GAINS,
        amount_from=Decimal(1_000_000),
        gravity=_G.SERIOUS,
        source=ORDER_36,
        confirmed=False,
    ),
    GravityRule(
        id="G-10",
        penalty_type=_T.CONFISCATED_PROPERTY,
        amount_from=Decimal(1_000_000),
        gravity=_G.SERIOUS,
        source=ORDER_36,
        confirmed=False,
    ),
    GravityRule(id="G-11", penalty_type=_T.PERMIT_SUSPENDED, gravity=_G.GENERAL, source=ORDER_36, confirmed=False),
    GravityRule(id="G-12", penalty_type=_T.PERMIT_REVOKED, gravity=_G.SERIOUS, source=ORDER_36, confirmed=True),
    GravityRule(id="G-13", penalty_type=_T.OCCUPATION_RESTRICTED, gravity=_G.SERIOUS, source=ORDER_36, confirmed=True),
    GravityRule(id="G-14", penalty_type=_T.GRADE_LOWERED, gravity=_G.SERIOUS, source=SAMR_REPAIR_2021, confirmed=False),
    GravityRule(
        id="G-15", penalty_type=_T.OPERATION_RESTRICTED, gravity=_G.SERIOUS, source=SAMR_REPAIR_2021, confirmed=False
    ),
    GravityRule(
        id="G-16", penalty_type=_T.PRODUCTION_STOPPED, gravity=_G.SERIOUS, source=SAMR_REPAIR_2021, confirmed=False
    ),
    GravityRule(id="G-17", penalty_type=_T.CLOSED, gravity=_G.SERIOUS, source=SAMR_REPAIR_2021, confirmed=False),
    GravityRule(id="G-18", penalty_type=_T.DETENTION, gravity=_G.SERIOUS, source=ORDER_36, confirmed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A proposed class with one Chinese sentence for each type that was looked up."""

    gravity: Gravity
    reasons: tuple[str, ...]


def classify(
    *,
    domain: RegulatoryDomain,
    penalty_types: Sequence[str],
    fine_yuan: Decimal | None,
    confiscated_yuan: Decimal | None,
) -> Classification:
    """Propose the class of a penalty: the gravest that the table names for any of its types.

    A fine without an amount leaves the class unset unless another type is already serious,
    because the amount could be any. Nothing matches: UNSET, and a person decides (decisions, 4).
    """
    found: list[Gravity] = []
    reasons: list[str] = []
    for penalty_type in penalty_types:
        amount = _amount_of(penalty_type, fine_yuan=fine_yuan, confiscated_yuan=confiscated_yuan)
        rule = _gravest_rule(domain=domain, penalty_type=penalty_type, amount=amount)
        if rule is None:
            reasons.append(_unmatched_reason(penalty_type, amount=amount))
            continue
        found.append(rule.gravity)
        reasons.append(_reason_of(rule, amount=amount))
    gravest = max(found, key=SEVERITY.__getitem__, default=Gravity.UNSET)
    if _lacks_fine(penalty_types, fine_yuan=fine_yuan) and gravest is not Gravity.SERIOUS:
        gravest = Gravity.UNSET
    return Classification(gravity=gravest, reasons=tuple(reasons) or ("没有处罚类别，请人工认定失信程度",))


def _amount_of(penalty_type: str, *, fine_yuan: Decimal | None, confiscated_yuan: Decimal | None) -> Decimal | None:
    if penalty_type == PenaltyType.FINE:
        return fine_yuan or None
    return (confiscated_yuan or None) if penalty_type in CONFISCATIONS else None


def _gravest_rule(*, domain: RegulatoryDomain, penalty_type: str, amount: Decimal | None) -> GravityRule | None:
    rows = [rule for rule in GRAVITY_RULES if _matches(rule, domain=domain, penalty_type=penalty_type, amount=amount)]
    return max(rows, key=lambda rule: SEVERITY[rule.gravity], default=None)


def _matches(rule: GravityRule, *, domain: RegulatoryDomain, penalty_type: str, amount: Decimal | None) -> bool:
    if rule.penalty_type != penalty_type or rule.domain not in (None, domain):
        return False
    return rule.amount_from is None or (amount is not None and amount >= rule.amount_from)


def _lacks_fine(penalty_types: Sequence[str], *, fine_yuan: Decimal | None) -> bool:
    return PenaltyType.FINE in penalty_types and not fine_yuan


def _reason_of(rule: GravityRule, *, amount: Decimal | None) -> str:
    stated = f"{amount:,.2f}元" if amount is not None else ""
    mark = "" if rule.confirmed else "（标准待确认）"
    return f"{rule.penalty_type}{stated}：{GRAVITY_LABELS[rule.gravity]}，依据{rule.source}{mark}"


def _unmatched_reason(penalty_type: str, *, amount: Decimal | None) -> str:
    if penalty_type == PenaltyType.FINE and amount is None:
        return "罚款没有金额，无法按金额认定失信程度"
    return f"{penalty_type}：对照表中没有规定，请人工认定"
