"""Agencies that the order of 2017 names, with the field whose rules govern each; codes are made up but valid."""

from dataclasses import dataclass

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.shared.rules.uscc import complete_uscc


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgency:
    """`short` stands in document numbers: 武市监罚字〔2026〕12号."""

    code: str
    name: str
    short: str
    domain: RegulatoryDomain
    slug: str


def _agency(ordinal: int, slug: str, name: str, short: str, domain: RegulatoryDomain) -> DemoAgency:
    code = complete_uscc(department="1", category="1", region="420100", organisation=f"0110{ordinal:04d}")
    return DemoAgency(code=code, name=name, short=short, domain=domain, slug=slug)


AGENCIES: tuple[DemoAgency, ...] = (
    _agency(1, "fgw", "武汉市发展和改革委员会", "武发改", RegulatoryDomain.OTHER),
    _agency(2, "gsj", "武汉市工商行政管理局", "武工商", RegulatoryDomain.MARKET_REGULATION),
    _agency(3, "zjj", "武汉市质量技术监督局", "武质监", RegulatoryDomain.MARKET_REGULATION),
    _agency(4, "spyj", "武汉市食品药品监督管理局", "武食药监", RegulatoryDomain.MARKET_REGULATION),
    _agency(5, "nw", "武汉市农业委员会", "武农", RegulatoryDomain.AGRICULTURE),
    _agency(6, "swj", "武汉市商务局", "武商务", RegulatoryDomain.OTHER),
    _agency(7, "jxw", "武汉市经济和信息化委员会", "武经信", RegulatoryDomain.OTHER),
    _agency(8, "kjj", "武汉市科学技术局", "武科", RegulatoryDomain.OTHER),
    _agency(9, "lyj", "武汉市旅游局", "武旅", RegulatoryDomain.OTHER),
    _agency(10, "whj", "武汉市文化局", "武文", RegulatoryDomain.OTHER),
    _agency(11, "wjw", "武汉市卫生和计划生育委员会", "武卫", RegulatoryDomain.OTHER),
    _agency(12, "jyj", "武汉市教育局", "武教", RegulatoryDomain.OTHER),
    _agency(13, "rsj", "武汉市人力资源和社会保障局", "武人社", RegulatoryDomain.LABOUR),
    _agency(14, "gaj", "武汉市公安局", "武公", RegulatoryDomain.FIRE),
    _agency(15, "cgw", "武汉市城市管理委员会", "武城管", RegulatoryDomain.OTHER),
    _agency(16, "czj", "武汉市财政局", "武财", RegulatoryDomain.OTHER),
    _agency(17, "jrj", "武汉市金融工作局", "武金", RegulatoryDomain.OTHER),
    _agency(18, "gzw", "武汉市人民政府国有资产监督管理委员会", "武国资", RegulatoryDomain.OTHER),
    _agency(19, "swju", "武汉市税务局", "武税", RegulatoryDomain.TAX),
    _agency(20, "hg", "武汉海关", "武关", RegulatoryDomain.CUSTOMS),
    _agency(21, "yjj", "武汉市应急管理局", "武应急", RegulatoryDomain.WORK_SAFETY),
    _agency(22, "hbj", "武汉市环境保护局", "武环", RegulatoryDomain.ENVIRONMENT),
    _agency(23, "zyfy", "武汉市中级人民法院", "鄂01", RegulatoryDomain.JUSTICE),
)
BY_SLUG = {agency.slug: agency for agency in AGENCIES}
