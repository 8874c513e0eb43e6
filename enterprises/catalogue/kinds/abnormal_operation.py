"""经营异常名录: entry and exit on one record, as the national publicity system shows them; codes are ours."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, not_before, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Code, Condition, Day, RecordColumn, RecordKind, Role, Text, Tone
from enterprises.shared.rules.masking import Masking


def _has_exit(values: Mapping[str, object]) -> bool:
    return "X_YC_YCRQ" in values


def _any_of(*codes: str) -> Condition:
    return lambda values: any(code in values for code in codes)


ABNORMAL_OPERATION = RecordKind(
    code=KindCode.ABNORMAL_OPERATION.value,
    label=gettext_noop("经营异常名录"),
    label_en="Abnormal operation listing",
    chapter=Chapter.ABNORMAL_OPERATION,
    tone=Tone.ADVERSE,
    title="X_YC_LRYY",
    key=("X_YC_LRRQ", "X_YC_LRYY"),
    checks=(not_before("X_YC_YCRQ", "X_YC_LRRQ", message="移出日期不得早于列入日期"),),
    fields=(
        *unofficial_subject("X_YC"),
        OwnField(code="X_YC_ZCH", label="注册号", type=Code(length=50)),
        OwnField(code="X_YC_FRDB", label="法定代表人", type=Text(length=50), aliases=("法定代表人(负责人)",)),
        OwnField(code="X_YC_SLRQ", label="设立日期", type=Day(), aliases=("成立日期",)),
        OwnField(
            code="X_YC_LRYY",
            label="列入原因类型名称",
            type=Text(length=500),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("列入原因", "列入经营异常名录原因"),
        ),
        OwnField(
            code="X_YC_LRRQ",
            label="列入日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("列入时间",),
        ),
        OwnField(
            code="X_YC_LRWH",
            label="列入决定文号",
            type=Code(length=128),
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("列入文号",),
        ),
        *unofficial_agency(
            "X_YC", label="列入决定机关", aliases=("列入决定机关名称", "作出决定机关", "作出决定机关(列入)")
        ),
        OwnField(
            code="X_YC_YCRQ",
            label="移出日期",
            type=Day(past=True),
            required_if=_any_of("X_YC_YCYY", "X_YC_YCJG"),
            required_hint="已填移出原因或移出决定机关的，移出日期必填",
            aliases=("移出时间",),
            role=Role.EXIT_DAY,
        ),
        OwnField(
            code="X_YC_YCYY",
            label="移出原因",
            type=Text(length=500),
            required_if=_has_exit,
            required_hint="已填移出日期的，移出原因必填",
            masking=Masking.FREE_TEXT,
            aliases=("移出经营异常名录原因",),
            role=Role.EXIT_REASON,
        ),
        OwnField(
            code="X_YC_YCJG",
            label="移出决定机关",
            type=Text(length=200),
            required_if=_has_exit,
            required_hint="已填移出日期的，移出决定机关必填",
            aliases=("移出决定机关名称", "作出决定机关(移出)"),
            role=Role.EXIT_AUTHORITY,
        ),
    ),
)
