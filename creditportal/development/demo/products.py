"""Products of the made-up city: what spot checks found, in the words of result tables. Brands are made up."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from creditportal.development.demo.enterprises import DemoEnterprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product with the trades of the city that make it and sell it.

    `maker` is the trade of a maker elsewhere, `signs` are shops that the city's makers sell through.
    """

    name: str
    models: tuple[str, ...]
    standard: str
    failures: tuple[str, ...]
    maker: str
    made_by: tuple[str, ...] = ()
    sold_by: tuple[str, ...] = ("商贸", "贸易", "超市")
    signs: tuple[str, ...] = ("百货店", "超市")


KETTLE = Product(
    name="电热水壶",
    models=("1.8L 1500W", "1.5L 1350W", "JH-K17"),
    standard="GB 4706.19",
    failures=("接地措施（实测值0.35Ω，标准值≤0.1Ω）", "电源连接和外部软线（标准值软线不得松动）"),
    maker="电器",
    made_by=("电器",),
    sold_by=("商贸", "贸易", "超市", "五金经营部"),
)
LAMP = Product(
    name="LED台灯",
    models=("MT-12 8W", "MT-20 12W"),
    standard="GB 7000.204",
    failures=("外部接线和内部接线（标准值导线截面积≥0.75mm²）",),
    maker="电器",
    made_by=("电器", "光电技术"),
    sold_by=("商贸", "贸易", "超市", "五金经营部"),
)
BED = Product(
    name="木制儿童床",
    models=("1400×750mm", "1200×650mm"),
    standard="GB 28007",
    failures=("孔及间隙（实测值存在9mm的间隙，标准值不得在7mm至12mm之间）",),
    maker="家具",
    made_by=("家具",),
    signs=("家具店", "母婴用品店"),
)
PRODUCTS = (
    KETTLE,
    LAMP,
    Product(
        name="热干面调料",
        models=("260g/袋", "500g/瓶"),
        standard="GB 2760",
        failures=("苯甲酸及其钠盐（实测值1.32g/kg，标准值≤1.0g/kg）", "菌落总数（实测值超出限量，标准值n=5）"),
        maker="食品",
        made_by=("食品",),
        sold_by=("商贸", "超市", "便利店"),
        signs=("副食店", "超市"),
    ),
    Product(
        name="儿童连衣裙",
        models=("120/60", "130/64"),
        standard="GB 31701",
        failures=("绳带要求（实测值背部有外露绳带，标准值不得有）",),
        maker="服饰",
        made_by=("服饰",),
        sold_by=("商贸", "贸易", "服装店"),
        signs=("服装店", "母婴用品店"),
    ),
    BED,
    Product(
        name="汽车用制动衬片",
        models=("前轮 A-71", "后轮 A-72"),
        standard="GB 5763",
        failures=("摩擦系数（实测值0.21，标准值≥0.25）",),
        maker="汽车零部件",
        made_by=("汽车零部件",),
        sold_by=("汽车修理店", "贸易"),
        signs=("汽配经营部",),
    ),
    Product(
        name="内墙涂料",
        models=("18L/桶", "5L/桶"),
        standard="GB 18582",
        failures=("挥发性有机化合物含量（实测值156g/L，标准值≤80g/L）",),
        maker="涂料",
        made_by=("化工", "新材料"),
        sold_by=("建材经营部",),
        signs=("建材经营部",),
    ),
    Product(
        name="儿童三轮车",
        models=("X-3", "可推可骑 3-6岁"),
        standard="GB 14747",
        failures=("小零件（实测值有小零件脱落，标准值不得脱落）",),
        maker="玩具",
    ),
    Product(
        name="电动自行车头盔",
        models=("A类 L",),
        standard="GB 811",
        failures=("吸收碰撞能量性能",),
        maker="防护用品",
        sold_by=("商贸", "超市", "五金经营部"),
    ),
)
SHARE_STRICTER, SHARE_REPLACING, SHARE_UNBRANDED = 0.4, 0.3, 0.15
# Brands of makers elsewhere.
BRANDS = ("江城月", "汉水居", "楚凤楼", "琴台", "黄鹤里")
SHOPS = ("武昌区佳宜", "江岸区惠民", "汉阳区永安", "洪山区晨曦")
LABORATORIES = ("江城产品质量检验中心", "楚信检测技术服务中心")


def products_of(trade: str) -> tuple[Product, ...]:
    """Return what enterprises of a trade make, else what they sell; empty for those that do neither."""
    made = tuple(product for product in PRODUCTS if trade in product.made_by)
    return made or tuple(product for product in PRODUCTS if trade in product.sold_by)


def spot_check(
    *,
    name: str,
    trade: str,
    brand: str,
    serial: str,
    decided_on: date,
    is_failed: bool,
    product: Product | None = None,
) -> dict[str, object]:
    """Return what a spot check adds to an inspection, by field code; the same for the same serial number.

    The enterprise of that name and trade made the product under its brand, or sold one of others. Without `product`
    it is one of its trade, with a brand at most times.
    """
    rng = Random(f"spot-check:{serial}")
    checked = product or rng.choice(products_of(trade))
    is_maker = trade in checked.made_by
    brand = brand if is_maker else rng.choice(BRANDS)
    if product is None and rng.random() < SHARE_UNBRANDED:
        brand = ""
    made_on = decided_on - timedelta(days=rng.randint(20, 200))
    facts: dict[str, object] = {
        "X_JC_CP": checked.name,
        "X_JC_PC": rng.choice(
            (f"{made_on:%Y%m%d}", made_on.isoformat(), f"{made_on:%Y}年{made_on.month}月{made_on.day}日")
        ),
        "X_JC_GG": rng.choice(checked.models),
        "X_JC_SB": brand,
        "X_JC_SCQY": name if is_maker else f"示例市{brand or '样例'}{checked.maker}有限公司",
        "X_JC_XSDW": rng.choice(SHOPS) + rng.choice(checked.signs) if is_maker else name,
        "X_JC_JYJG": rng.choice(LABORATORIES),
        "X_JC_BZ_YJ": checked.standard,
    }
    if is_failed:
        facts["X_JC_BHG"] = rng.choice(checked.failures)
    return facts


def declared_standard(enterprise: DemoEnterprise, *, serial: str, year: int) -> dict[str, object]:
    """Return what a declared standard states beyond number and day; the same for the same serial number.

    Makers declare standards of their products, others one of their service.
    """
    rng = Random(f"standard:{serial}")
    made = [product for product in products_of(enterprise.trade) if enterprise.trade in product.made_by]
    product = rng.choice(made) if made else None
    facts: dict[str, object] = {
        "X_ZM_MC": f"{product.name}通用技术条件" if product else f"{enterprise.trade}服务规范",
        "X_ZM_CP": product.name if product else f"{enterprise.trade}服务",
        "X_ZM_WZ": f"https://standards.example.org/{enterprise.uscc}/{serial}",
    }
    if product and rng.random() < SHARE_STRICTER:
        facts["X_ZM_YY"] = product.standard
    if rng.random() < SHARE_REPLACING:
        facts["X_ZM_DT"] = f"Q/{enterprise.uscc[-4:]} {serial}-{year - 3}"
    return facts
