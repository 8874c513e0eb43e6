"""检查检验: inspections and product-quality spot checks; adverse only when something was found. Codes are ours."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import (
    OwnField,
    product_batch,
    product_brand,
    product_model,
    unofficial_agency,
    unofficial_subject,
)
from enterprises.catalogue.types import (
    Chapter,
    Choice,
    Code,
    Day,
    OneOf,
    RecordColumn,
    RecordKind,
    Role,
    Text,
    Tone,
    Visibility,
)
from enterprises.shared.rules.masking import Masking

SPOT_CHECK = "产品质量监督抽查"
FAILED = "不合格"
# How result tables write that there is no brand, no maker stated, no shop.
_NOTHING = frozenset({"/", "\\", "无", "无商标", "无品牌", "不详", "未标注", "N/A"})
_MAY_BE_MISSING = ("X_JC_GG", "X_JC_SB", "X_JC_SCQY", "X_JC_XSDW", "X_JC_JYJG", "X_JC_BHG", "X_JC_SCZ", "X_JC_BZZ")
_HAS_FAILED = OneOf(code="X_JC_JGPD", values=frozenset({FAILED, "发现问题"}))


def _is_spot_check(values: Mapping[str, object]) -> bool:
    return values.get("X_JC_LX") == SPOT_CHECK


def _penalty_follows_a_failure(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Refuse the number of a penalty beside anything but a failed spot check."""
    if "X_JC_CFWSH" not in values or (_is_spot_check(values) and _HAS_FAILED(values)):
        return []
    return [("X_JC_CFWSH", f"只有不合格的“{SPOT_CHECK}”才填写，其他检查请留空")]


def _settle(values: dict[str, object]) -> None:
    """Leave out what stands for nothing; put the measured and the allowed value beside the item that failed."""
    for code in _MAY_BE_MISSING:
        if values.get(code) in _NOTHING:
            del values[code]
    measured, allowed = values.pop("X_JC_SCZ", None), values.pop("X_JC_BZZ", None)
    facts = [f"{label}{value}" for label, value in (("实测值", measured), ("标准值", allowed)) if value]
    item = values.get("X_JC_BHG")
    if facts and isinstance(item, str):
        values["X_JC_BHG"] = f"{item}（{'，'.join(facts)}）"


