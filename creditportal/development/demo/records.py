"""Records of the made-up city, as an agency would type them; pure, the same for the same seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from creditportal.development.demo.agencies import BY_SLUG, DemoAgency
from creditportal.development.demo.enterprises import DemoEnterprise
from creditportal.development.demo.honours import named_in, title_for
from creditportal.development.demo.offences import LARGEST_SIMPLE_FINE, Offence, offences_of
from creditportal.development.demo.products import declared_standard, products_of, spot_check
from creditportal.development.demo.words import REVOCATIONS
from enterprises.catalogue.registry import kind_of
from enterprises.shared.rules.days import add_months
from enterprises.shared.rules.uscc import complete_uscc


class Fate(StrEnum):
    """What became of a record after it was typed."""

    PUBLISHED = "PUBLISHED"
    ENDS_TOMORROW = "ENDS_TOMORROW"  # today is its last public day
    REPAIRED = "REPAIRED"
    DISPUTED = "DISPUTED"
    SUBMITTED = "SUBMITTED"
    DRAFT = "DRAFT"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRecord:
    """`raw` holds the typed fields by code; subject, agency and source are the writer's to add."""

    kind: str
    agency: DemoAgency
    raw: dict[str, object]
    decided_on: date
    fate: Fate


LICENCES = (
    ("gsj", "食品经营许可证", "预包装食品销售（含冷藏冷冻食品）"),
    ("hbj", "排污许可证", "废水、废气排放，按许可限值执行"),
    ("cgw", "户外广告设置许可证", "在许可点位设置户外广告"),
    ("yjj", "安全生产许可证", "建筑施工"),
    ("whj", "营业性演出许可证", "经营演出及经纪业务"),
    ("jyj", "民办学校办学许可证", "非学历文化教育"),
    ("wjw", "公共场所卫生许可证", "公共场所经营"),
)
ABNORMAL = ("未依照规定的期限公示年度报告", "通过登记的住所或者经营场所无法联系", "公示企业信息隐瞒真实情况、弄虚作假")
EVALUATORS = ("江城信用评估中心", "楚信企业征信服务中心", "华中社会责任研究院")
CAUSES = ("买卖合同纠纷", "建设工程施工合同纠纷", "民间借贷纠纷", "劳动争议", "租赁合同纠纷")
SHARE_SPOT_CHECKS = 0.8  # of the inspections of those that make or sell products
# How often each kind occurs among a city's records.
WEIGHTS = {
    "licence": 22,
    "penalty": 30,
    "honour": 10,
    "commitment": 12,
    "inspection": 10,
    "evaluation": 5,
    "judgment": 4,
    "abnormal-operation": 4,
    "standard-declaration": 3,
}
WEIGHT_OF_CHECKS = 24  # of inspections, for those that make or sell products


def evaluator_code(name: str) -> str:
    """Return the made-up code of an institution that evaluates."""
    return complete_uscc(
        department="9", category="1", region="420100", organisation=f"MAPJ{EVALUATORS.index(name) + 1:04}"
    )


def records_of(
    enterprise: DemoEnterprise, *, ordinal: int, seed: int, on: date, number: int | None = None
) -> list[DemoRecord]:
    """Return the records of one enterprise: `number`, else mostly few, at times many, and recalls besides."""
    rng = Random(f"{seed}:{ordinal}:records")
    count = number if number is not None else rng.choices((0, 1, 2, 3, 5, 8), weights=(25, 25, 22, 15, 9, 4))[0]
    kinds = rng.choices(list(WEIGHTS), weights=_weights(enterprise), k=count)
    made: dict[tuple[object, ...], DemoRecord] = {}
    for position, kind in enumerate(kinds):
        serial = f"{ordinal}-{position}" if position else str(ordinal)
        record = _MAKERS[kind](enterprise, serial, rng, on)
        if _key(record) in made:  # the same honour on the same day: a licence has a number of its own
            record = _licence(enterprise, serial, rng, on)
        made[_key(record)] = record
    if number is None:
        recalls = [_recall(record, enterprise) for record in made.values()]
        made |= {_key(recall): recall for recall in recalls if recall}
    return list(made.values())


def _weights(enterprise: DemoEnterprise) -> list[int]:
    """Return the weights of the kinds: products are checked where they are made and sold."""
    weights = WEIGHTS | {"inspection": WEIGHT_OF_CHECKS} if products_of(enterprise.trade) else WEIGHTS
    return list(weights.values())


