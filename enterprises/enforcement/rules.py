"""Rules of enforcement: recognising cases, the way of campaigns and their results, and figures that do not add up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from enterprises.enforcement.bases import ACTS, LEGAL_BASES, Infringement, LegalBasis
from enterprises.shared.rules.amounts import format_wan_yuan
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.width import half_width
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition

_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百]{1,7}|[0-9]{1,3})条")
# A law as decisions name it, in its marks or before its first article.
_LAW = re.compile(r"《([^《》]{2,60})》|((?:(?![第条款项])[\u4e00-\u9fff]){2,24}?(?:法|条例|规定|办法))(?=第)")
_STATE = "中华人民共和国"
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_BEFORE_A_LAW = ("根据", "依据", "依照", "按照", "违反", "以及", "和", "及", "了")
_KNOWN = tuple(dict.fromkeys(row.law for row in LEGAL_BASES))
_BLANKS = re.compile(r"\s")
_PUNCTUATION = re.compile(r"[\s、，,。；;·]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInfringement:
    """A class that a penalty belongs to, and in Chinese why."""

    infringement: Infringement
    why: str


@lru_cache(maxsize=2048)  # a batch has few laws and days
def infringements_of(*, bases: str, act: str, decided_on: date | None) -> tuple[FoundInfringement, ...]:
    """Return the classes of a penalty by 处罚依据 and 违法行为类型, each once, in the order of the classes."""
    found: dict[Infringement, str] = {}
    cited = list(_citations(_BLANKS.sub("", half_width(bases))))
    for row in LEGAL_BASES:
        if not row.is_in_force(decided_on):
            continue
        for law, article in cited:
            if law == row.law and article in row.articles:
                found.setdefault(row.infringement, _why(row, article=article))
    plain = _PUNCTUATION.sub("", act)
    for infringement, words in ACTS.items():
        word = next((each for each in words if each in plain), None)
        if word:
            found.setdefault(infringement, f"违法行为类型：{word}")
    ordered = (each for each in Infringement if each in found)
    return tuple(FoundInfringement(infringement=each, why=found[each]) for each in ordered)


def _why(row: LegalBasis, *, article: int) -> str:
    return f"《{row.law}》第{article}条" + ("" if row.confirmed else "（条号待核实）")


def _citations(text: str) -> Iterator[tuple[str, int]]:
    """Yield each law that a text names with each article cited of it."""
    laws = list(_LAW.finditer(text))
    for place, match in enumerate(laws):
        end = laws[place + 1].start() if place + 1 < len(laws) else len(text)
        law = _short_name(match[1] or match[2])
        for article in _ARTICLE.finditer(text, match.end(), end):
            yield law, _number(article[1])


def _short_name(name: str) -> str:
    """Return a law's name without the state, brackets and words before it, where it is one that counts."""
    bare = _BRACKETS.sub("", name).replace(_STATE, "")
    return next((law for law in _KNOWN if _is_law(bare, law=law)), bare)


def _is_law(bare: str, *, law: str) -> bool:
    return bare == law or (bare.endswith(law) and bare.removesuffix(law).endswith(_BEFORE_A_LAW))


