"""Which penalties count as infringement and counterfeit cases: laws with articles and days in force, and words of acts.

Articles are those that provide for the penalty, and those that it cites for the act. docs/rules/enforcement.md
explains what is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Infringement(StrEnum):
    """Classes of infringement and counterfeit cases."""

    TRADEMARK = "trademark"
    CONFUSION = "confusion"
    GOODS = "goods"
    PATENT = "patent"
    COPYRIGHT = "copyright"
    DRUGS = "drugs"
    FARM_SUPPLIES = "farm-supplies"


INFRINGEMENT_LABELS: Mapping[Infringement, str] = MappingProxyType(
    {
        Infringement.TRADEMARK: "侵犯注册商标专用权",
        Infringement.CONFUSION: "仿冒混淆",
        Infringement.GOODS: "制售假冒伪劣商品",
        Infringement.PATENT: "假冒专利",
        Infringement.COPYRIGHT: "侵犯著作权",
        Infringement.DRUGS: "假药劣药",
        Infringement.FARM_SUPPLIES: "假冒伪劣农资",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """Articles of one version of a law; a penalty decided `since <= day < until` counts (None: no bound).

    `confirmed` False: the numbers of the articles wait for a look at the official text.
    """

    infringement: Infringement
    law: str
    articles: frozenset[int]
    version: str
    since: date | None = None
    until: date | None = None
    confirmed: bool = True

    def is_in_force(self, day: date | None) -> bool:
        """Return whether the version governs a decision of that day; an unknown day is taken as of now."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def _basis(
    infringement: Infringement,
    law: str,
    *articles: int,
    version: str,
    since: date,
    until: date | None = None,
    confirmed: bool = True,
) -> LegalBasis:
    return LegalBasis(
        infringement=infringement,
        law=law,
        articles=frozenset(articles),
        version=version,
        since=since,
        until=until,
        confirmed=confirmed,
    )


_I = Infringement
LEGAL_BASES: tuple[LegalBasis, ...] = (
    _basis(_I.TRADEMARK, "商标法", 52, 53, version="2001年修正", since=date(2001, 12, 1), until=date(2014, 5, 1)),
    _basis(_I.TRADEMARK, "商标法", 57, 60, version="2013年、2019年修正", since=date(2014, 5, 1)),
    _basis(_I.CONFUSION, "反不正当竞争法", 5, 21, version="1993年", since=date(1993, 12, 1), until=date(2018, 1, 1)),
    _basis(
        _I.CONFUSION,
        "反不正当竞争法",
        6,
        18,
        version="2017年修订、2019年修正",
        since=date(2018, 1, 1),
        until=date(2025, 10, 15),
    ),
    _basis(_I.CONFUSION, "反不正当竞争法", 7, 23, version="2025年修订", since=date(2025, 10, 15), confirmed=False),
    _basis(_I.GOODS, "产品质量法", 50, 53, version="2000年、2009年、2018年修正", since=date(2000, 9, 1)),
    _basis(_I.PATENT, "专利法", 63, version="2008年修正", since=date(2009, 10, 1), until=date(2021, 6, 1)),
    _basis(_I.PATENT, "专利法", 68, version="2020年修正", since=date(2021, 6, 1)),
    _basis(_I.COPYRIGHT, "著作权法", 48, version="2010年修正", since=date(2010, 4, 1), until=date(2021, 6, 1)),
    _basis(_I.COPYRIGHT, "著作权法", 53, version="2020年修正", since=date(2021, 6, 1)),
    _basis(_I.DRUGS, "药品管理法", 116, 117, version="2019年修订", since=date(2019, 12, 1)),
    _basis(_I.FARM_SUPPLIES, "种子法", 75, 76, version="2015年修订", since=date(2016, 1, 1), until=date(2022, 3, 1)),
    _basis(_I.FARM_SUPPLIES, "种子法", 74, 75, version="2021年修正", since=date(2022, 3, 1), confirmed=False),
    _basis(_I.FARM_SUPPLIES, "农药管理条例", 52, 55, 56, version="2017年修订、2022年修订", since=date(2017, 6, 1)),
)
# Words of the field 违法行为类型 by which a case counts, whatever its decision cites.
ACTS: Mapping[Infringement, tuple[str, ...]] = MappingProxyType(
    {
        _I.TRADEMARK: ("侵犯注册商标专用权", "侵犯商标专用权", "侵犯他人注册商标"),
        _I.CONFUSION: ("混淆行为", "仿冒知名", "仿冒混淆"),
        _I.GOODS: ("以假充真", "以次充好", "掺杂掺假", "冒充合格产品", "伪造产地", "冒用厂名", "冒用他人厂名"),
        _I.PATENT: ("假冒专利",),
        _I.COPYRIGHT: ("侵犯著作权", "侵权复制品"),
        _I.DRUGS: ("生产假药", "销售假药", "生产劣药", "销售劣药"),
        _I.FARM_SUPPLIES: ("假种子", "劣种子", "假农药", "劣质农药", "假化肥", "假冒伪劣农资"),
    }
)
