"""Criteria of the red and the black list; they only propose (docs/rules/lists.md).

A list rests on a law, a regulation or a document of the State (国办发〔2020〕49号), so every criterion cites
one. Nobody is listed by a criterion alone: an officer decides, after notice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.penalty_types import PenaltyType
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.severity import Severity
from enterprises.records.rules.visibility import is_public
from enterprises.shared.rules.days import add_months

SERIOUS_DISHONESTY = "serious-dishonesty"
TRUSTWORTHY = "trustworthy"

LOOK_BACK_MONTHS = 36
REPEATED = 2
GRAVE_TYPES = (PenaltyType.PERMIT_REVOKED, PenaltyType.CLOSED, PenaltyType.OCCUPATION_RESTRICTED)


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

    `honour` is set on honours only, `dishonest_debtor` on a court's listing as 失信被执行人.
    """

    id: int
    kind: str
    state: State | str
    adverse: bool
    decided_on: date | None
    public_from: date | None
    public_until: date | None
    severity: Severity = Severity.UNSET
    penalty_types: tuple[str, ...] = ()
    document_number: str = ""
    honour: Honour | None = None
    dishonest_debtor: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackListing:
    """One entry of the enterprise on a black list of any authority."""

    id: int
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
        code="B-01",
        slug=SERIOUS_DISHONESTY,
        text="公示期内有严重失信行政处罚，处罚种类为吊销许可证件、责令关闭或限制从业",
        source="市场监管总局令第44号《市场监督管理严重违法失信名单管理办法》第二条；国办发〔2020〕49号",
        confirmed=False,
    ),
    Criterion(
        code="B-02",
        slug=SERIOUS_DISHONESTY,
        text="三年内受到两次以上严重失信行政处罚，且均在公示期内",
        source="发改财金规〔2017〕1798号；国办发〔2020〕49号",
        confirmed=False,
    ),
    Criterion(
        code="B-03",
        slug=SERIOUS_DISHONESTY,
        text="被人民法院列为失信被执行人",
        source="《最高人民法院关于公布失信被执行人名单信息的若干规定》(2017年修正)",
        confirmed=True,
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
        source="发改财金规〔2017〕1798号(红名单须与各领域黑名单交叉比对)",
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


def names_dishonest_debtor(*, circumstances: str, performance: str) -> bool:
    """Return whether a judgment's row is a listing as 失信被执行人 whose duty is still open.

    Only such rows state 具体情形; 履行情况 全部履行 means that the court
    deletes the listing (art. 10 of the Supreme Court's rule).
    """
    return bool(circumstances.strip()) and performance != "全部履行"


def assess(*, slug: str, facts: EnterpriseFacts, on: date) -> Assessment:
    """Assess the grounds for and against proposing an enterprise for a list on that day.

    :raises KeyError: no criteria belong to that list.
    """
    return _ASSESSMENTS[slug](facts, on)


def assess_serious_dishonesty(facts: EnterpriseFacts, on: date) -> Assessment:
    """Look for grounds for the black list in what is public on that day; nothing excludes them."""
    shown = _shown(facts.records, on=on)
    return Assessment(grounds=(*_grave_penalty(shown), *_repeated_penalties(shown, on=on), *_dishonest_debtor(shown)))


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
    {SERIOUS_DISHONESTY: assess_serious_dishonesty, TRUSTWORTHY: assess_trustworthy}
)


def _shown(records: Iterable[RecordFacts], *, on: date) -> list[RecordFacts]:
    shown = [
        record
        for record in records
        if is_public(state=record.state, public_from=record.public_from, public_until=record.public_until, on=on)
    ]
    return sorted(shown, key=lambda record: (record.decided_on or date.min, record.id))


def _serious_penalties(shown: Iterable[RecordFacts]) -> list[RecordFacts]:
    return [record for record in shown if record.kind == KindCode.PENALTY and record.severity == Severity.SERIOUS]


def _grave_penalty(shown: Iterable[RecordFacts]) -> tuple[Finding, ...]:
    grave = [record for record in _serious_penalties(shown) if set(record.penalty_types) & set(GRAVE_TYPES)]
    types = [each.value for each in GRAVE_TYPES if any(each in record.penalty_types for record in grave)]
    return _finding("B-01", f"公示期内有严重失信处罚：{'、'.join(types)}", grave)


def _repeated_penalties(shown: Iterable[RecordFacts], *, on: date) -> tuple[Finding, ...]:
    since = add_months(on, -LOOK_BACK_MONTHS)
    recent = [record for record in _serious_penalties(shown) if record.decided_on and since < record.decided_on <= on]
    if len(recent) < REPEATED:
        return ()
    return _finding("B-02", f"{since}之后受到{len(recent)}次严重失信处罚", recent)


def _dishonest_debtor(shown: Iterable[RecordFacts]) -> tuple[Finding, ...]:
    return _finding("B-03", "被人民法院列为失信被执行人", [record for record in shown if record.dishonest_debtor])


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
    ids = tuple(listing.id for listing in listings)
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