def _key(record: DemoRecord) -> tuple[object, ...]:
    """Return what makes the record the same as another one of its enterprise."""
    return (record.kind, *(record.raw.get(code) for code in kind_of(record.kind).key))


def _penalty(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    fate = rng.choices(list(Fate), weights=(70, 5, 9, 5, 7, 4))[0]
    offence = rng.choice(offences_of(enterprise.trade))
    decided = (
        add_months(on, -12) + timedelta(days=1)
        if fate is Fate.ENDS_TOMORROW
        else _decided(enterprise, rng, on, months=30)
    )
    fine = _fine(offence, fate=fate, rng=rng)
    agency = BY_SLUG[offence.agency]
    if fate is Fate.PUBLISHED and rng.random() < 0.04:
        return _revocation(enterprise, serial, decided)
    types = ["罚款", *([offence.also] if offence.also and fate is not Fate.ENDS_TOMORROW else [])]
    raw: dict[str, object] = {
        "CF_WSH": f"{agency.short}罚字〔{decided.year}〕{serial}号",
        "CF_CFWS": f"{agency.name}行政处罚决定书",
        "CF_WFXW": offence.type,
        "CF_SY": offence.fact,
        "CF_YJ": offence.law,
        "CF_CFLB": ";".join(types),
        "X_CFCX": "简易程序" if fine <= LARGEST_SIMPLE_FINE else "普通程序",
        "X_CFLY": offence.domain,
        "CF_NR": f"罚款人民币{fine}元" + (f",{offence.also}" if len(types) > 1 else ""),
        "CF_NR_FK": _wan(fine),
        "CF_JDRQ": decided.isoformat(),
        "CF_YXQ": "2099-12-31",
        "CF_FRDB": enterprise.representative,
    }
    if len(types) > 1:
        raw["CF_NR_WFFF"] = _wan(rng.choice((1_000, 12_000, 36_500)))
    return DemoRecord(kind="penalty", agency=agency, raw=raw, decided_on=decided, fate=fate)


def _revocation(enterprise: DemoEnterprise, serial: str, decided: date) -> DemoRecord:
    """Return the gravest penalty: a permit revoked, a ground for the black list of either authority."""
    slug, type_, fact, law, permit, number = REVOCATIONS[decided.toordinal() % len(REVOCATIONS)]
    agency = BY_SLUG[slug]
    raw: dict[str, object] = {
        "CF_WSH": f"{agency.short}罚字〔{decided.year}〕{serial}号",
        "CF_CFWS": f"{agency.name}行政处罚决定书",
        "CF_WFXW": type_,
        "CF_SY": fact,
        "CF_YJ": law,
        "CF_CFLB": "吊销许可证件",
        "X_CFCX": "普通程序",
        "CF_NR": f"吊销{permit}",
        "CF_NR_ZKDX": f"{permit}，{number}{serial}",
        "CF_JDRQ": decided.isoformat(),
        "CF_YXQ": "2099-12-31",
        "CF_FRDB": enterprise.representative,
    }
    return DemoRecord(kind="penalty", agency=agency, raw=raw, decided_on=decided, fate=Fate.PUBLISHED)


def _fine(offence: Offence, *, fate: Fate, rng: Random) -> int:
    """Return a fine in yuan; records that end on a known day take the middle one."""
    return offence.fines[1] if fate is Fate.ENDS_TOMORROW else rng.choice(offence.fines)


def _licence(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    slug, name, content = rng.choice(LICENCES)
    agency, decided = BY_SLUG[slug], _decided(enterprise, rng, on, months=30)
    until = add_months(decided, 60)
    number = f"JY1420{serial.replace('-', '')}{rng.randint(100, 999)}"
    raw: dict[str, object] = {
        "XK_XKWS": f"准予{name.removesuffix('证')}决定书",
        "XK_WSH": f"{agency.short}许字〔{decided.year}〕{serial}号",
        "XK_XKLB": "普通",
        "XK_XKZS": name,
        "XK_XKBH": number,
        "XK_NR": content,
        "XK_JDRQ": decided.isoformat(),
        "XK_YXQZ": decided.isoformat(),
        "XK_YXQZI": (until - timedelta(days=1)).isoformat(),
        "XK_ZT": "有效",
        "XK_FRDB": enterprise.representative,
    }
    return DemoRecord(kind="licence", agency=agency, raw=raw, decided_on=decided, fate=_calm(rng))


def _honour(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    title = title_for(enterprise, rng=rng)
    agency, decided = BY_SLUG[title.agency], _decided(enterprise, rng, on, months=20)
    until = (add_months(decided, title.months) - timedelta(days=1)).isoformat() if title.months else "2099-12-31"
    raw: dict[str, object] = {
        **named_in(title, enterprise),
        "X_RY_PJND": str(decided.year - 1),
        "X_RY_RDWH": f"{agency.short}〔{decided.year}〕{serial}号",
        "X_RY_RDRQ": decided.isoformat(),
        "X_RY_YXQZ": until,
    }
    return DemoRecord(kind="honour", agency=agency, raw=raw, decided_on=decided, fate=_calm(rng))


def _commitment(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    fate = rng.choices((Fate.PUBLISHED, Fate.ENDS_TOMORROW), weights=(95, 5))[0]
    decided = _decided(enterprise, rng, on, months=20)
    until = on if fate is Fate.ENDS_TOMORROW else add_months(decided, 36)
    raw: dict[str, object] = {
        "X_CN_LX": rng.choice(("主动型", "审批替代型", "证明事项替代型", "行业自律型")),
        "X_CN_BM": f"CN{decided:%Y%m%d}{serial}",
        "X_CN_SY": rng.choice(("诚信经营", "按时支付农民工工资", "办理许可告知承诺", "产品质量安全")),
        "X_CN_RQ": decided.isoformat(),
        "X_CN_YXQZ": until.isoformat(),
        "X_CN_LYZT": rng.choice(("履行中", "全部履行")),
    }
    return DemoRecord(kind="commitment", agency=BY_SLUG["fgw"], raw=raw, decided_on=decided, fate=fate)


def _inspection(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    spot = rng.random() < SHARE_SPOT_CHECKS and bool(products_of(enterprise.trade))
    failed = rng.random() < 0.25
    agency, decided = BY_SLUG["gsj"], _decided(enterprise, rng, on, months=11)
    raw: dict[str, object] = {
        "X_JC_BH": f"{agency.short}检〔{decided.year}〕{serial}号",
        "X_JC_LX": "产品质量监督抽查" if spot else "双随机抽查",
        "X_JC_SX": "产品质量监督抽查" if spot else "登记事项检查",
        "X_JC_RQ": decided.isoformat(),
        "X_JC_JGPD": ("不合格" if failed else "合格") if spot else ("发现问题" if failed else "未发现问题"),
    }
    if spot:
        raw |= spot_check(
            name=enterprise.name,
            trade=enterprise.trade,
            brand=enterprise.brand,
            serial=serial,
            decided_on=decided,
            is_failed=failed,
        )
    elif failed:
        raw["X_JC_BHG"] = "登记的经营场所与实际不一致，已责令改正"
    return DemoRecord(kind="inspection", agency=agency, raw=raw, decided_on=decided, fate=_calm(rng))


def _evaluation(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    decided = _decided(enterprise, rng, on, months=18)
    social = rng.random() < 0.4
    raw: dict[str, object] = {
        "X_PJ_LX": "社会责任评价" if social else "信用评价",
        "X_PJ_NR": "企业社会责任履行情况" if social else "企业信用等级",
        "X_PJ_DJ": rng.choice(("AAA", "AA", "A", "BBB")),
        "X_PJ_BGBH": f"PJ{decided.year}-{serial}",
        "X_PJ_RQ": decided.isoformat(),
        "X_PJ_YXQZ": (add_months(decided, 36) - timedelta(days=1)).isoformat(),
        "X_PJ_DW": (evaluator := rng.choice(EVALUATORS)),
        "X_PJ_DWDM": evaluator_code(evaluator),
    }
    return DemoRecord(kind="evaluation", agency=BY_SLUG["fgw"], raw=raw, decided_on=decided, fate=Fate.PUBLISHED)


def _judgment(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    decided = _decided(enterprise, rng, on, months=40)
    enforcement = rng.random() < 0.5
    raw: dict[str, object] = {
        "X_SF_AH": f"({decided.year})鄂01{'执' if enforcement else '民初'}{serial}号",
        "X_SF_LX": "执行" if enforcement else "民事判决",
        "X_SF_AY": rng.choice(CAUSES),
        "X_SF_SF": "湖北",
        "X_SF_RQ": decided.isoformat(),
        "X_SF_YW": f"支付货款人民币{rng.randint(5, 500)}万元及利息",
        "X_SF_LXQK": rng.choice(("全部未履行", "部分履行", "全部履行")),
    }
    if enforcement and rng.random() < 0.5:
        raw["X_SF_JTQX"] = "有履行能力而拒不履行生效法律文书确定义务"
    return DemoRecord(kind="judgment", agency=BY_SLUG["zyfy"], raw=raw, decided_on=decided, fate=_calm(rng))


def _abnormal(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    decided = _decided(enterprise, rng, on, months=24)
    raw: dict[str, object] = {
        "X_YC_LRYY": rng.choice(ABNORMAL),
        "X_YC_LRRQ": decided.isoformat(),
        "X_YC_LRWH": f"武工商异入〔{decided.year}〕{serial}号",
        "X_YC_FRDB": enterprise.representative,
    }
    return DemoRecord(
        kind="abnormal-operation", agency=BY_SLUG["gsj"], raw=raw, decided_on=decided, fate=Fate.PUBLISHED
    )


def _standard(enterprise: DemoEnterprise, serial: str, rng: Random, on: date) -> DemoRecord:
    decided = _decided(enterprise, rng, on, months=30)
    raw: dict[str, object] = {
        "X_ZM_BH": f"Q/{enterprise.uscc[-4:]} {serial}-{decided.year}",
        "X_ZM_LX": "企业标准",
        "X_ZM_GKRQ": decided.isoformat(),
        **declared_standard(enterprise, serial=serial, year=decided.year),
    }
    return DemoRecord(
        kind="standard-declaration", agency=BY_SLUG["gsj"], raw=raw, decided_on=decided, fate=Fate.PUBLISHED
    )


def _recall(check: DemoRecord, enterprise: DemoEnterprise) -> DemoRecord | None:
    """Return the recall by its maker of a product that failed a check, None for any other record; draws nothing."""
    if check.raw.get("X_JC_JGPD") != "不合格" or check.fate is not Fate.PUBLISHED:
        return None
    if check.raw["X_JC_SCQY"] != enterprise.name:
        return None
    begun = check.decided_on + timedelta(days=7)
    raw: dict[str, object] = {
        "X_ZH_BH": f"召回〔{begun.year}〕{check.raw['X_JC_BH']}",
        "X_ZH_LX": "受调查影响召回",
        "X_ZH_CP": check.raw["X_JC_CP"],
        "X_ZH_SB": check.raw.get("X_JC_SB", ""),
        "X_ZH_GG": check.raw.get("X_JC_GG", ""),
        "X_ZH_PC": check.raw["X_JC_PC"],
        "X_ZH_SL": "600",
        "X_ZH_QX": f"{check.raw['X_JC_BHG']}，可能造成人身伤害",
        "X_ZH_CS": "停止销售，免费更换或者退货",
        "X_ZH_RQ": begun.isoformat(),
    }
    return DemoRecord(kind="recall", agency=check.agency, raw=raw, decided_on=begun, fate=Fate.PUBLISHED)


def _calm(rng: Random) -> Fate:
    return rng.choices((Fate.PUBLISHED, Fate.SUBMITTED, Fate.DRAFT), weights=(94, 4, 2))[0]


def _decided(enterprise: DemoEnterprise, rng: Random, on: date, *, months: int) -> date:
    """Return a day of the last `months`, after the enterprise was founded and at least ten days ago."""
    first = max(add_months(on, -months), enterprise.established_on + timedelta(days=1))
    last = on - timedelta(days=10)
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def _wan(yuan: int) -> str:
    return format((Decimal(yuan) / 10_000).normalize(), "f")


_MAKERS: dict[str, Callable[[DemoEnterprise, str, Random, date], DemoRecord]] = {
    "penalty": _penalty,
    "licence": _licence,
    "honour": _honour,
    "commitment": _commitment,
    "inspection": _inspection,
    "evaluation": _evaluation,
    "judgment": _judgment,
    "abnormal-operation": _abnormal,
    "standard-declaration": _standard,
}
