"""The table of publication periods: dated and cited rows, narrow ones before wide ones.

docs/rules/publication.md explains every regime. Adding a regime means adding rows, ending the old
ones, and recomputing the stored ends.
"""

from datetime import date
from decimal import Decimal

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.penalty_types import RESTRICTIONS, PenaltyType, Procedure
from enterprises.records.rules.publication.types import DateBasis, EndBasis, PublicationRule, Publicity
from enterprises.records.rules.severity import Severity

PENALTY = KindCode.PENALTY.value
LICENCE = KindCode.LICENCE.value
HONOUR = KindCode.HONOUR.value
COMMITMENT = KindCode.COMMITMENT.value
EVALUATION = KindCode.EVALUATION.value
INSPECTION = KindCode.INSPECTION.value
JUDGMENT = KindCode.JUDGMENT.value
ABNORMAL_OPERATION = KindCode.ABNORMAL_OPERATION.value
RECALL = KindCode.RECALL.value
STANDARD_DECLARATION = KindCode.STANDARD_DECLARATION.value

NOTICE_2019_FROM = date(2019, 7, 1)
SAMR_45_FROM = date(2021, 9, 1)
ORDER_58_FROM = date(2023, 5, 1)
SAMR_107_FROM = date(2025, 12, 25)
ORDER_36_FROM = date(2026, 4, 1)
# 企业信息公示暂行条例: the first duty to publish such records; earlier publications are not ours.
REGULATION_2014_FROM = date(2014, 10, 1)

_WARNING_ONLY = frozenset({PenaltyType.WARNING.value})
_WARNING_AND_CRITICISM = frozenset({PenaltyType.WARNING.value, PenaltyType.CRITICISM.value})
_WITH_LOW_FINE = _WARNING_AND_CRITICISM | {PenaltyType.FINE.value}
_NEVER_EARLY = RESTRICTIONS | {
    PenaltyType.PRODUCTION_STOPPED.value,
    PenaltyType.GRADE_LOWERED.value,
    PenaltyType.PERMIT_REVOKED.value,
}
_FOOD_DRUG_EQUIPMENT = frozenset({RegulatoryDomain.FOOD_DRUG, RegulatoryDomain.SPECIAL_EQUIPMENT})
_SPECIAL_DOMAINS = _FOOD_DRUG_EQUIPMENT | {RegulatoryDomain.FIRE}
_WORK_SAFETY = frozenset({RegulatoryDomain.WORK_SAFETY})
# Fine for one violation from which the authority of work safety counts a penalty among the special ones.
_SAFETY_BORDER = Decimal(100_000)
_SIMPLE = frozenset({Procedure.SIMPLE})
_MINOR = frozenset({Severity.MINOR})
_GENERAL = frozenset({Severity.GENERAL})
_SERIOUS = frozenset({Severity.SERIOUS})

_NOTICE_2019 = "发改办财金〔2019〕527号"
_ORDER_58 = "国家发展改革委令第58号《失信行为纠正后的信用信息修复管理办法(试行)》"
_ORDER_36 = "国家发展改革委令第36号《信用修复管理办法》"
_SAMR_45 = "市场监管总局令第45号《市场监督管理行政处罚信息公示规定》"
_SAMR_107 = "市场监管总局令第107号《市场监督管理信用修复管理办法》"


def _penalty(
    rule_id: str,
    *,
    regulator: Regulator,
    force: tuple[date, date | None],
    months: tuple[int | None, int | None],
    source: str,
    start: DateBasis = DateBasis.DECISION,
    end: EndBasis = EndBasis.MAXIMUM,
    publicity: Publicity = Publicity.DEFAULT,
    confirmed: bool = True,
    classes: frozenset[Severity] = frozenset(),
    domains: frozenset[RegulatoryDomain] = frozenset(),
    only_types: frozenset[str] = frozenset(),
    any_types: frozenset[str] = frozenset(),
    procedures: frozenset[Procedure] = frozenset(),
    fine_from: Decimal | None = None,
    restriction_over: int | None = None,
) -> PublicationRule:
    return PublicationRule(
        id=rule_id,
        regulator=regulator,
        kind=PENALTY,
        classes=classes,
        domains=domains,
        only_types=only_types,
        any_types=any_types,
        procedures=procedures,
        fine_from=fine_from,
        restriction_over=restriction_over,
        in_force_from=force[0],
        in_force_until=force[1],
        test=DateBasis.DECISION,
        minimum=months[0],
        maximum=months[1],
        start=start,
        end=end,
        publicity=publicity,
        source=source,
        confirmed=confirmed,
    )


def _never_by_simple_procedure(
    rule_id: str, *, regulator: Regulator, force: tuple[date, date], source: str, confirmed: bool = False
) -> PublicationRule:
    return _penalty(
        rule_id,
        regulator=regulator,
        force=force,
        months=(None, None),
        procedures=_SIMPLE,
        publicity=Publicity.NEVER,
        source=source,
        confirmed=confirmed,
    )


