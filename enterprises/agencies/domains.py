"""Fields of regulation in which agencies act."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Regulator(StrEnum):
    """Whose rules of publication govern: the market regulator's own, or the national ones."""

    SAMR = "SAMR"
    NDRC = "NDRC"


class RegulatoryDomain(StrEnum):
    """领域 of an agency or a penalty; some periods depend on it."""

    MARKET_REGULATION = "MARKET_REGULATION"
    FOOD_DRUG = "FOOD_DRUG"
    SPECIAL_EQUIPMENT = "SPECIAL_EQUIPMENT"
    WORK_SAFETY = "WORK_SAFETY"
    FIRE = "FIRE"
    ENVIRONMENT = "ENVIRONMENT"
    TAX = "TAX"
    LABOUR = "LABOUR"
    TRANSPORT = "TRANSPORT"
    CONSTRUCTION = "CONSTRUCTION"
    AGRICULTURE = "AGRICULTURE"
    CUSTOMS = "CUSTOMS"
    JUSTICE = "JUSTICE"
    OTHER = "OTHER"


DOMAIN_LABELS: Mapping[RegulatoryDomain, str] = MappingProxyType(
    {
        RegulatoryDomain.MARKET_REGULATION: "市场监管",
        RegulatoryDomain.FOOD_DRUG: "食品药品",
        RegulatoryDomain.SPECIAL_EQUIPMENT: "特种设备",
        RegulatoryDomain.WORK_SAFETY: "安全生产",
        RegulatoryDomain.FIRE: "消防",
        RegulatoryDomain.ENVIRONMENT: "生态环境",
        RegulatoryDomain.TAX: "税务",
        RegulatoryDomain.LABOUR: "人力资源社会保障",
        RegulatoryDomain.TRANSPORT: "交通运输",
        RegulatoryDomain.CONSTRUCTION: "住房城乡建设",
        RegulatoryDomain.AGRICULTURE: "农业农村",
        RegulatoryDomain.CUSTOMS: "海关",
        RegulatoryDomain.JUSTICE: "司法",
        RegulatoryDomain.OTHER: "其他",
    }
)
REGULATOR_LABELS: Mapping[Regulator, str] = MappingProxyType(
    {Regulator.SAMR: "市场监管总局规章", Regulator.NDRC: "国家发展改革委规章"}
)


_OF_MARKET_REGULATION = frozenset(
    {RegulatoryDomain.MARKET_REGULATION, RegulatoryDomain.FOOD_DRUG, RegulatoryDomain.SPECIAL_EQUIPMENT}
)


def regulator_of(domain: RegulatoryDomain) -> Regulator:
    """Return whose rules an agency of that domain follows if it names none.

    Market regulation has its own, which drug administrations follow (SAMR order 45 art. 18); all others share one.
    """
    return Regulator.SAMR if domain in _OF_MARKET_REGULATION else Regulator.NDRC
