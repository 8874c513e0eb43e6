"""Criteria of the lists that this city keeps; they only propose (docs/rules/lists.md).

A list rests on a law, a regulation or a document of the State (国办发〔2020〕49号), so every criterion cites
one. Nobody is listed by a criterion alone: an officer of the authority decides, after notice.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from enterprises.agencies.domains import Regulator
from enterprises.catalogue.codes import KindCode
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_public
from enterprises.shared.rules.days import add_months
from lists.criteria.definitions import (
    DEFINITIONS,
    MARKET_REGULATION,
    ORDER_11_SAFETY,
    ORDER_44,
    ORDER_45_LABOUR,
    TRUSTWORTHY,
    WAGE_ARREARS,
    WORK_SAFETY,
)

LOOK_BACK_MONTHS = 36


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

# 荣誉类别 of the catalogue (`Role.HONOUR_CATEGORY`) that the criteria know.
_HONOURS: Mapping[str, Honour] = MappingProxyType(
    {
        "纳税信用A级": Honour.TAX_GRADE_A,
        "海关高级认证": Honour.CUSTOMS_ADVANCED,
        "质量奖": Honour.QUALITY_AWARD,
        "老字号": Honour.TIME_HONOURED_BRAND,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of a list, as printed on the list's page; `confirmed` False: its figures could not be checked."""

    code: str
    slug: str
    text: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """What the criteria need to know of one record; its public days are half-open, None = open.

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

    Records whose publication ended within the last three years belong to it; withdrawn ones count for nothing.
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


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        code="M-01",
        slug=MARKET_REGULATION,
        text=(
            "受到市场监督管理部门较重行政处罚（从重处罚的罚款，降低资质等级，吊销许可证件，限制开展生产经营活动，责令停产停业，"
            "责令关闭，限制从业），且经认定性质恶劣、情节严重、社会危害较大"
        ),
        source=f"{ORDER_44}第二条",
        confirmed=True,
    ),
    Criterion(
        code="W-01",
        slug=WAGE_ARREARS,
        text="克扣、无故拖欠农民工工资达到认定拒不支付劳动报酬罪的数额标准，经责令限期支付逾期未支付",
        source=ORDER_45_LABOUR,
        confirmed=False,
    ),
    Criterion(
        code="W-02",
        slug=WAGE_ARREARS,
        text="因拖欠农民工工资引发群体性事件、极端事件，造成严重不良社会影响，经责令限期支付逾期未支付",
        source=ORDER_45_LABOUR,
        confirmed=False,
    ),
    Criterion(
        code="S-01",
        slug=WORK_SAFETY,
        text="发生较大以上生产安全责任事故，或者有规章列举的其他严重违法行为，受到行政处罚",
        source=ORDER_11_SAFETY,
        confirmed=False,
    ),
    Criterion(
        code="R-01",
        slug=TRUSTWORTHY,
        text="纳税信用A级",
        source="国发〔2016〕33号；国家税务总局公告2014年第40号《纳税信用管理办法(试行)》",
        confirmed=True,
    ),
    Criterion(
        code="R-02",
        slug=TRUSTWORTHY,
        text="海关高级认证企业",
        source="国发〔2016〕33号；海关总署令第251号《海关注册登记和备案企业信用管理办法》",
        confirmed=True,
    ),
    Criterion(
        code="R-03",
        slug=TRUSTWORTHY,
        text="获得质量奖或老字号称号，且三年内没有公示过不利信息",
        source="国发〔2016〕33号；发改财金规〔2017〕1798号",
        confirmed=False,
    ),
    Criterion(
        code="R-X1",
        slug=TRUSTWORTHY,
        text="已被列入黑名单的，不得列入红名单",
        source="发改财金规〔2017〕1798号(红名单须与各领域黑名单交叉比对，外部名单在内)",
        confirmed=False,
    ),
    Criterion(
        code="R-X2",
        slug=TRUSTWORTHY,
        text="公示期内有不利信息的，不得列入红名单",
        source="发改财金规〔2017〕1798号",
        confirmed=False,
    ),
)


def honour_of(category: str) -> Honour | None:
    """Translate the catalogue's 荣誉类别; None for honours that support no proposal."""
    return _HONOURS.get(category)


