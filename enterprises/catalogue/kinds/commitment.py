"""信用承诺: what an enterprise promised, and whether it kept it. Labels of the report (chapter 6); codes are ours."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, not_before, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Text, Tone
from enterprises.shared.rules.masking import Masking

STATUS, BROKEN = "X_CN_LYZT", "未履行"

COMMITMENT = RecordKind(
    code=KindCode.COMMITMENT.value,
    label=gettext_noop("信用承诺"),
    label_en="Credit commitment",
    chapter=Chapter.COMMITMENT,
    tone=Tone.NEUTRAL,
    title="X_CN_SY",
    key=("X_CN_LX", "X_CN_SY", "X_CN_RQ"),
    checks=(not_before("X_CN_YXQZ", "X_CN_RQ", message="有效期至不得早于做出承诺日期"),),
    fields=(
        *unofficial_subject("X_CN"),
        OwnField(
            code="X_CN_LX",
            label="承诺类型",
            type=Choice(
                values=("主动型", "审批替代型", "容缺受理型", "证明事项替代型", "信用修复型", "行业自律型"),
                open_prefix="其他-",
            ),
            required=True,
        ),
        OwnField(
            code="X_CN_BM",
            label="承诺编码",
            type=Code(length=128),
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("承诺书编号",),
        ),
        OwnField(code="X_CN_SY", label="承诺事由", type=Text(length=500), required=True, masking=Masking.FREE_TEXT),
        OwnField(
            code="X_CN_NR",
            label="承诺内容",
            type=Text(length=4000, multiline=True),
            masking=Masking.FREE_TEXT,
        ),
        OwnField(
            code="X_CN_RQ",
            label="做出承诺日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("作出承诺日期", "承诺日期", "承诺做出日期"),
        ),
        OwnField(
            code="X_CN_YXQZ",
            label="承诺有效期至",
            type=Day(open_ended=True),
            column=RecordColumn.VALID_UNTIL,
            aliases=("有效期至",),
        ),
        OwnField(
            code=STATUS,
            label="承诺履约状态",
            type=Choice(
                values=("履行中", "全部履行", "部分履行", BROKEN),
                synonyms={"已履行": "全部履行", "正在履行": "履行中", "违诺": BROKEN},
            ),
            aliases=("履约状态", "履行状态"),
        ),
        *unofficial_agency("X_CN", label="承诺受理单位", aliases=("受理单位",)),
    ),
)


def promise_of_repair(*, case_number: str, statements: Sequence[str], made_on: date, until: date) -> dict[str, str]:
    """Return the typed fields of a commitment that goes with a granted repair; `until` is its last day."""
    return {
        "X_CN_LX": "信用修复型",
        "X_CN_BM": case_number,
        "X_CN_SY": f"申请信用修复（{case_number}）",
        "X_CN_NR": "\n".join(f"{number}. {text}" for number, text in enumerate(statements, start=1)),
        "X_CN_RQ": made_on.isoformat(),
        "X_CN_YXQZ": until.isoformat(),
        STATUS: "履行中",
    }
