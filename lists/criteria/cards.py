"""The card of a list: what two people may change of it, and the law's bounds: pure rules (docs/rules/lists.md).

国办发〔2020〕49号: a city widens no list. A version may narrow what the law allows and words what it leaves open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition
from lists.criteria.columns import OBLIGATORY, ListColumn
from lists.criteria.periods import EditionPeriod
from lists.criteria.predicates import EXCLUSIONS, Criterion, criteria_from_json, criteria_to_json
from lists.criteria.rules import LOOK_BACK_MONTHS

# 行政处罚法 art. 64 gives five days to request a hearing: no window of ours is shorter.
SHORTEST_NOTICE, LONGEST_NOTICE, LONGEST_TEXT, LONGEST_NAME = 5, 60, 2000, 20
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "popular_name": "通称",
        "entry_conditions": "列入程序",
        "repair": "信用修复",
        "remedies": "救济途径",
        "measures": "奖惩措施",
    }
)
# Columns of a list that its law fixes: kept in each version, edited in none.
OF_LAW = ("name", "official_type", "legal_basis", "exit_conditions", "term_months", "minimum_months")
# Columns that two people may change, `authority` and `criteria` apart.
OF_CARD = (*TEXTS, "notice_days", "period", "columns")
LABELS: Mapping[str, str] = MappingProxyType(
    {
        **TEXTS,
        "authority": "管理单位",
        "period": "发布周期",
        "columns": "公示栏目",
        "notice_days": "异议期(工作日)",
        "criteria": "列入标准",
        "name": "名单名称",
        "official_type": "名单类型",
        "legal_basis": "设列依据",
        "exit_conditions": "移出条件",
        "term_months": "最长期限(月)",
        "minimum_months": "最短期限(月)",
    }
)


class VersionState(StrEnum):
    """Where a version of a card stands."""

    PROPOSED = "PROPOSED"
    CONFIRMED = "CONFIRMED"
    DECLINED = "DECLINED"


VERSION_STATE_LABELS: Mapping[VersionState, str] = MappingProxyType(
    {VersionState.PROPOSED: "待确认", VersionState.CONFIRMED: "已生效", VersionState.DECLINED: "未采用"}
)
LIFECYCLE = Lifecycle(
    subject="这一版",
    labels=VERSION_STATE_LABELS,
    starts={"propose": VersionState.PROPOSED},
    transitions=(
        Transition(verb="confirm", before=frozenset({VersionState.PROPOSED}), after=VersionState.CONFIRMED),
        Transition(verb="decline", before=frozenset({VersionState.PROPOSED}), after=VersionState.DECLINED),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What of a list the city decides; `authority` is the id of an agency, None for the credit office."""

    popular_name: str
    authority: int | None
    entry_conditions: str
    repair: str
    remedies: str
    measures: str
    period: EditionPeriod | None
    columns: tuple[ListColumn, ...]
    notice_days: int
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the law of a list leaves open: its widest criteria, and whether a black list of ours is published."""

    criteria: tuple[Criterion, ...]
    is_ours: bool
    is_black: bool


def card_to_json(card: Card) -> dict[str, Any]:
    """Return a card as a version stores it."""
    return {
        **{name: getattr(card, name) for name in (*TEXTS, "authority", "notice_days")},
        "period": card.period.value if card.period else "",
        "columns": [one.value for one in card.columns],
        "criteria": criteria_to_json(card.criteria),
    }


def card_from_json(stored: Mapping[str, Any]) -> Card:
    """Read a stored card.

    :raises KeyError: a field is missing.
    :raises ValueError: a value is unknown.
    """
    return Card(
        **{name: stored[name] for name in (*TEXTS, "authority", "notice_days")},
        period=EditionPeriod(stored["period"]) if stored["period"] else None,
        columns=tuple(ListColumn(one) for one in stored["columns"]),
        criteria=criteria_from_json(stored["criteria"]),
    )


def problems_of(card: Card, bounds: Bounds) -> tuple[str, ...]:
    """Name everything in a card that is missing or wider than the law of the list."""
    problems = [problem for name, label in TEXTS.items() if (problem := _text_problem(card, name, label))]
    if not bounds.is_ours:
        return tuple(problems)
    if card.period is None:
        problems.append("请选择发布周期")
    if not SHORTEST_NOTICE <= card.notice_days <= LONGEST_NOTICE:
        problems.append(
            sentence(
                "异议期应为{shortest_notice}至{longest_notice}个工作日",
                shortest_notice=SHORTEST_NOTICE,
                longest_notice=LONGEST_NOTICE,
            )
        )
    if bounds.is_black and not set(card.columns) >= OBLIGATORY:
        problems.append("黑名单须公示列入事由、认定单位、列入日期和公示截止日")
    return (*problems, *_criteria_problems(card.criteria, law=bounds.criteria))


def _text_problem(card: Card, name: str, label: str) -> str:
    text, longest = getattr(card, name).strip(), LONGEST_NAME if name == "popular_name" else LONGEST_TEXT
    if not text:
        return sentence("{label}不能为空", label=label)
    return sentence("{label}最多{longest}字", label=label, longest=longest) if len(text) > longest else ""


def _criteria_problems(criteria: Iterable[Criterion], *, law: Iterable[Criterion]) -> list[str]:
    """Name where criteria are wider than the law's, or lack what the law excludes."""
    chosen, widest = {one.code: one for one in criteria}, {one.code: one for one in law}
    problems: list[str] = [
        sentence("{code}不是本名单设列依据规定的标准", code=code) for code in chosen if code not in widest
    ]
    problems += [
        sentence("{code}是规定的排除情形，不能取消", code=code)
        for code, one in widest.items()
        if one.predicate in EXCLUSIONS and code not in chosen
    ]
    if not any(one.predicate not in EXCLUSIONS for one in chosen.values()):
        problems.append("至少采用一条列入标准")
    for code, one in chosen.items():
        problems += _wider(one, widest[code]) if code in widest else []
    return problems


def _wider(one: Criterion, law: Criterion) -> list[str]:
    """Name by what a chosen criterion is wider than the law's of the same code."""
    if replace(one, values=law.values, months=law.months) != law:
        return [sentence("{code}的内容和依据由规定而来，不能改写", code=one.code)]
    if not set(one.values) <= set(law.values) or bool(one.values) != bool(law.values):
        return [sentence("{code}的种类应从设列依据规定的范围中选择，至少一种", code=one.code)]
    if law.months and not law.months <= one.months <= LOOK_BACK_MONTHS:
        return [
            sentence(
                "{code}的回看期应为{months}至{look_back_months}个月",
                code=one.code,
                months=law.months,
                look_back_months=LOOK_BACK_MONTHS,
            )
        ]
    return [] if law.months or not one.months else [sentence("{code}没有回看期", code=one.code)]


def changed_labels(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what differs between two stored cards."""
    return tuple(label for name, label in LABELS.items() if before.get(name) != after.get(name))