def assess(*, slug: str, facts: EnterpriseFacts, on: date) -> Assessment:
    """Assess the grounds for and against proposing an enterprise for a list on that day.

    :raises KeyError: no criteria belong to that list.
    """
    return _ASSESSMENTS[slug](facts, on)


def assess_market_regulation(facts: EnterpriseFacts, on: date) -> Assessment:
    """Look for heavier penalties of market regulators that are public on that day.

    Whether the nature is bad is for an officer to find (order 44 arts. 2 and 12): the grounds alone list nobody.
    """
    return Assessment(grounds=_heavier_penalties(_shown(facts.records, on=on)))


def assess_nothing(facts: EnterpriseFacts, on: date) -> Assessment:
    """Propose nobody: what the law requires stands in no record, an officer proposes on a document."""
    return Assessment(grounds=())


def assess_trustworthy(facts: EnterpriseFacts, on: date) -> Assessment:
    """Look for honours, then for what keeps an enterprise off the red list: black lists and public adverse records."""
    shown = _shown(facts.records, on=on)
    grounds = (
        *_honoured(shown, criterion="R-01", honours=(Honour.TAX_GRADE_A,)),
        *_honoured(shown, criterion="R-02", honours=(Honour.CUSTOMS_ADVANCED,)),
    )
    if not _adverse_since(facts.records, since=add_months(on, -LOOK_BACK_MONTHS), on=on):
        awards = (Honour.QUALITY_AWARD, Honour.TIME_HONOURED_BRAND)
        grounds = (*grounds, *_honoured(shown, criterion="R-03", honours=awards))
    return Assessment(grounds=grounds, exclusions=(*_black_listed(facts, on=on), *_adverse(shown)))


_ASSESSMENTS: Mapping[str, Callable[[EnterpriseFacts, date], Assessment]] = MappingProxyType(
    {
        MARKET_REGULATION: assess_market_regulation,
        WAGE_ARREARS: assess_nothing,
        WORK_SAFETY: assess_nothing,
        TRUSTWORTHY: assess_trustworthy,
    }
)


def _shown(records: Iterable[RecordFacts], *, on: date) -> list[RecordFacts]:
    shown = [
        record
        for record in records
        if is_public(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)
    ]
    return sorted(shown, key=lambda record: (record.decided_on or date.min, record.id))


def is_ground(record: RecordFacts, *, penalties: Collection[str]) -> bool:
    """Return whether a record is a market regulator's penalty of one of these types."""
    return (
        record.kind == KindCode.PENALTY
        and record.regulator is Regulator.SAMR
        and not set(record.penalty_types).isdisjoint(penalties)
    )


def _heavier_penalties(shown: Iterable[RecordFacts]) -> tuple[Finding, ...]:
    heavier = DEFINITIONS[MARKET_REGULATION].penalties
    records = [record for record in shown if is_ground(record, penalties=heavier)]
    types = [each for each in heavier if any(each in record.penalty_types for record in records)]
    return _finding("M-01", f"公示期内有市场监督管理部门的较重行政处罚：{'、'.join(types)}", records)


def _honoured(shown: Iterable[RecordFacts], *, criterion: str, honours: tuple[Honour, ...]) -> tuple[Finding, ...]:
    records = [record for record in shown if record.honour in honours]
    labels = [HONOUR_LABELS[honour] for honour in honours if any(record.honour is honour for record in records)]
    return _finding(criterion, f"公示期内有荣誉：{'、'.join(labels)}", records)


def _black_listed(facts: EnterpriseFacts, *, on: date) -> tuple[Finding, ...]:
    listings = [
        listing
        for listing in facts.black_listings
        if listing.public_from <= on and (listing.public_until is None or on < listing.public_until)
    ]
    if not listings:
        return ()
    names = "、".join(dict.fromkeys(listing.list_name for listing in listings))
    ids = tuple(listing.id for listing in listings if listing.id is not None)
    return (Finding(criterion="R-X1", reason=f"已列入：{names}", listing_ids=ids),)


def _adverse(shown: Iterable[RecordFacts]) -> tuple[Finding, ...]:
    records = [record for record in shown if record.adverse]
    return _finding("R-X2", f"公示期内有{len(records)}条不利信息", records)


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
