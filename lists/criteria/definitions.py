"""The lists that an authority of this city keeps, each by its own law (docs/rules/lists.md).

国办发〔2020〕49号: a list exists only where a law, a regulation or a document of the Party or State provides for it.
A city widens none. So these are code: nobody adds one or changes its terms in the admin.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.catalogue.penalty_types import PenaltyType
from lists.criteria.colors import Color

MARKET_REGULATION = "market-regulation"
WAGE_ARREARS = "wage-arrears"
WORK_SAFETY = "work-safety"
TRUSTWORTHY = "trustworthy"

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """One list of ours as its law has it.

    `domains` are those of the authorities that may decide, none where the credit office does. One of
    `penalties` must be a ground, and each of `findings` be stated by an officer, where the law wants them. The term is
    `term_months`, neither more nor less, on a black list, and the longest on a red one.
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
        domains=frozenset(
            {RegulatoryDomain.MARKET_REGULATION, RegulatoryDomain.FOOD_DRUG, RegulatoryDomain.SPECIAL_EQUIPMENT}
        ),
        penalties=(
            HEAVIER_FINE,
            PenaltyType.GRADE_LOWERED,
            PenaltyType.PERMIT_REVOKED,
            PenaltyType.OPERATION_RESTRICTED,
            PenaltyType.PRODUCTION_STOPPED,
            PenaltyType.CLOSED,
            PenaltyType.OCCUPATION_RESTRICTED,
        ),
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
        domains=frozenset({RegulatoryDomain.WORK_SAFETY}),
    ),
    OwnList(
        slug=TRUSTWORTHY,
        name="守信激励对象",
        official_type="守信激励对象",
        color=Color.RED,
        legal_basis=f"{INCENTIVES_33}；{LISTS_1798}",
        term_bases=(INCENTIVES_33, LISTS_1798),
        entry_conditions=(
            "提出建议后与全部严重失信主体名单（含外部名单）交叉比对，"
            "剔除冲突主体，向社会公示；公示期内无异议或者异议不成立的，由认定单位决定并公布。"
        ),
        exit_conditions="期限届满自动移出；被列入严重失信主体名单、不再符合列入条件或者认定有误的，立即移出。",
        term_months=12,
        minimum_months=None,
        notice_days=7,
    ),
)
DEFINITIONS: Mapping[str, OwnList] = MappingProxyType({one.slug: one for one in OWN_LISTS})


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
