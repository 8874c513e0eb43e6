"""Today's agencies of the city, with the names that the order of 2017 gives them as former ones; codes are made up."""

from dataclasses import dataclass
from datetime import date

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.shared.rules.uscc import complete_uscc

# The reform of 2018 was carried out in the city at the beginning of 2019; single days are not confirmed.
REFORM_2018 = "《深化党和国家机构改革方案》(2018年)及本市机构改革方案(日期待核实)"
REFORMED_ON = date(2019, 1, 1)
TAX_MERGER = "《国税地税征管体制改革方案》(2018年)"
FINANCE_REFORM = "《党和国家机构改革方案》(2023年)及本市机构改革方案(日期待核实)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastName:
    """A name that the agency, or a body merged into it, bore until a day (None: day not known)."""

    name: str
    until: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgency:
    """`short` stands in document numbers: 武市监罚字〔2026〕12号."""

    code: str
    name: str
    short: str
    domain: RegulatoryDomain
    slug: str
    former: tuple[PastName, ...] = ()


def _agency(
    ordinal: int, slug: str, name: str, short: str, domain: RegulatoryDomain, *former: str | PastName
) -> DemoAgency:
    code = complete_uscc(department="1", category="1", region="420100", organisation=f"0110{ordinal:04d}")
    names = tuple(_reformed(each) if isinstance(each, str) else each for each in former)
    return DemoAgency(code=code, name=name, short=short, domain=domain, slug=slug, former=names)


def _reformed(name: str) -> PastName:
    return PastName(name=name, until=REFORMED_ON, source=REFORM_2018)


AGENCIES: tuple[DemoAgency, ...] = (
    _agency(1, "fgw", "武汉市发展和改革委员会", "武发改", RegulatoryDomain.OTHER),
    _agency(
        2,
        "gsj",
        "武汉市市场监督管理局",
        "武市监",
        RegulatoryDomain.MARKET_REGULATION,
        "武汉市工商行政管理局",
        "武汉市质量技术监督局",
        "武汉市食品药品监督管理局",
    ),
    _agency(5, "nw", "武汉市农业农村局", "武农", RegulatoryDomain.AGRICULTURE, "武汉市农业委员会"),
    _agency(6, "swj", "武汉市商务局", "武商务", RegulatoryDomain.OTHER),
    _agency(7, "jxw", "武汉市经济和信息化局", "武经信", RegulatoryDomain.OTHER, "武汉市经济和信息化委员会"),
    _agency(
        8,
        "kjj",
        "武汉市科技创新局",
        "武科",
        RegulatoryDomain.OTHER,
        PastName(name="武汉市科学技术局", until=None, source=FINANCE_REFORM),
    ),
    _agency(
        9,
        "whj",
        "武汉市文化和旅游局",
        "武文旅",
        RegulatoryDomain.OTHER,
        "武汉市文化局",
        "武汉市旅游局",
    ),
    _agency(11, "wjw", "武汉市卫生健康委员会", "武卫", RegulatoryDomain.OTHER, "武汉市卫生和计划生育委员会"),
    _agency(12, "jyj", "武汉市教育局", "武教", RegulatoryDomain.OTHER),
    _agency(13, "rsj", "武汉市人力资源和社会保障局", "武人社", RegulatoryDomain.LABOUR),
    _agency(14, "gaj", "武汉市公安局", "武公", RegulatoryDomain.OTHER),
    _agency(15, "cgw", "武汉市城市管理执法委员会", "武城管", RegulatoryDomain.OTHER, "武汉市城市管理委员会"),
    _agency(16, "czj", "武汉市财政局", "武财", RegulatoryDomain.OTHER),
    _agency(
        17,
        "jrj",
        "武汉市地方金融管理局",
        "武金",
        RegulatoryDomain.OTHER,
        PastName(name="武汉市金融工作局", until=None, source=FINANCE_REFORM),
    ),
    _agency(18, "gzw", "武汉市人民政府国有资产监督管理委员会", "武国资", RegulatoryDomain.OTHER),
    _agency(
        19,
        "swju",
        "国家税务总局武汉市税务局",
        "武税",
        RegulatoryDomain.TAX,
        PastName(name="武汉市国家税务局", until=date(2018, 7, 5), source=TAX_MERGER),
        PastName(name="武汉市地方税务局", until=date(2018, 7, 5), source=TAX_MERGER),
    ),
    _agency(20, "hg", "武汉海关", "武关", RegulatoryDomain.CUSTOMS),
    _agency(21, "yjj", "武汉市应急管理局", "武应急", RegulatoryDomain.WORK_SAFETY, "武汉市安全生产监督管理局"),
    _agency(22, "hbj", "武汉市生态环境局", "武环", RegulatoryDomain.ENVIRONMENT, "武汉市环境保护局"),
    _agency(23, "zyfy", "武汉市中级人民法院", "鄂01", RegulatoryDomain.JUSTICE),
    _agency(24, "xfj", "武汉市消防救援支队", "武消", RegulatoryDomain.FIRE),
)
BY_SLUG = {agency.slug: agency for agency in AGENCIES}
