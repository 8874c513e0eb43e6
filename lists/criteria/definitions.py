"""The law of each list, and the card that every portal begins with (docs/rules/lists.md).

国办发〔2020〕49号: a list exists only where a law, a regulation or a document of the Party or State provides for it.
A city widens none. So the law is code: what it fixes nobody edits, and a version of a card stays within it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.catalogue.penalty_types import PenaltyType
from lists.criteria.colors import Color
from lists.criteria.columns import ListColumn
from lists.criteria.periods import EditionPeriod
from lists.criteria.predicates import Criterion, Honour, Predicate

MARKET_REGULATION = "market-regulation"
WAGE_ARREARS = "wage-arrears"
WORK_SAFETY = "work-safety"
TRUSTWORTHY = "trustworthy"
BRAND_HONOURS = "brand-honours"

# 从重处罚的罚款 is no type of 行政处罚法 art. 9: the decision states it, no sheet does.
HEAVIER_FINE = "从重处罚的罚款"
ORDER_44 = "《市场监督管理严重违法失信名单管理办法》（国家市场监督管理总局令第44号）"
ORDER_45_LABOUR = "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》（人力资源和社会保障部令第45号）"
ORDER_11_SAFETY = "《安全生产严重失信主体名单管理办法》（应急管理部令第11号）"
INCENTIVES_33 = "《国务院关于建立完善守信联合激励和失信联合惩戒制度加快推进社会诚信建设的指导意见》（国发〔2016〕33号）"
LISTS_1798 = "《关于加强和规范守信联合激励和失信联合惩戒对象名单管理工作的指导意见》（发改财金规〔2017〕1798号）"
_ENTRY = (
    "提出建议后书面告知当事人列入的事由、依据、约束措施和陈述、申辩、异议的权利，留存送达证明；"
    "异议期满并复核异议后，由认定单位的工作人员登记列入决定并公布。"
)
_FALLEN = "认定依据被撤销、变更或者确认无效的，立即移出。"
REMEDIES = (
    "对列入名单有异议的，可以在异议期内或者名单公布后向认定单位或者本市信用主管部门提出异议；"
    "对列入决定不服的，可以依法申请行政复议或者提起行政诉讼。"
)
REMEDIES_ELSEWHERE = "本名单由其他机关认定，本平台只转载；对列入有异议的，请向认定机关提出。"
_RED_ENTRY = (
    "提出建议后与全部严重失信主体名单（含外部名单）交叉比对，"
    "剔除冲突主体，向社会公示；公示期内无异议或者异议不成立的，由认定单位决定并公布。"
)
_RED_EXIT = "期限届满自动移出；被列入严重失信主体名单、不再符合列入条件或者认定有误的，立即移出。"
_NO_REPAIR = "不适用信用修复。"
_RED_MEASURES = (
    "行政审批绿色通道、容缺受理，日常检查频次优化，公共资源交易和政府扶持项目同等条件下优先（国发〔2016〕33号）。"
)
_BLACK_MEASURES = "依照《全国失信惩戒措施基础清单》和设列依据规定的约束措施；不增设清单以外的措施。"
HEAVIER_PENALTIES = (
    HEAVIER_FINE,
    PenaltyType.GRADE_LOWERED,
    PenaltyType.PERMIT_REVOKED,
    PenaltyType.OPERATION_RESTRICTED,
    PenaltyType.PRODUCTION_STOPPED,
    PenaltyType.CLOSED,
    PenaltyType.OCCUPATION_RESTRICTED,
)
CLEAN_MONTHS = 36
_MARKET_CRITERIA = (
    Criterion(
        code="M-01",
        predicate=Predicate.PENALTY,
        values=HEAVIER_PENALTIES,
        text=(
            "受到市场监督管理部门较重行政处罚（从重处罚的罚款，降低资质等级，吊销许可证件，限制开展生产经营活动，责令停产停业，"
            "责令关闭，限制从业），且经认定性质恶劣、情节严重、社会危害较大"
        ),
        source=f"{ORDER_44}第二条",
        confirmed=True,
    ),
)
_WAGE_CRITERIA = (
    Criterion(
        code="W-01",
        predicate=Predicate.BY_HAND,
        text="克扣、无故拖欠农民工工资达到认定拒不支付劳动报酬罪的数额标准，经责令限期支付逾期未支付",
        source=ORDER_45_LABOUR,
        confirmed=False,
    ),
    Criterion(
        code="W-02",
        predicate=Predicate.BY_HAND,
        text="因拖欠农民工工资引发群体性事件、极端事件，造成严重不良社会影响，经责令限期支付逾期未支付",
        source=ORDER_45_LABOUR,
        confirmed=False,
    ),
)
_SAFETY_CRITERIA = (
    Criterion(
        code="S-01",
        predicate=Predicate.BY_HAND,
        text="发生较大以上生产安全责任事故，或者有规章列举的其他严重违法行为，受到行政处罚",
        source=ORDER_11_SAFETY,
        confirmed=False,
    ),
)
_TRUSTWORTHY_CRITERIA = (
    Criterion(
        code="R-01",
        predicate=Predicate.HONOUR,
        values=(Honour.TAX_GRADE_A,),
        text="纳税信用A级",
        source="国发〔2016〕33号；国家税务总局公告2014年第40号《纳税信用管理办法(试行)》",
        confirmed=True,
    ),
    Criterion(
        code="R-02",
        predicate=Predicate.HONOUR,
        values=(Honour.CUSTOMS_ADVANCED,),
        text="海关高级认证企业",
        source="国发〔2016〕33号；海关总署令第251号《海关注册登记和备案企业信用管理办法》",
        confirmed=True,
    ),
    Criterion(
        code="R-03",
        predicate=Predicate.CLEAN_HONOUR,
        values=(Honour.QUALITY_AWARD, Honour.TIME_HONOURED_BRAND),
        months=CLEAN_MONTHS,
        text="获得质量奖或老字号称号，且三年内没有公示过不利信息",
        source="国发〔2016〕33号；发改财金规〔2017〕1798号",
        confirmed=False,
    ),
    Criterion(
        code="R-X1",
        predicate=Predicate.BLACK_LISTED,
        text="已被列入黑名单的，不得列入红名单",
        source="发改财金规〔2017〕1798号(红名单须与各领域黑名单交叉比对，外部名单在内)",
        confirmed=False,
    ),
    Criterion(
        code="R-X2",
        predicate=Predicate.ADVERSE,
        text="公示期内有不利信息的，不得列入红名单",
        source="发改财金规〔2017〕1798号",
        confirmed=False,
    ),
)
# Brand honours follow the rules of the last three above.
_BRAND_CRITERIA = tuple(
    replace(criterion, code=code)
    for criterion, code in zip(_TRUSTWORTHY_CRITERIA[2:], ("B-01", "B-X1", "B-X2"), strict=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """One list of ours as its law has it.

    `domains` are those of the authorities that may decide, none where the credit office does. One of
    `penalties` must be a ground, and each of `findings` be stated by an officer, where the law wants them. The term is
    `term_months`, neither more nor less, on a black list, and the longest on a red one. `criteria` are the widest that
    the law allows. `entry_conditions`, `repair`, `remedies`, `measures`, `period` and `columns` are first values.
    """

    slug: str
    name: str
    official_type: str
    color: Color
    legal_basis: str
    term_bases: tuple[str, ...]
    entry_conditions: str
    exit_conditions: str
    term_months: int
    minimum_months: int | None
    notice_days: int
    criteria: tuple[Criterion, ...]
    repair: str
    measures: str
    period: EditionPeriod
    remedies: str = REMEDIES
    columns: tuple[ListColumn, ...] = tuple(ListColumn)
    domains: frozenset[RegulatoryDomain] = frozenset()
    penalties: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


OWN_LISTS: tuple[OwnList, ...] = (
    OwnList(
        slug=MARKET_REGULATION,
        name="市场监督管理严重违法失信名单",
        official_type="严重失信主体名单",
        color=Color.BLACK,
        legal_basis=ORDER_44,
        term_bases=(ORDER_44,),
        entry_conditions=_ENTRY,
        exit_conditions=(
            f"列入满三年移出；列入满一年、履行义务并纠正违法行为的，可以申请信用修复提前移出（国家市场监督管理总局令第107号）；{_FALLEN}"
        ),
        term_months=36,
        minimum_months=12,
        notice_days=10,
        criteria=_MARKET_CRITERIA,
        repair="列入满一年、履行义务并纠正违法行为的，向认定单位申请信用修复，经批准后提前移出。",
        measures=_BLACK_MEASURES,
        period=EditionPeriod.MONTHLY,
        domains=frozenset(
            {RegulatoryDomain.MARKET_REGULATION, RegulatoryDomain.FOOD_DRUG, RegulatoryDomain.SPECIAL_EQUIPMENT}
        ),
        penalties=HEAVIER_PENALTIES,
        findings=("性质恶劣", "情节严重", "社会危害较大"),
    ),
    OwnList(
        slug=WAGE_ARREARS,
        name="拖欠农民工工资失信联合惩戒对象名单",
        official_type="严重失信主体名单",
        color=Color.BLACK,
        legal_basis=ORDER_45_LABOUR,
        term_bases=(ORDER_45_LABOUR,),
        entry_conditions=_ENTRY,
        exit_conditions=f"列入满三年移出；改正违法行为满六个月并作出信用承诺的，可以申请提前移出；{_FALLEN}",
        term_months=36,
        minimum_months=6,
        notice_days=10,
        criteria=_WAGE_CRITERIA,
        repair="改正违法行为满六个月并作出信用承诺的，向认定单位申请信用修复，经批准后提前移出。",
        measures=_BLACK_MEASURES,
        period=EditionPeriod.MONTHLY,
        domains=frozenset({RegulatoryDomain.LABOUR}),
    ),
    OwnList(
        slug=WORK_SAFETY,
        name="安全生产严重失信主体名单",
        official_type="严重失信主体名单",
        color=Color.BLACK,
        legal_basis=ORDER_11_SAFETY,
        term_bases=(ORDER_11_SAFETY,),
        entry_conditions=_ENTRY,
        exit_conditions=(
            f"列入满三年移出；列入满十二个月、履行义务并纠正的，可以申请提前移出；以欺骗手段取得移出的，恢复列入状态；{_FALLEN}"
        ),
        term_months=36,
        minimum_months=12,
        notice_days=10,
        criteria=_SAFETY_CRITERIA,
        repair="列入满十二个月、履行义务并纠正的，向认定单位申请信用修复，经批准后提前移出。",
        measures=_BLACK_MEASURES,
        period=EditionPeriod.MONTHLY,
        domains=frozenset({RegulatoryDomain.WORK_SAFETY}),
    ),
    OwnList(
        slug=TRUSTWORTHY,
        name="守信激励对象",
        official_type="守信激励对象",
        color=Color.RED,
        legal_basis=f"{INCENTIVES_33}；{LISTS_1798}",
        term_bases=(INCENTIVES_33, LISTS_1798),
        entry_conditions=_RED_ENTRY,
        exit_conditions=_RED_EXIT,
        term_months=12,
        minimum_months=None,
        notice_days=7,
        criteria=_TRUSTWORTHY_CRITERIA,
        repair=_NO_REPAIR,
        measures=_RED_MEASURES,
        period=EditionPeriod.QUARTERLY,
    ),
    OwnList(
        slug=BRAND_HONOURS,
        name="品牌荣誉",
        official_type="守信激励对象",
        color=Color.RED,
        legal_basis=f"{INCENTIVES_33}；{LISTS_1798}",
        term_bases=(INCENTIVES_33, LISTS_1798),
        entry_conditions=_RED_ENTRY,
        exit_conditions=_RED_EXIT,
        term_months=12,
        minimum_months=None,
        notice_days=7,
        criteria=_BRAND_CRITERIA,
        repair=_NO_REPAIR,
        measures=_RED_MEASURES,
        period=EditionPeriod.YEARLY,
    ),
)
DEFINITIONS: Mapping[str, OwnList] = MappingProxyType({one.slug: one for one in OWN_LISTS})


CRITERIA = tuple(one for own in OWN_LISTS for one in own.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalList:
    """A list of another authority that every portal can take over; its rows come from files.

    A row leaves by its list's own rule `removed_after_months` after it was listed, None where only its file ends it.
    """

    slug: str
    name: str
    official_type: str
    color: Color
    keeper: str
    legal_basis: str
    criteria: str
    exit_conditions: str
    term_months: int
    removed_after_months: int | None


EXTERNAL_LISTS: tuple[ExternalList, ...] = (
    ExternalList(
        slug="dishonest-debtors",
        name="失信被执行人名单",
        official_type="严重失信主体名单",
        color=Color.BLACK,
        keeper="人民法院",
        legal_basis="《最高人民法院关于公布失信被执行人名单信息的若干规定》（2017年修正）",
        criteria="由执行法院依照上述规定决定。",
        exit_conditions="由执行法院决定：期限届满，或者全部履行、达成和解并履行完毕后三个工作日内删除；每条的期限以文件所列为准。",
        term_months=60,
        # Art. 2: two years, one to three more for some, and no term for those who could pay and do not.
        removed_after_months=None,
    ),
    ExternalList(
        slug="tax-violations",
        name="重大税收违法失信主体",
        official_type="严重失信主体名单",
        color=Color.BLACK,
        keeper="税务机关",
        legal_basis="《重大税收违法失信主体信息公布管理办法》（国家税务总局令第54号）",
        criteria="由税务机关依照上述规定决定。",
        exit_conditions="由税务机关决定：自公布之日起满三年停止公布，符合条件的可以提前；每条的期限以文件所列为准。",
        term_months=36,
        removed_after_months=36,
    ),
)
EXTERNAL_DEFINITIONS: Mapping[str, ExternalList] = MappingProxyType({one.slug: one for one in EXTERNAL_LISTS})
