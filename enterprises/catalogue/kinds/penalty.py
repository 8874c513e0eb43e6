"""行政处罚: the violation record. Fields of the national data standard of 2018 with those of 2015/16.

Sources: 发改办财金〔2018〕424号 (annex), the 双公示 standard of 2015/16, 行政处罚法 (2021) art. 9.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_noop

from enterprises.agencies.domains import DOMAIN_LABELS
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import (
    category_fits_code,
    is_person,
    not_before,
    official_subject,
    remark,
    settle_category,
)
from enterprises.catalogue.penalty_facts import DOMAIN, PROCEDURE, RESTRICTED_FROM
from enterprises.catalogue.penalty_types import CONFISCATIONS, RESTRICTIONS, PenaltyType, Procedure
from enterprises.catalogue.types import (
    Chapter,
    Choice,
    Code,
    Condition,
    Day,
    Field,
    Generation,
    RecordColumn,
    RecordKind,
    Role,
    Text,
    Tone,
    Visibility,
    WanYuan,
)
from enterprises.shared.rules.masking import Masking

_T = PenaltyType
# The law of 1996 had one class for both; which of them it was stands in the decision's words.
SUSPENDED_OR_REVOKED = "暂扣或者吊销许可证件"
_PERMITS = (_T.PERMIT_SUSPENDED.value, _T.PERMIT_REVOKED.value)

PENALTY_TYPES = Choice(
    values=tuple(member.value for member in PenaltyType),
    multiple=True,
    open_prefix="其他-",
    synonyms={
        "没收违法所得、没收非法财物": f"{_T.CONFISCATED_GAINS};{_T.CONFISCATED_PROPERTY}",
        "没收违法所得和非法财物": f"{_T.CONFISCATED_GAINS};{_T.CONFISCATED_PROPERTY}",
        "没收": f"{_T.CONFISCATED_GAINS};{_T.CONFISCATED_PROPERTY}",
        "没收财物": _T.CONFISCATED_PROPERTY,
        "暂扣或者吊销许可证、暂扣或者吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证、暂扣或吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销许可证、执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证、执照": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销许可证": SUSPENDED_OR_REVOKED,
        "暂扣或者吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣或吊销许可证": SUSPENDED_OR_REVOKED,
        "暂扣或吊销执照": SUSPENDED_OR_REVOKED,
        "暂扣许可证": _T.PERMIT_SUSPENDED,
        "暂扣执照": _T.PERMIT_SUSPENDED,
        "暂扣许可证、执照": _T.PERMIT_SUSPENDED,
        "吊销许可证": _T.PERMIT_REVOKED,
        "吊销执照": _T.PERMIT_REVOKED,
        "吊销营业执照": _T.PERMIT_REVOKED,
        "吊销许可证、执照": _T.PERMIT_REVOKED,
        "责令停产": _T.PRODUCTION_STOPPED,
        "责令停业": _T.PRODUCTION_STOPPED,
        "责令停产、停业": _T.PRODUCTION_STOPPED,
        "拘留": _T.DETENTION,
        SUSPENDED_OR_REVOKED: SUSPENDED_OR_REVOKED,
    },
)

_DOMAIN_SYNONYMS = {"食品": "食品药品", "药品": "食品药品", "应急管理": "安全生产", "环境保护": "生态环境"}
_NOT_PUBLIC = "该信息不得向社会公示，本平台不收录，请删除本行"


def _types(values: Mapping[str, object]) -> tuple[str, ...]:
    found = values.get("CF_CFLB")
    return tuple(map(str, found)) if isinstance(found, tuple) else ()


def _has_type(*wanted: str) -> Condition:
    return lambda values: any(found in wanted for found in _types(values))


def _settle(values: dict[str, object]) -> None:
    settle_category(values, prefix="CF")
    _join_second_type(values)
    _tell_permits_apart(values)


def _join_second_type(values: dict[str, object]) -> None:
    """Add 处罚类别2 of 2015/16 to the first one."""
    second = values.pop("CF_CFLB2", ())
    if isinstance(second, tuple) and second:
        values["CF_CFLB"] = tuple(dict.fromkeys((*_types(values), *second)))


def _tell_permits_apart(values: dict[str, object]) -> None:
    """Replace the class of 1996 by the content of the decision: suspended, revoked, or both."""
    types = _types(values)
    if SUSPENDED_OR_REVOKED not in types:
        return
    words = f"{values.get('CF_NR', '')}{values.get('CF_NR_ZKDX', '')}"
    meant = [permit for permit in _PERMITS if permit[:2] in words]
    if meant:
        kept = (found for found in types if found != SUSPENDED_OR_REVOKED)
        values["CF_CFLB"] = tuple(dict.fromkeys((*kept, *meant)))


def _check_permits(values: Mapping[str, object]) -> list[tuple[str, str]]:
    if SUSPENDED_OR_REVOKED not in _types(values):
        return []
    return [("CF_CFLB", f"请写明是“{_PERMITS[0]}”还是“{_PERMITS[1]}”（处罚内容中也看不出）")]


def _check_fine(values: Mapping[str, object]) -> list[tuple[str, str]]:
    nothing = values.get("CF_NR_FK") == Decimal(0) and _T.FINE in _types(values)
    return [("CF_NR_FK", "处罚类别含“罚款”，罚款金额应大于0")] if nothing else []


PENALTY = RecordKind(
    code=KindCode.PENALTY.value,
    label=gettext_noop("行政处罚"),
    label_en="Administrative penalty",
    chapter=Chapter.ADMINISTRATION,
    tone=Tone.ADVERSE,
    title="CF_WFXW",
    key=("CF_WSH",),
    settle=_settle,
    is_person=is_person("CF"),
    checks=(
        category_fits_code("CF"),
        _check_permits,
        _check_fine,
        not_before("CF_YXQ", "CF_JDRQ", message="处罚有效期不得早于处罚决定日期；长期有效填2099/12/31"),
        not_before("CF_YXQ", RESTRICTED_FROM, message="处罚有效期不得早于限制起始日期"),
        not_before("CF_GSJZQ", "CF_JDRQ", message="公示截止期不得早于处罚决定日期"),
    ),
    ignored_headers=(
        "CF_BM",
        "处罚编码",
        "CF_QX",
        "CF_XZBM",
        "AREA_CODE",
        "DFBM",
        "地方编码",
        "SJC",
        "数据更新时间戳",
        "序号",
    ),
    fields=(
        *official_subject("CF"),
        Field(
            code="CF_WSH",
            label="行政处罚决定书文号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("行政处罚决定文书号", "处罚决定书文号", "决定书文号", "文书号"),
        ),
        Field(code="CF_CFMC", label="处罚名称", type=Text(length=500), aliases=("CF_AJMC", "案件名称"), official=True),
        Field(
            code="CF_CFWS",
            label="行政处罚决定书文书名称",
            type=Text(length=500),
            aliases=("处罚决定书名称",),
            official=False,
        ),
        Field(
            code="CF_WFXW",
            label="违法行为类型",
            type=Text(length=2000, multiline=True),
            required=True,
            since=Generation.CURRENT,
            masking=Masking.FREE_TEXT,
        ),
        Field(
            code="CF_SY",
            label="违法事实",
            type=Text(length=5000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("处罚事由", "主要违法事实"),
        ),
        Field(
            code="CF_YJ",
            label="处罚依据",
            type=Text(length=2048, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
        ),
        Field(
            code="CF_CFLB",
            label="处罚类别",
            type=PENALTY_TYPES,
            required=True,
            aliases=("CF_CFLB1", "处罚类别1", "处罚种类"),
            help="多个类别以;隔开",
            role=Role.PENALTY_TYPES,
        ),
        Field(code="CF_CFLB2", label="处罚类别2", type=PENALTY_TYPES, transient=True),
        Field(
            code=PROCEDURE,
            label="处罚程序",
            type=Choice(
                values=tuple(member.value for member in Procedure),
                synonyms={"普通": Procedure.ORDINARY, "一般程序": Procedure.ORDINARY, "简易": Procedure.SIMPLE},
            ),
            required=True,
            since=Generation.PORTAL,
            aliases=("处罚适用程序", "适用程序", "办案程序"),
            official=False,
        ),
        Field(
            code=DOMAIN,
            label="处罚领域",
            type=Choice(values=tuple(DOMAIN_LABELS.values()), synonyms=_DOMAIN_SYNONYMS),
            since=Generation.PORTAL,
            aliases=("监管领域", "所属领域"),
            official=False,
            help="与处罚机关的领域不同的填写，如市场监管部门的食品药品、特种设备处罚",
        ),
        Field(
            code=RESTRICTED_FROM,
            label="限制起始日期",
            type=Day(),
            required_if=_has_type(*RESTRICTIONS),
            required_hint="处罚类别含限制开展生产经营活动或限制从业时必填",
            since=Generation.PORTAL,
            aliases=("限制开始日期", "限制期自"),
            official=False,
            help="限制开展生产经营活动、限制从业的第一天；最后一天填在处罚有效期",
        ),
        Field(
            code="CF_NR",
            label="处罚内容",
            type=Text(length=4000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("CF_JG", "处罚结果"),
        ),
        Field(
            code="CF_NR_FK",
            label="罚款金额(万元)",
            type=WanYuan(),
            required_if=_has_type(_T.FINE),
            required_hint="处罚类别含“罚款”时必填，且大于0",
            since=Generation.CURRENT,
            column=RecordColumn.FINE_YUAN,
            aliases=("罚款金额",),
        ),
        Field(
            code="CF_NR_WFFF",
            label="没收违法所得、没收非法财物的金额(万元)",
            type=WanYuan(),
            required_if=_has_type(*CONFISCATIONS),
            required_hint="处罚类别含没收的必填；没有金额的填0",
            since=Generation.CURRENT,
            column=RecordColumn.CONFISCATED_YUAN,
            aliases=("没收违法所得、没收非法财物的金额", "没收金额(万元)", "没收金额"),
        ),
        Field(
            code="CF_NR_ZKDX",
            label="暂扣或吊销证照名称及编号",
            type=Text(length=200),
            required_if=_has_type(*_PERMITS),
            required_hint="处罚类别含暂扣或吊销许可证件时必填",
            since=Generation.CURRENT,
            masking=Masking.FREE_TEXT,
            aliases=("暂扣或吊销证照名称及编码",),
        ),
        Field(
            code="CF_JDRQ",
            label="处罚决定日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("决定日期", "处罚决定时间"),
        ),
        Field(
            code="CF_YXQ",
            label="处罚有效期",
            type=Day(open_ended=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.VALID_UNTIL,
            aliases=("处罚有效期至",),
            help="长期有效填2099/12/31",
            role=Role.RESTRICTION_END,
        ),
        Field(
            code="CF_GSJZQ",
            label="公示截止期",
            type=Day(open_ended=True),
            visibility=Visibility.GOVERNMENT,
            aliases=("公示期限", "公示截止日期"),
            help="可不填；公示期由平台按规定计算",
        ),
        Field(
            code="CF_CFJG",
            label="处罚机关",
            type=Text(length=200),
            required=True,
            column=RecordColumn.AGENCY_NAME,
            aliases=("CF_XZJG", "处罚决定机关", "作出处罚决定的机关"),
        ),
        Field(
            code="CF_CFJGDM",
            label="处罚机关统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.AGENCY_CODE,
            aliases=("处罚机关代码",),
        ),
        Field(
            code="CF_SJLY",
            label="数据来源单位",
            type=Text(length=200),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.SOURCE_NAME,
            aliases=("CF_LYDW", "数据来源"),
        ),
        Field(
            code="CF_SJLYDM",
            label="数据来源单位统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.SOURCE_CODE,
            aliases=("CF_LYDWDM", "数据来源单位代码"),
        ),
        Field(
            code="CF_SXYZCD",
            label="失信严重程度",
            type=Choice(
                values=("轻微", "一般", "严重"),
                synonyms={"0": "", "未定": "", "1": "轻微", "2": "一般", "3": "严重", "较重": "一般"},
            ),
            visibility=Visibility.GOVERNMENT,
            column=RecordColumn.STATED_SEVERITY,
            help="2015/16年标准的代码：0未定、1轻微、2一般、3严重",
        ),
        Field(
            code="CF_ZT",
            label="当前状态",
            type=Choice(
                values=("正常", "异议", "其他"),
                synonyms={"0": "正常", "2": "异议", "3": "其他"},
                refused=dict.fromkeys(("1", "撤销"), f"处罚决定已撤销，{_NOT_PUBLIC}"),
            ),
            visibility=Visibility.GOVERNMENT,
            aliases=("状态",),
            transient=True,
        ),
        Field(
            code="CF_SYFW",
            label="信息使用范围",
            type=Choice(
                values=("公示",),
                synonyms={"0": "公示", "社会公示": "公示"},
                refused=dict.fromkeys(
                    ("1", "2", "仅政府部门内部共享", "仅可授权查询"), f"信息使用范围不是公示，{_NOT_PUBLIC}"
                ),
            ),
            visibility=Visibility.GOVERNMENT,
            transient=True,
        ),
        remark(),
    ),
)