def _number(text: str) -> int:
    """Read a number up to 999, as 六十、一百一十六 or 60."""
    if text.isdecimal():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in "百十":
            total += max(digit, 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


class CampaignType(StrEnum):
    """Types of campaigns."""

    SPECIAL = "SPECIAL"
    RURAL = "RURAL"
    JOINT = "JOINT"


CAMPAIGN_TYPES: Mapping[CampaignType, str] = MappingProxyType(
    {
        CampaignType.SPECIAL: "专项行动",
        CampaignType.RURAL: "农村市场整治",
        CampaignType.JOINT: "部门联合执法",
    }
)


class CampaignState(StrEnum):
    """Where a campaign stands."""

    PROPOSED = "PROPOSED"
    REFUSED = "REFUSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


CAMPAIGN_LABELS: Mapping[CampaignState, str] = MappingProxyType(
    {
        CampaignState.PROPOSED: "待确认公布",
        CampaignState.REFUSED: "未予公布",
        CampaignState.PUBLISHED: "已公布",
        CampaignState.WITHDRAWN: "已撤下",
    }
)
CAMPAIGN_LIFECYCLE = Lifecycle(
    subject="行动",
    labels=CAMPAIGN_LABELS,
    starts=MappingProxyType({"propose": CampaignState.PROPOSED}),
    transitions=(
        Transition(verb="publish", before=frozenset({CampaignState.PROPOSED}), after=CampaignState.PUBLISHED),
        Transition(verb="refuse", before=frozenset({CampaignState.PROPOSED}), after=CampaignState.REFUSED),
        Transition(verb="withdraw", before=frozenset({CampaignState.PUBLISHED}), after=CampaignState.WITHDRAWN),
    ),
)


class ReportState(StrEnum):
    """Where the results of a campaign stand; at most one report of a campaign is published."""

    WAITING = "WAITING"
    REFUSED = "REFUSED"
    PUBLISHED = "PUBLISHED"
    REPLACED = "REPLACED"


REPORT_LABELS: Mapping[ReportState, str] = MappingProxyType(
    {
        ReportState.WAITING: "待确认公布",
        ReportState.REFUSED: "未予公布",
        ReportState.PUBLISHED: "已公布",
        ReportState.REPLACED: "已被新结果替代",
    }
)
REPORT_LIFECYCLE = Lifecycle(
    subject="结果",
    labels=REPORT_LABELS,
    starts=MappingProxyType({"report": ReportState.WAITING}),
    transitions=(
        Transition(verb="publish", before=frozenset({ReportState.WAITING}), after=ReportState.PUBLISHED),
        Transition(verb="refuse", before=frozenset({ReportState.WAITING}), after=ReportState.REFUSED),
        Transition(verb="replace", before=frozenset({ReportState.PUBLISHED}), after=ReportState.REPLACED),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Results of a month, or all together: cases, pieces destroyed, their value in yuan, persons handed over."""

    cases: int
    goods: int
    value_yuan: Decimal
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResults:
    """Results of one month; `month` is its first day."""

    month: date
    results: Results


def sum_of(months: Iterable[MonthResults]) -> Results:
    """Return the sums of the months."""
    rows = [each.results for each in months]
    return Results(
        cases=sum(row.cases for row in rows),
        goods=sum(row.goods for row in rows),
        value_yuan=sum((row.value_yuan for row in rows), Decimal(0)),
        persons=sum(row.persons for row in rows),
    )


def discrepancies(
    months: Sequence[MonthResults], *, stated: Results | None, starts_on: date, ends_on: date | None
) -> tuple[str, ...]:
    """Return in Chinese what does not add up: sums against the stated total, months outside, gaps, odd months."""
    ordered = sorted(months, key=lambda each: each.month)
    return (
        *_sums(ordered, stated=stated),
        *_outside(ordered, starts_on=starts_on, ends_on=ends_on),
        *_gaps(ordered),
        *_odd(ordered),
    )


def _sums(months: Sequence[MonthResults], *, stated: Results | None) -> Iterator[str]:
    if stated is None:
        return
    added = sum_of(months)
    for label, unit, ours, theirs in (
        ("案件", "件", added.cases, stated.cases),
        ("销毁物品", "件", added.goods, stated.goods),
        ("移送人数", "人", added.persons, stated.persons),
    ):
        if ours != theirs:
            yield sentence(
                "{label}各月相加为{ours}{unit}，通报的合计为{theirs}{unit}，两者不符。",
                label=label,
                ours=ours,
                unit=unit,
                theirs=theirs,
            )
    if added.value_yuan != stated.value_yuan:
        ours_text, theirs_text = format_wan_yuan(added.value_yuan), format_wan_yuan(stated.value_yuan)
        yield sentence(
            "货值各月相加为{ours_text}万元，通报的合计为{theirs_text}万元，两者不符。",
            ours_text=ours_text,
            theirs_text=theirs_text,
        )


def _outside(months: Sequence[MonthResults], *, starts_on: date, ends_on: date | None) -> Iterator[str]:
    for each in months:
        if each.month < starts_on.replace(day=1) or (ends_on is not None and each.month > ends_on):
            yield sentence("{month}不在行动期间内。", month=_month(each.month))


def _gaps(months: Sequence[MonthResults]) -> Iterator[str]:
    for earlier, later in pairwise(months):
        following = _next(earlier.month)
        while following < later.month:
            yield sentence("没有{following}的结果。", following=_month(following))
            following = _next(following)


def _odd(months: Sequence[MonthResults]) -> Iterator[str]:
    for each in months:
        results = each.results
        if not results.cases and (results.goods or results.value_yuan or results.persons):
            yield sentence("{month}没有案件，却有销毁物品、货值或移送人数。", month=_month(each.month))
        elif results.value_yuan and not results.goods:
            yield sentence("{month}有货值，却没有销毁物品的数量。", month=_month(each.month))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _month(month: date) -> str:
    return sentence("{year}年{month}月", year=month.year, month=month.month)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quarter:
    """One quarter of a year, 1 to 4; written 2026Q3."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """The first day of the next quarter."""
        return date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(year=day.year, number=(day.month + 2) // 3)
