"""行政许可: fields of the national data standard of 2018 with those of 2015/16 (发改办财金〔2018〕424号)."""

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import (
    category_fits_code,
    is_person,
    not_before,
    official_subject,
    remark,
    settle_category,
)
from enterprises.catalogue.types import (
    Chapter,
    Choice,
    Code,
    Day,
    Field,
    Generation,
    RecordColumn,
    RecordKind,
    Role,
    Text,
    Tone,
)
from enterprises.shared.rules.masking import Masking

_KINDS = ("普通", "特许", "认可", "核准", "登记")

# 2015/16 counted 0 正常, 1 撤销, 2 异议, 3 其他; since 2018 it is 1 有效, 2 无效.
_FIRST_STATES = Choice(
    values=("有效",),
    synonyms={"0": "有效", "正常": "有效", "2": "有效", "异议": "有效"},
    refused=dict.fromkeys(("1", "撤销"), "许可决定已撤销，本平台不收录，请删除本行")
    | dict.fromkeys(("3", "其他"), "状态为“其他”的，请按备注改填0（正常）或1（撤销）"),
)


def _settle(values: dict[str, object]) -> None:
    settle_category(values, prefix="XK")
    number = values.get("XK_XKBH")
    if number is not None:
        values.setdefault("XK_WSH", number)  # the standard: without a document number, the licence number


LICENCE = RecordKind(
    code=KindCode.LICENCE.value,
    label=gettext_noop("行政许可"),
    label_en="Administrative licence",
    chapter=Chapter.ADMINISTRATION,
    tone=Tone.NEUTRAL,
    title="XK_XKWS",
    key=("XK_WSH",),
    settle=_settle,
    is_person=is_person("XK"),
    checks=(
        category_fits_code("XK"),
        not_before("XK_YXQZI", "XK_YXQZ", message="有效期至不得早于有效期自；长期有效填2099/12/31"),
    ),
    ignored_headers=("DFBM", "地方编码", "SJC", "数据更新时间戳", "XK_BM", "XK_XZBM", "AREA_CODE", "序号"),
    fields=(
        *official_subject("XK", old_name=("XK_XDR",)),
        Field(
            code="XK_XKWS",
            label="行政许可决定文书名称",
            type=Text(length=200),
            required=True,
            since=Generation.CURRENT,
            aliases=("许可决定文书名称", "许可文件名称"),
        ),
        Field(
            code="XK_WSH",
            label="行政许可决定文书号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("行政许可决定书文号", "许可决定文书号", "许可文件编号", "文书号"),
            help="没有文书号的填许可编号",
        ),
        Field(code="XK_XMMC", label="项目名称", type=Text(length=500), role=Role.LICENSED_PROJECT),
        Field(
            code="XK_XKLB",
            label="许可类别",
            type=Choice(
                values=_KINDS,
                open_prefix="其他-",
                synonyms={f"{kind}许可": kind for kind in _KINDS[:2]},
                refused={"其他": "其他类别请写明，如“其他-备案”"},
            ),
            required=True,
            aliases=("XK_SPLB", "审批类别"),
            role=Role.LICENCE_CATEGORY,
        ),
        Field(
            code="XK_XKZS",
            label="许可证书名称",
            type=Text(length=200),
            since=Generation.CURRENT,
            aliases=("许可证名称",),
            role=Role.CERTIFICATE,
        ),
        Field(
            code="XK_XKBH",
            label="许可编号",
            type=Code(length=128),
            since=Generation.CURRENT,
            aliases=("许可证编号", "许可证书编号"),
            role=Role.CERTIFICATE_NUMBER,
        ),
        Field(
            code="XK_NR",
            label="许可内容",
            type=Text(length=4000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
        ),
        Field(
            code="XK_JDRQ",
            label="许可决定日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("决定日期",),
        ),
        Field(
            code="XK_YXQZ",
            label="有效期自",
            type=Day(dash=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.VALID_FROM,
            aliases=("有效期起",),
        ),
        Field(
            code="XK_YXQZI",
            label="有效期至",
            type=Day(open_ended=True),
            required=True,
            column=RecordColumn.VALID_UNTIL,
            aliases=("XK_JZQ", "许可截止期", "许可截止日期"),
            help="长期有效填2099/12/31",
        ),
        Field(
            code="XK_XKJG",
            label="许可机关",
            type=Text(length=200),
            required=True,
            column=RecordColumn.AGENCY_NAME,
            aliases=("XK_XZJG", "许可决定机关"),
        ),
        Field(
            code="XK_XKJGDM",
            label="许可机关统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.AGENCY_CODE,
            aliases=("许可机关代码",),
        ),
        Field(
            code="XK_ZT",
            label="当前状态",
            type=Choice(values=("有效", "无效"), synonyms={"1": "有效", "2": "无效"}),
            first_type=_FIRST_STATES,
            required=True,
            aliases=("许可状态", "状态"),
            help="1有效、2无效",
        ),
        Field(
            code="XK_LYDW",
            label="数据来源单位",
            type=Text(length=200),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.SOURCE_NAME,
            aliases=("XK_SJLY", "数据来源"),
        ),
        Field(
            code="XK_LYDWDM",
            label="数据来源单位统一社会信用代码",
            type=Code(length=18, unified=True),
            required=True,
            since=Generation.CURRENT,
            column=RecordColumn.SOURCE_CODE,
            aliases=("XK_SJLYDM", "数据来源单位代码"),
        ),
        remark(),
    ),
)
