"""Predicates that a list can choose as its criteria, each with parameters: pure data (docs/rules/lists.md).

What a predicate finds is in `lists.criteria.rules`; which of them a list uses is a row of that list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Honour(StrEnum):
    """Honours that can support a proposal for the red list."""

    TAX_GRADE_A = "TAX_GRADE_A"
    CUSTOMS_ADVANCED = "CUSTOMS_ADVANCED"
    QUALITY_AWARD = "QUALITY_AWARD"
    TIME_HONOURED_BRAND = "TIME_HONOURED_BRAND"


HONOUR_LABELS: Mapping[Honour, str] = MappingProxyType(
    {
        Honour.TAX_GRADE_A: "纳税信用A级",
        Honour.CUSTOMS_ADVANCED: "海关高级认证企业",
        Honour.QUALITY_AWARD: "质量奖",
        Honour.TIME_HONOURED_BRAND: "老字号",
    }
)

# 荣誉类别 of the catalogue (`Role.HONOUR_CATEGORY`) that the criteria name.
_HONOURS: Mapping[str, Honour] = MappingProxyType(
    {
        "纳税信用A级": Honour.TAX_GRADE_A,
        "海关高级认证": Honour.CUSTOMS_ADVANCED,
        "质量奖": Honour.QUALITY_AWARD,
        "老字号": Honour.TIME_HONOURED_BRAND,
    }
)


class Predicate(StrEnum):
    """What a criterion looks for."""

    PENALTY = "PENALTY"
    HONOUR = "HONOUR"
    CLEAN_HONOUR = "CLEAN_HONOUR"
    BLACK_LISTED = "BLACK_LISTED"
    ADVERSE = "ADVERSE"
    BY_HAND = "BY_HAND"


PREDICATE_LABELS: Mapping[Predicate, str] = MappingProxyType(
    {
        Predicate.PENALTY: "公示期内有市场监督管理部门的所选种类行政处罚",
        Predicate.HONOUR: "公示期内有所选荣誉",
        Predicate.CLEAN_HONOUR: "公示期内有所选荣誉，且近期没有公示过不利信息",
        Predicate.BLACK_LISTED: "排除：已列入黑名单",
        Predicate.ADVERSE: "排除：公示期内有不利信息",
        Predicate.BY_HAND: "由工作人员依据文书提出",
    }
)
EXCLUSIONS = frozenset({Predicate.BLACK_LISTED, Predicate.ADVERSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a list, as printed on the list's page; `confirmed` False: its figures could not be checked.

    `values` are penalty types or honours, `months` the look back of `CLEAN_HONOUR`; other predicates have neither.
    """

    code: str
    predicate: Predicate
    text: str
    source: str
    confirmed: bool
    values: tuple[str, ...] = ()
    months: int = 0

    @property
    def finds_by_itself(self) -> bool:
        """Return whether records alone can make it propose somebody."""
        return self.predicate not in EXCLUSIONS and self.predicate is not Predicate.BY_HAND


def criteria_to_json(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Return criteria as they are stored."""
    return [
        {
            "code": one.code,
            "predicate": one.predicate.value,
            "text": one.text,
            "source": one.source,
            "confirmed": one.confirmed,
            "values": list(one.values),
            "months": one.months,
        }
        for one in criteria
    ]


def criteria_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """Read stored criteria.

    :raises KeyError: one lacks a field.
    :raises ValueError: one names an unknown predicate.
    """
    return tuple(
        Criterion(
            code=one["code"],
            predicate=Predicate(one["predicate"]),
            text=one["text"],
            source=one["source"],
            confirmed=one["confirmed"],
            values=tuple(one["values"]),
            months=one["months"],
        )
        for one in stored
    )


def criteria_text(criteria: Iterable[Criterion], *, law: Iterable[Criterion]) -> str:
    """Return criteria as published, a line each with the source; where a list is narrower than its law, by what."""
    widest = {one.code: one for one in law}
    lines = [f"{one.code} {one.text}{_narrowed(one, widest.get(one.code, one))}（{one.source}）" for one in criteria]
    return "\n".join([*lines, "系统按上述标准提出建议，是否列入由认定单位依法决定。"])


def _narrowed(one: Criterion, law: Criterion) -> str:
    """Name what of the law's criterion the list applies, "" if all of it."""
    parts = []
    if set(one.values) != set(law.values):
        parts.append(f"限于：{'、'.join(value_labels(one))}")
    if one.months != law.months:
        parts.append(f"回看{one.months}个月")
    return f"【{'；'.join(parts)}】" if parts else ""


def value_labels(one: Criterion) -> list[str]:
    """Name the values of a criterion: penalty types as they are, honours in words."""
    if one.predicate in (Predicate.HONOUR, Predicate.CLEAN_HONOUR):
        return [HONOUR_LABELS[Honour(each)] for each in one.values]
    return [str(each) for each in one.values]


def honour_of(category: str) -> Honour | None:
    """Translate the catalogue's 荣誉类别; None for honours that support no proposal."""
    return _HONOURS.get(category)


def categories_of(honours: Iterable[str]) -> tuple[str, ...]:
    """Return the catalogue's 荣誉类别 of these honours."""
    wanted = set(honours)
    return tuple(category for category, honour in _HONOURS.items() if honour in wanted)
