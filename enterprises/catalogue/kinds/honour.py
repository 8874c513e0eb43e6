"""诚实守信相关荣誉: awards, brands and top grades. Labels of the national credit report (chapter 3); codes are ours."""

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, product_brand, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Role, Text, Tone
from enterprises.shared.rules.masking import Masking

# Titles that one level alone gives (商务部 2006, 老字号; 商标法 art. 14; 国科发火〔2016〕32号; 中国质量奖管理办法).
_LEVELS = {"中华老字号": "国家级", "中国质量奖": "国家级", "驰名商标": "国家级", "高新技术企业": "国家级"}


def _settle(values: dict[str, object]) -> None:
    """Fill a missing level where the title has one level alone."""
    title = str(values.get("X_RY_MC", ""))
    level = next((level for name, level in _LEVELS.items() if name in title), None)
    if level and "X_RY_JB" not in values:
        values["X_RY_JB"] = level


HONOUR = RecordKind(
    code=KindCode.HONOUR.value,
    label=gettext_noop("荣誉信息"),
    label_en="Honour",
    chapter=Chapter.HONOUR,
    tone=Tone.GOOD,
    title="X_RY_MC",
    key=("X_RY_MC", "X_RY_RDRQ"),
    joined=("X_RY_CP", "X_RY_SB"),
    settle=_settle,
    ignored_headers=("序号", "所在区", "所在市", "行政区"),
    fields=(
        *unofficial_subject("X_RY"),
        OwnField(
            code="X_RY_MC",
            label="荣誉名称",
            type=Text(length=200),
            required=True,
            aliases=("荣誉称号", "表彰名称", "列入红名单事由", "称号", "授予称号", "称号名称"),
            role=Role.HONOUR_TITLE,
        ),
        OwnField(
            code="X_RY_LB",
            label="荣誉类别",
            type=Choice(
                values=(
                    *("驰名商标", "老字号", "名牌产品", "质量奖", "地理标志", "三品一标", "高新技术企业"),
                    *("纳税信用A级", "海关高级认证", "守合同重信用"),
                ),
                open_prefix="其他-",
                synonyms={
                    "名牌": "名牌产品",
                    "中华老字号": "老字号",
                    "政府质量奖": "质量奖",
                    "地理标志产品": "地理标志",
                    "地理标志保护产品": "地理标志",
                    "无公害农产品": "三品一标",
                    "绿色食品": "三品一标",
                    "有机农产品": "三品一标",
                    "农产品地理标志": "三品一标",
                    "国家高新技术企业": "高新技术企业",
                    "纳税信用A级纳税人": "纳税信用A级",
                },
            ),
            required=True,
            aliases=("数据类别",),
            role=Role.HONOUR_CATEGORY,
        ),
        OwnField(
            code="X_RY_JB",
            label="荣誉级别",
            type=Choice(values=("国家级", "省级", "市级", "区级"), synonyms={"县级": "区级", "区县级": "区级"}),
            role=Role.HONOUR_LEVEL,
        ),
        OwnField(
            code="X_RY_PJND", label="评价年度", type=Code(length=9), aliases=("评定年度", "年度"), role=Role.HONOUR_YEAR
        ),
        OwnField(
            code="X_RY_CP",
            label="产品名称",
            type=Text(length=1000),
            aliases=("产品", "产品类别", "服务名称", "产品或服务名称"),
            role=Role.PRODUCT,
        ),
        product_brand("X_RY", length=500, aliases=("商标名称", "品牌名称", "字号")),
        OwnField(
            code="X_RY_RDWH",
            label="认定文号",
            type=Code(length=128),
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("文件号", "表彰文号"),
        ),
        OwnField(
            code="X_RY_RDRQ",
            label="认定日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("认定时间", "等级认定时间", "表彰日期", "公布日期", "授予时间", "授予日期"),
        ),
        OwnField(
            code="X_RY_YXQZ",
            label="有效期至",
            type=Day(open_ended=True),
            column=RecordColumn.VALID_UNTIL,
            aliases=("有效期限", "有效期"),
        ),
        OwnField(code="X_RY_ZCBM", label="海关注册编码", type=Code(length=20)),
        OwnField(code="X_RY_XYDJ", label="信用等级", type=Text(length=50)),
        OwnField(
            code="X_RY_NR",
            label="荣誉内容",
            type=Text(length=2000, multiline=True),
            masking=Masking.FREE_TEXT,
        ),
        *unofficial_agency("X_RY", label="认定单位", aliases=("认定机关", "表彰单位", "授予单位", "发布单位")),
    ),
)