INSPECTION = RecordKind(
    code=KindCode.INSPECTION.value,
    label=gettext_noop("检查检验"),
    label_en="Inspection",
    chapter=Chapter.ADMINISTRATION,
    tone=Tone.NEUTRAL,
    adverse_if=_HAS_FAILED,
    title="X_JC_SX",
    key=("X_JC_BH",),
    joined=("X_JC_BHG",),
    settle=_settle,
    checks=(_penalty_follows_a_failure,),
    ignored_headers=("序号", "分类", "公告号", "公告日期", "标称生产企业地址", "被抽样单位地址", "省份", "商标持有人"),
    fields=(
        *unofficial_subject("X_JC"),
        OwnField(
            code="X_JC_BH",
            label="检查(检验)编号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("检查编号", "检验报告编号", "抽查编号", "抽样单编号", "抽样编号", "报告编号"),
        ),
        OwnField(
            code="X_JC_LX",
            label="检查类型",
            type=Choice(
                values=("日常检查", "双随机抽查", "专项检查", SPOT_CHECK),
                open_prefix="其他-",
                synonyms={
                    "即时检查": "日常检查",
                    "抽查": "双随机抽查",
                    "监督抽查": SPOT_CHECK,
                    "产品质量抽查": SPOT_CHECK,
                    "产品质量监督抽检": SPOT_CHECK,
                    "食品安全监督抽检": SPOT_CHECK,
                    "监督抽检": SPOT_CHECK,
                    "抽检": SPOT_CHECK,
                },
            ),
            required=True,
            aliases=("抽查类型",),
            role=Role.INSPECTION_TYPE,
        ),
        OwnField(
            code="X_JC_SX",
            label="检查事项",
            type=Text(length=500),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("抽查计划名称", "检查内容", "任务来源/项目名称", "任务来源", "抽查任务名称"),
        ),
        OwnField(
            code="X_JC_RQ",
            label="检查日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("抽查日期", "结果认定日期", "抽样日期", "检验日期"),
        ),
        OwnField(
            code="X_JC_JGPD",
            label="检查结果",
            type=Choice(
                values=("合格", "不合格", "未发现问题", "发现问题"),
                synonyms={"正常": "未发现问题", "符合": "合格", "不符合": "不合格", "发现问题已责令改正": "发现问题"},
            ),
            required=True,
            aliases=("抽查结果", "检验结果", "检验结论", "抽检结果", "结果"),
            role=Role.RESULT,
        ),
        OwnField(
            code="X_JC_CP",
            label="产品名称",
            type=Text(length=200),
            required_if=_is_spot_check,
            required_hint=f"检查类型为“{SPOT_CHECK}”时必填",
            aliases=("受检产品", "抽查产品", "食品名称", "样品名称"),
            role=Role.PRODUCT,
        ),
        replace(
            product_batch("X_JC", aliases=("产品批号", "生产日期或批号")),
            required_if=_is_spot_check,
            required_hint=f"检查类型为“{SPOT_CHECK}”时必填",
        ),
        product_model("X_JC", aliases=("型号规格",)),
        product_brand("X_JC", aliases=("标称商标",)),
        OwnField(
            code="X_JC_SCQY",
            label="标称生产企业",
            type=Text(length=200),
            aliases=("标称生产企业名称", "标称生产者", "生产企业名称", "生产企业", "生产者", "生产单位", "制造商"),
            role=Role.MAKER,
        ),
        OwnField(
            code="X_JC_XSDW",
            label="被抽样单位",
            type=Text(length=200),
            aliases=("被抽样单位名称", "被抽检单位", "销售单位", "经营单位", "销售者", "经营者", "被抽查单位"),
            role=Role.SELLER,
        ),
        OwnField(
            code="X_JC_JYJG", label="检验机构", type=Text(length=200), aliases=("承检机构", "检验单位", "承检单位")
        ),
        OwnField(
            code="X_JC_BZ_YJ",
            label="检验依据",
            type=Text(length=500),
            aliases=("检验标准", "执行标准", "判定依据"),
            role=Role.TEST_STANDARD,
        ),
        OwnField(
            code="X_JC_BHG",
            label="不合格项目或发现的问题",
            type=Text(length=2000, multiline=True),
            required_if=_HAS_FAILED,
            required_hint="检查结果为不合格或发现问题时必填",
            masking=Masking.FREE_TEXT,
            aliases=("不合格项目", "主要不合格项目", "发现的问题", "不合格项目║检验结果║标准值"),
            role=Role.FAILED_ITEMS,
        ),
        OwnField(
            code="X_JC_SCZ",
            label="实测值",
            type=Text(length=200),
            aliases=("检验值", "检测值", "不合格项目实测值", "不合格项目检验结果"),
            transient=True,
        ),
        OwnField(
            code="X_JC_BZZ",
            label="标准值",
            type=Text(length=200),
            aliases=("标准要求", "技术要求", "限量值", "标准限值"),
            transient=True,
        ),
        OwnField(
            code="X_JC_CFWSH",
            label="行政处罚决定书文号",
            type=Code(length=128),
            # The number is shown beside a check only while the penalty itself is public.
            visibility=Visibility.GOVERNMENT,
            aliases=("处罚决定书文号", "处罚文书号", "行政处罚文书号", "对应处罚文号"),
            role=Role.PENALTY_NUMBER,
            help="不合格产品已经处罚的填写：抽查结果随该处罚一并终止公示",
        ),
        *unofficial_agency("X_JC", label="检查机关", aliases=("检查实施机关", "抽查机关", "组织抽查单位")),
    ),
)


def is_failed_product(kind: str, values: Mapping[str, object]) -> bool:
    """Return whether a record is a check that a product failed."""
    if kind != INSPECTION.code or INSPECTION.value(values, Role.PRODUCT) in (None, ""):
        return False
    return INSPECTION.value(values, Role.RESULT) == FAILED