def _other(
    rule_id: str,
    *,
    kind: str,
    source: str,
    maximum: int | None = None,
    end: EndBasis = EndBasis.OWN_END,
    start: DateBasis = DateBasis.DECISION,
) -> PublicationRule:
    return PublicationRule(
        id=rule_id,
        regulator=None,
        kind=kind,
        in_force_from=REGULATION_2014_FROM,
        in_force_until=None,
        test=DateBasis.PUBLICATION,
        minimum=None,
        maximum=maximum,
        start=start,
        end=end,
        source=source,
        confirmed=False,
    )


_NDRC_2019 = (NOTICE_2019_FROM, ORDER_58_FROM)
_NDRC_58 = (ORDER_58_FROM, ORDER_36_FROM)
_NDRC_36 = (ORDER_36_FROM, None)
_SAMR_2021 = (SAMR_45_FROM, SAMR_107_FROM)
_SAMR_2025 = (SAMR_107_FROM, None)
_N, _S = Regulator.NDRC, Regulator.SAMR
_FROM_PUBLICATION = DateBasis.PUBLICATION

RULES: tuple[PublicationRule, ...] = (
    # NDRC, notice of 2019
    _penalty(
        "NDRC-2019-WARNING",
        regulator=_N,
        force=_NDRC_2019,
        months=(None, None),
        only_types=_WARNING_ONLY,
        publicity=Publicity.NEVER,
        source=_NOTICE_2019,
        confirmed=False,
    ),
    _never_by_simple_procedure("NDRC-2019-SIMPLE", regulator=_N, force=_NDRC_2019, source=_NOTICE_2019),
    _penalty(
        "NDRC-2019-SERIOUS", regulator=_N, force=_NDRC_2019, months=(6, 36), classes=_SERIOUS, source=_NOTICE_2019
    ),
    _penalty(
        "NDRC-2019-GENERAL",
        regulator=_N,
        force=_NDRC_2019,
        months=(3, 12),
        classes=_MINOR | _GENERAL,
        source=_NOTICE_2019,
    ),
    # NDRC, order 58
    _penalty(
        "NDRC-58-WARNING",
        regulator=_N,
        force=_NDRC_58,
        months=(None, None),
        only_types=_WARNING_AND_CRITICISM,
        publicity=Publicity.NEVER,
        source=_ORDER_58,
        confirmed=False,
    ),
    _never_by_simple_procedure("NDRC-58-SIMPLE", regulator=_N, force=_NDRC_58, source=_ORDER_58),
    _penalty(
        "NDRC-58-SPECIAL", regulator=_N, force=_NDRC_58, months=(12, 36), domains=_SPECIAL_DOMAINS, source=_ORDER_58
    ),
    _penalty(
        "NDRC-58-SAFETY",
        regulator=_N,
        force=_NDRC_58,
        months=(12, 36),
        domains=_WORK_SAFETY,
        fine_from=_SAFETY_BORDER,
        source=f"{_ORDER_58}及安全生产领域标准(单次违法行为罚款10万元以上)",
        confirmed=False,
    ),
    _penalty("NDRC-58-ANY", regulator=_N, force=_NDRC_58, months=(3, 36), source=_ORDER_58),
    # NDRC, order 36
    _penalty(
        "NDRC-36-WARNING",
        regulator=_N,
        force=_NDRC_36,
        months=(None, None),
        only_types=_WARNING_ONLY,
        publicity=Publicity.NEVER,
        source=_ORDER_36,
        confirmed=False,
    ),
    _penalty(
        "NDRC-36-SIMPLE",
        regulator=_N,
        force=_NDRC_36,
        months=(0, 3),
        procedures=_SIMPLE,
        publicity=Publicity.ON_REQUEST,
        source=_ORDER_36,
    ),
    _penalty(
        "NDRC-36-MINOR",
        regulator=_N,
        force=_NDRC_36,
        months=(0, 3),
        classes=_MINOR,
        publicity=Publicity.ON_REQUEST,
        source=_ORDER_36,
    ),
    _penalty("NDRC-36-GENERAL", regulator=_N, force=_NDRC_36, months=(3, 12), classes=_GENERAL, source=_ORDER_36),
    _penalty("NDRC-36-SERIOUS", regulator=_N, force=_NDRC_36, months=(12, 36), classes=_SERIOUS, source=_ORDER_36),
    # Market regulation: a warning alone, and article 13(3), which order 107 leaves standing
    _penalty(
        "SAMR-45-WARNING",
        regulator=_S,
        force=(SAMR_45_FROM, None),
        months=(None, None),
        only_types=_WARNING_ONLY,
        publicity=Publicity.NEVER,
        source=f"{_SAMR_45}第二条",
    ),
    _never_by_simple_procedure(
        "SAMR-45-SIMPLE", regulator=_S, force=(SAMR_45_FROM, ORDER_36_FROM), source=f"{_SAMR_45}第二条", confirmed=True
    ),
    # Order 45 publishes ordinary procedure alone; order 36 makes the others minor and leaves them to the authority.
    _penalty(
        "SAMR-36-SIMPLE",
        regulator=_S,
        force=_NDRC_36,
        months=(0, 3),
        procedures=_SIMPLE,
        publicity=Publicity.ON_REQUEST,
        source=_ORDER_36,
        confirmed=False,
    ),
    _penalty(
        "SAMR-45-RESTRICTION",
        regulator=_S,
        force=(SAMR_45_FROM, None),
        months=(None, None),
        any_types=RESTRICTIONS,
        restriction_over=36,
        start=_FROM_PUBLICATION,
        end=EndBasis.RESTRICTION,
        source=f"{_SAMR_45}第十三条第三款",
    ),
    # Market regulation, order 45
    _penalty(
        "SAMR-45-CRITICISM",
        regulator=_S,
        force=_SAMR_2021,
        months=(None, 3),
        only_types=_WARNING_AND_CRITICISM,
        start=_FROM_PUBLICATION,
        source=f"{_SAMR_45}第十三条",
    ),
    _penalty(
        "SAMR-45-LOW-FINE",
        regulator=_S,
        force=_SAMR_2021,
        months=(None, 3),
        classes=_MINOR,
        only_types=_WITH_LOW_FINE,
        start=_FROM_PUBLICATION,
        source=f"{_SAMR_45}第十三条",
    ),
    _penalty(
        "SAMR-45-NEVER-EARLY",
        regulator=_S,
        force=_SAMR_2021,
        months=(None, 36),
        any_types=_NEVER_EARLY,
        start=_FROM_PUBLICATION,
        source=f"{_SAMR_45}第十三条、第十四条",
    ),
    _penalty(
        "SAMR-45-SPECIAL",
        regulator=_S,
        force=_SAMR_2021,
        months=(12, 36),
        domains=_FOOD_DRUG_EQUIPMENT,
        start=_FROM_PUBLICATION,
        source=f"{_SAMR_45}第十三条、第十四条",
    ),
    _penalty(
        "SAMR-45-OTHER",
        regulator=_S,
        force=_SAMR_2021,
        months=(6, 36),
        start=_FROM_PUBLICATION,
        source=f"{_SAMR_45}第十三条、第十四条",
    ),
    # Market regulation, order 107: its start basis could not be checked; the earlier one is taken
    _penalty(
        "SAMR-107-MINOR",
        regulator=_S,
        force=_SAMR_2025,
        months=(None, 3),
        classes=_MINOR,
        source=_SAMR_107,
        confirmed=False,
    ),
    _penalty(
        "SAMR-107-GENERAL",
        regulator=_S,
        force=_SAMR_2025,
        months=(3, 12),
        classes=_GENERAL,
        source=_SAMR_107,
        confirmed=False,
    ),
    _penalty(
        "SAMR-107-SERIOUS",
        regulator=_S,
        force=_SAMR_2025,
        months=(12, 36),
        classes=_SERIOUS,
        source=_SAMR_107,
        confirmed=False,
    ),
    # All other kinds: no national figure is confirmed
    _other("LICENCE-VALIDITY", kind=LICENCE, source="《企业信息公示暂行条例》第七条"),
    _other("HONOUR-VALIDITY", kind=HONOUR, source="《公共信用信息报告标准(2022年版)》；国发〔2016〕33号"),
    _other("COMMITMENT-END", kind=COMMITMENT, source="《公共信用信息报告标准(2022年版)》；国办发〔2020〕49号"),
    _other("EVALUATION-END", kind=EVALUATION, source="《公共信用信息报告标准(2022年版)》"),
    _other("RECALL-OPEN", kind=RECALL, source="《消费品召回管理暂行规定》"),
    _other("STANDARD-END", kind=STANDARD_DECLARATION, source="《标准化法》第二十七条"),
    _other("ABNORMAL-EXIT", kind=ABNORMAL_OPERATION, source="《企业信息公示暂行条例》第十七条"),
    _other(
        "INSPECTION-1Y",
        kind=INSPECTION,
        maximum=12,
        end=EndBasis.MAXIMUM,
        source="《企业信息公示暂行条例》第十四条",
    ),
    _other(
        "JUDGMENT-5Y",
        kind=JUDGMENT,
        maximum=60,
        end=EndBasis.MAXIMUM,
        source="《湖北省社会信用信息管理条例》(失信信息查询期限，条款和年限待核实)",
    ),
)
