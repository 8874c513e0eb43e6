"""What the law attaches to a black list of ours, as letters state it.

国办发〔2020〕49号: measures only by law and within 全国失信惩戒措施基础清单. The wording could not be compared with the
official prints, so every source is marked unconfirmed.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lists.criteria.definitions import (
    MARKET_REGULATION,
    ORDER_11_SAFETY,
    ORDER_44,
    ORDER_45_LABOUR,
    WAGE_ARREARS,
    WORK_SAFETY,
)

UNCONFIRMED = "（表述待核实）"
_CATALOGUE = (
    "列入期间，有关机关依照《全国失信惩戒措施基础清单》和法律、法规、党中央国务院政策文件的规定实施其他管理措施。"
)

MEASURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        MARKET_REGULATION: (
            "在审查行政许可、资质、资格，委托承担政府采购项目、工程招投标时，依法作为重要考量因素。",
            "列为重点监管对象，提高检查频次，依法严格监管。",
            "不适用告知承诺制。",
            "不予授予市场监督管理部门的荣誉称号等表彰奖励。",
            _CATALOGUE,
        ),
        WAGE_ARREARS: (
            "在政府资金支持、政府采购、招投标、融资贷款、市场准入、税收优惠、评优评先、交通出行等方面依法依规予以限制。",
            _CATALOGUE,
        ),
        WORK_SAFETY: ("列为重点监管对象，增加执法检查频次，依法严格监管。", _CATALOGUE),
    }
)
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        MARKET_REGULATION: f"{ORDER_44}第十五条",
        WAGE_ARREARS: f"《保障农民工工资支付条例》第四十八条、{ORDER_45_LABOUR}",
        WORK_SAFETY: ORDER_11_SAFETY,
    }
)


def measures_source(slug: str) -> str:
    """Return the source of the measures of a list."""
    return f"{_SOURCES[slug]}{UNCONFIRMED}"
