"""第三方评价: credit and social-responsibility evaluations by institutions; the portal itself never grades.

Labels of the national credit report (chapter 7); codes are ours.
"""

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, not_before, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Role, Text, Tone
from enterprises.shared.rules.masking import Masking

EVALUATION = RecordKind(
    code=KindCode.EVALUATION.value,
    label=gettext_noop("第三方评价"),
    label_en="Third-party evaluation",
    chapter=Chapter.EVALUATION,
    tone=Tone.NEUTRAL,
    title="X_PJ_NR",
    key=("X_PJ_DW", "X_PJ_NR", "X_PJ_RQ"),
    checks=(not_before("X_PJ_YXQZ", "X_PJ_RQ", message="有效期至不得早于评定日期"),),
    fields=(
        *unofficial_subject("X_PJ"),
        OwnField(
            code="X_PJ_LX",
            label="评价类型",
            type=Choice(values=("信用评价", "社会责任评价"), open_prefix="其他-"),
            required=True,
            role=Role.EVALUATION_TYPE,
        ),
        OwnField(
            code="X_PJ_NR",
            label="评定内容",
            type=Text(length=500),
            required=True,
            masking=Masking.FREE_TEXT,
            role=Role.EVALUATION_CONTENT,
        ),
        OwnField(
            code="X_PJ_DJ",
            label="等级",
            type=Text(length=50),
            required=True,
            aliases=("评定等级", "评价等级"),
            role=Role.GRADE,
        ),
        OwnField(code="X_PJ_BGBH", label="评价报告编号", type=Code(length=128), column=RecordColumn.DOCUMENT_NUMBER),
        OwnField(
            code="X_PJ_RQ",
            label="评定日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("评定时间", "评价日期"),
        ),
        OwnField(
            code="X_PJ_YXQZ",
            label="有效期至",
            type=Day(open_ended=True),
            column=RecordColumn.VALID_UNTIL,
        ),
        OwnField(
            code="X_PJ_DW",
            label="评定单位",
            type=Text(length=200),
            required=True,
            aliases=("评价机构", "评价单位"),
            role=Role.INSTITUTION,
        ),
        OwnField(
            code="X_PJ_DWDM",
            label="评定单位统一社会信用代码",
            type=Code(length=18, unified=True),
            aliases=("评价机构统一社会信用代码",),
            role=Role.INSTITUTION_CODE,
        ),
        OwnField(code="X_PJ_BZYJ", label="评价依据标准", type=Text(length=500), role=Role.EVALUATION_STANDARD),
        *unofficial_agency("X_PJ", label="归集机关", aliases=("报送机关",)),
    ),
)
