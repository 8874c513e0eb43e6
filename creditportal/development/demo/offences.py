"""Offences of the made-up city: what its enterprises are fined for."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    agency: str
    type: str
    fact: str
    law: str
    fines: tuple[int, ...]  # yuan
    also: str = ""
    domain: str = ""  # 处罚领域 where it is not the agency's
    trades: frozenset[str] | None = None  # None: of every trade


# Yuan; decided on the spot, so unpublished or minor (行政处罚法 art. 51 allows up to 3,000).
LARGEST_SIMPLE_FINE = 2_000
_MAKERS = frozenset(
    {
        *("电器", "食品", "服饰", "家具", "汽车零部件", "机械制造", "光电技术"),
        *("医疗器械", "生物医药", "化工", "新材料", "印务"),
    }
)
_SELLERS = frozenset({"商贸", "贸易", "超市", "便利店", "服装店", "五金经营部", "药店", "建材经营部", "汽车修理店"})
_FOOD = frozenset({"食品", "餐饮管理", "餐馆", "小吃店", "便利店", "超市"})
_BUILDERS = frozenset({"建筑工程", "装饰工程", "市政工程", "机电设备", "物流", "能源"})
OFFENCES: tuple[Offence, ...] = (
    Offence(
        agency="gsj",
        type="虚假宣传",
        fact="当事人在店堂及网页使用“全国第一”等用语宣传其商品，与实际情况不符。",
        law="《中华人民共和国反不正当竞争法》第二十条",
        fines=(20_000, 50_000, 200_000),
    ),
    Offence(
        agency="gsj",
        type="侵犯注册商标专用权",
        fact="当事人销售标有他人注册商标的商品，不能说明合法来源，货值明显。",
        law="《中华人民共和国商标法》第六十条",
        fines=(30_000, 80_000, 250_000),
        also="没收非法财物",
        trades=_SELLERS | frozenset({"服饰", "食品", "电器"}),
    ),
    Offence(
        agency="gsj",
        type="生产不合格产品",
        fact="经抽样检验，当事人生产的产品不符合强制性国家标准。",
        law="《中华人民共和国产品质量法》第四十九条",
        fines=(15_000, 60_000, 150_000),
        also="没收违法所得",
        trades=_MAKERS,
    ),
    Offence(
        agency="gsj",
        type="销售以不合格产品冒充合格产品",
        fact="当事人将检验不合格的商品贴上合格证后销售。",
        law="《中华人民共和国产品质量法》第五十条",
        fines=(12_000, 45_000, 90_000),
        also="没收违法所得",
        trades=_SELLERS,
    ),
    Offence(
        agency="gsj",
        type="假冒专利",
        fact="当事人在专利权终止后继续在产品包装上标注专利标识。",
        law="《中华人民共和国专利法》第六十八条",
        fines=(6_000, 20_000, 60_000),
        trades=_MAKERS | _SELLERS,
    ),
    Offence(
        agency="gsj",
        type="经营超过保质期的食品",
        fact="现场检查发现货架上陈列待售的预包装食品已超过保质期。",
        law="《中华人民共和国食品安全法》第一百二十四条",
        fines=(5_000, 50_000, 100_000),
        domain="食品药品",
        trades=_FOOD,
    ),
    Offence(
        agency="hbj",
        type="超标排放水污染物",
        fact="监测报告显示当事人外排废水化学需氧量超过许可排放限值。",
        law="《中华人民共和国水污染防治法》第八十三条",
        fines=(100_000, 240_000, 680_000),
        trades=_MAKERS | frozenset({"生态养殖"}),
    ),
    Offence(
        agency="yjj",
        type="未按规定开展安全生产教育培训",
        fact="当事人未如实记录从业人员安全生产教育和培训情况。",
        law="《中华人民共和国安全生产法》第九十七条",
        fines=(20_000, 90_000, 180_000),
        trades=_MAKERS | _BUILDERS,
    ),
    Offence(
        agency="rsj",
        type="违法延长劳动时间",
        fact="当事人安排劳动者加班超过法定上限，经责令改正后逾期未改。",
        law="《劳动保障监察条例》第二十五条",
        fines=(6_000, 20_000, 40_000),
    ),
    Offence(
        agency="xfj",
        type="消防设施未保持完好有效",
        fact="检查发现当事人自动消防设施停用，疏散通道堵塞。",
        law="《中华人民共和国消防法》第六十条",
        fines=(8_000, 30_000, 50_000),
    ),
    Offence(
        agency="cgw",
        type="擅自占用城市道路",
        fact="当事人未经许可占用人行道堆放施工材料。",
        law="《城市道路管理条例》第四十二条",
        fines=(2_000, 10_000, 20_000),
    ),
    Offence(
        agency="swju",
        type="未按规定开具发票",
        fact="当事人少计收入，未按规定开具发票。",
        law="《中华人民共和国发票管理办法》第三十三条",
        fines=(3_000, 30_000, 120_000),
    ),
)


@cache
def offences_of(trade: str) -> tuple[Offence, ...]:
    """Return what enterprises of a trade may be fined for."""
    return tuple(each for each in OFFENCES if each.trades is None or trade in each.trades)
