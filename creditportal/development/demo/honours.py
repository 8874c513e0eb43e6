"""Titles of the made-up city, of every category that the order of 2017 names, each for trades that may bear it."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from creditportal.development.demo.enterprises import DemoEnterprise

_GOODS = ("电器", "食品", "服饰", "家具", "汽车零部件", "机械制造", "光电技术", "医疗器械")
_TECHNICAL = (
    *("科技", "信息技术", "软件", "网络科技", "生物医药", "光电技术"),
    *("新材料", "医疗器械", "安防技术", "环保工程", "能源"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title, and the agency that gives it by its slug.

    `products` gives the product by the trade, "" for none; without it every trade may bear the title. It is valid for
    so many `months`, 0 for no end.
    """

    agency: str
    name: str
    category: str
    level: str
    months: int = 36
    products: Mapping[str, str] | None = None
    is_of_brand: bool = False
    is_of_companies: bool = False
    weight: int = 3


TITLES = (
    Title(agency="swju", name="纳税信用A级纳税人", category="纳税信用A级", level="市级", weight=8),
    Title(
        agency="hg",
        name="海关高级认证企业",
        category="海关高级认证",
        level="国家级",
        products=dict.fromkeys((*_GOODS, "商贸", "贸易", "物流", "供应链管理"), ""),
    ),
    Title(agency="gsj", name="守合同重信用企业", category="守合同重信用", level="市级", months=24, weight=4),
    Title(agency="gsj", name="市长质量奖", category="质量奖", level="市级", is_of_companies=True, weight=1),
    Title(agency="gsj", name="长江质量奖", category="质量奖", level="省级", is_of_companies=True, weight=1),
    Title(
        agency="swj",
        name="武汉老字号",
        category="老字号",
        level="市级",
        months=0,
        products={"餐饮管理": "热干面", "餐馆": "热干面", "小吃店": "豆皮", "食品": "糕点", "服饰": "旗袍"},
        is_of_brand=True,
        weight=12,
    ),
    Title(
        agency="swj",
        name="湖北老字号",
        category="老字号",
        level="省级",
        months=0,
        products={"餐饮管理": "汤包", "食品": "糕点", "家具": "木雕家具", "药店": "膏药"},
        is_of_brand=True,
        weight=9,
    ),
    Title(
        agency="swj",
        name="中华老字号",
        category="老字号",
        level="国家级",
        months=0,
        products={"生物医药": "中药饮片", "药店": "中药饮片", "食品": "芝麻制品"},
        is_of_brand=True,
    ),
    Title(
        agency="gsj",
        name="中国驰名商标",
        category="驰名商标",
        level="国家级",
        months=0,
        products=dict.fromkeys(_GOODS, ""),
        is_of_brand=True,
    ),
    Title(
        agency="gsj",
        name="湖北名牌产品",
        category="名牌产品",
        level="省级",
        products={
            "电器": "电热水壶",
            "汽车零部件": "汽车用制动衬片",
            "机械制造": "数控机床",
            "光电技术": "光模块",
            "家具": "实木家具",
            "服饰": "羽绒服",
            "印务": "包装纸箱",
            "新材料": "内墙涂料",
        },
        is_of_brand=True,
        weight=6,
    ),
    Title(
        agency="gsj",
        name="地理标志保护产品",
        category="地理标志",
        level="国家级",
        months=0,
        products={"农业发展": "洪山菜薹", "生态养殖": "河蟹"},
    ),
    Title(
        agency="nw",
        name="绿色食品",
        category="三品一标",
        level="国家级",
        products={"农业发展": "大米", "生态养殖": "鸡蛋", "食品": "莲子"},
        is_of_brand=True,
    ),
    Title(
        agency="kjj",
        name="高新技术企业",
        category="高新技术企业",
        level="国家级",
        products=dict.fromkeys(_TECHNICAL, ""),
        weight=6,
    ),
)


def title_for(enterprise: DemoEnterprise, *, rng: Random) -> Title:
    """Draw one of the titles that an enterprise of its trade may bear."""
    fitting = [title for title in TITLES if _may_bear(enterprise, title)]
    return rng.choices(fitting, weights=[title.weight for title in fitting])[0]


def named_in(title: Title, enterprise: DemoEnterprise) -> dict[str, object]:
    """Return what an honour states of the title, its product and brand, by field code."""
    product = (title.products or {}).get(enterprise.trade, "")
    brand = enterprise.brand if title.is_of_brand else ""
    facts = {"X_RY_MC": title.name, "X_RY_LB": title.category, "X_RY_JB": title.level, "X_RY_CP": product}
    return {code: value for code, value in {**facts, "X_RY_SB": brand}.items() if value}


def _may_bear(enterprise: DemoEnterprise, title: Title) -> bool:
    if title.is_of_companies and enterprise.legal_form == "个体工商户":
        return False
    return title.products is None or enterprise.trade in title.products
