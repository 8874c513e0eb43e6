"""Products of the made-up city: what spot checks found, in the words of result tables. Brands are made up."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    name: str
    models: tuple[str, ...]
    standard: str
    failures: tuple[str, ...]


PRODUCTS = (
    _Product(
        name="电热水壶",
        models=("1.8L 1500W", "1.5L 1350W", "JH-K17"),
        standard="GB 4706.19",
        failures=("接地措施（实测值0.35Ω，标准值≤0.1Ω）", "电源连接和外部软线（标准值软线不得松动）"),
    ),
    _Product(
        name="儿童三轮车",
        models=("X-3", "可推可骑 3-6岁"),
        standard="GB 14747",
        failures=("小零件（实测值有小零件脱落，标准值不得脱落）",),
    ),
    _Product(
        name="细木工板",
        models=("2440×1220×15mm",),
        standard="GB/T 5849",
        failures=("甲醛释放量（实测值0.212mg/m³，标准值≤0.124mg/m³）",),
    ),
    _Product(
        name="热干面调料",
        models=("260g/袋", "500g/瓶"),
        standard="GB 2760",
        failures=("苯甲酸及其钠盐（实测值1.32g/kg，标准值≤1.0g/kg）", "菌落总数（实测值超出限量，标准值n=5）"),
    ),
    _Product(
        name="LED台灯",
        models=("MT-12 8W", "MT-20 12W"),
        standard="GB 7000.204",
        failures=("外部接线和内部接线（标准值导线截面积≥0.75mm²）",),
    ),
    _Product(name="电动自行车头盔", models=("A类 L",), standard="GB 811", failures=("吸收碰撞能量性能",)),
)
SHARE_STRICTER, SHARE_REPLACING = 0.4, 0.3
# Divisions of GB/T 4754 whose enterprises make things.
MANUFACTURING = range(13, 44)
BRANDS = ("江城月", "汉水居", "楚凤楼", "琴台", "黄鹤里", "")
SHOPS = ("武昌区宜家百货店", "江岸区惠民超市", "汉阳区五金日杂商行", "洪山区佳佳母婴用品店")
LABORATORIES = ("武汉市产品质量监督检验所", "湖北省产品质量监督检验研究院")


def makes_things(industry: str) -> bool:
    """Return whether an industry is one of those that make products."""
    return industry[:2].isdigit() and int(industry[:2]) in MANUFACTURING


def spot_check(name: str, *, is_maker: bool, serial: str, decided_on: date, is_failed: bool) -> dict[str, object]:
    """Return what a spot check adds to an inspection, by field code; the same for the same serial number.

    The enterprise of that name made the product, or sold it.
    """
    rng = Random(f"spot-check:{serial}")
    product = rng.choices(PRODUCTS, weights=(5, 2, 2, 2, 2, 1))[0]
    brand = rng.choice(BRANDS)
    made_on = decided_on - timedelta(days=rng.randint(20, 200))
    facts: dict[str, object] = {
        "X_JC_CP": product.name,
        "X_JC_PC": rng.choice(
            (f"{made_on:%Y%m%d}", made_on.isoformat(), f"{made_on:%Y}年{made_on.month}月{made_on.day}日")
        ),
        "X_JC_GG": rng.choice(product.models),
        "X_JC_SB": brand,
        "X_JC_SCQY": name if is_maker else f"武汉{brand or '样例'}实业有限公司",
        "X_JC_XSDW": rng.choice(SHOPS) if is_maker else name,
        "X_JC_JYJG": rng.choice(LABORATORIES),
        "X_JC_BZ_YJ": product.standard,
    }
    if is_failed:
        facts["X_JC_BHG"] = rng.choice(product.failures)
    return facts


def declared_standard(uscc: str, *, serial: str, year: int) -> dict[str, object]:
    """Return what a declared standard states beyond number, name and day; the same for the same serial number."""
    rng = Random(f"standard:{serial}")
    product = rng.choice(PRODUCTS)
    facts: dict[str, object] = {
        "X_ZM_MC": f"{product.name}通用技术条件",
        "X_ZM_CP": product.name,
        "X_ZM_WZ": f"https://standards.example.org/{uscc}/{serial}",
    }
    if rng.random() < SHARE_STRICTER:
        facts["X_ZM_YY"] = product.standard
    if rng.random() < SHARE_REPLACING:
        facts["X_ZM_DT"] = f"Q/{uscc[-4:]} {serial}-{year - 3}"
    return facts
