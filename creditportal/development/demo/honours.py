"""Brands and titles of the made-up city, of every category that the order of 2017 names."""

from random import Random

# Categories of which the city has more than one title.
REPLACED_HONOURS = frozenset({"老字号", "质量奖", "名牌产品", "守合同重信用"})
# Title, category, level, product or service, brand.
_TITLES = (
    ("武汉老字号", "老字号", "市级", "热干面", "楚凤楼"),
    ("湖北老字号", "老字号", "省级", "糕点", "汉水居"),
    ("中华老字号", "老字号", "国家级", "中药饮片", "琴台"),
    ("中国驰名商标", "驰名商标", "国家级", "", "江城月"),
    ("湖北名牌产品", "名牌产品", "省级", "电热水壶", "江城月"),
    ("湖北名牌产品", "名牌产品", "省级", "汽车零部件", "黄鹤里"),
    ("市长质量奖", "质量奖", "市级", "", ""),
    ("长江质量奖", "质量奖", "省级", "", ""),
    ("地理标志保护产品", "地理标志", "国家级", "洪山菜薹", ""),
    ("绿色食品", "三品一标", "国家级", "大米", "汉水居"),
    ("高新技术企业", "高新技术企业", "国家级", "", ""),
    ("守合同重信用企业", "守合同重信用", "市级", "", ""),
)


def brand_honour(*, serial: str) -> dict[str, object]:
    """Return what makes an honour one of those, by field code; the same for the same serial number."""
    title, category, level, product, brand = Random(f"honour:{serial}").choice(_TITLES)
    facts = {"X_RY_MC": title, "X_RY_LB": category, "X_RY_JB": level, "X_RY_CP": product, "X_RY_SB": brand}
    return {code: value for code, value in facts.items() if value}
