"""司法判决及执行: effective judgments and their enforcement. Labels of the report (4 and 8), codes of ours."""

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import OwnField, not_before, unofficial_agency, unofficial_subject
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Role, Text, Tone
from enterprises.shared.rules.masking import Masking

JUDGMENT = RecordKind(
    code=KindCode.JUDGMENT.value,
    label=gettext_noop("司法判决及执行"),
    label_en="Judgment and enforcement",
    chapter=Chapter.JUDGMENT,
    tone=Tone.ADVERSE,
    title="X_SF_AH",
    key=("X_SF_AH",),
    checks=(not_before("X_SF_RQ", "X_SF_LARQ", message="裁判日期不得早于立案时间"),),
    fields=(
        *unofficial_subject("X_SF"),
        OwnField(
            code="X_SF_AH",
            label="案号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
        ),
        OwnField(
            code="X_SF_LX",
            label="文书类型",
            type=Choice(
                values=("民事判决", "民事裁定", "民事调解", "行政判决", "行政裁定", "刑事判决", "刑事裁定", "执行"),
                open_prefix="其他-",
                synonyms={"执行裁定": "执行"},
            ),
            required=True,
        ),
        OwnField(code="X_SF_AY", label="案由", type=Text(length=500), required=True, masking=Masking.FREE_TEXT),
        OwnField(code="X_SF_SF", label="省份", type=Text(length=50), aliases=("地域名称",)),
        OwnField(code="X_SF_LARQ", label="立案时间", type=Day(past=True), aliases=("立案日期",)),
        OwnField(
            code="X_SF_RQ",
            label="裁判日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("判决日期", "裁定日期", "文书生效日期"),
        ),
        OwnField(code="X_SF_YJWH", label="执行依据文号", type=Code(length=128)),
        OwnField(code="X_SF_YJDW", label="做出执行依据单位", type=Text(length=200), aliases=("作出执行依据单位",)),
        OwnField(
            code="X_SF_YW",
            label="生效法律文书确定的义务",
            type=Text(length=4000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("义务", "裁判结果"),
        ),
        OwnField(
            code="X_SF_LXQK",
            label="履行情况",
            type=Choice(values=("全部未履行", "部分履行", "全部履行"), synonyms={"全部已履行": "全部履行"}),
            aliases=("被执行人的履行情况",),
            role=Role.DEBTOR_PERFORMANCE,
        ),
        OwnField(
            code="X_SF_JTQX",
            label="具体情形",
            type=Text(length=2000, multiline=True),
            masking=Masking.FREE_TEXT,
            aliases=("失信被执行人行为具体情形",),
            role=Role.DEBTOR_CIRCUMSTANCES,
        ),
        OwnField(code="X_SF_YLX", label="已履行部分", type=Text(length=1000), masking=Masking.FREE_TEXT),
        OwnField(code="X_SF_WLX", label="未履行部分", type=Text(length=1000), masking=Masking.FREE_TEXT),
        OwnField(code="X_SF_FBRQ", label="发布时间", type=Day(past=True), aliases=("发布日期",)),
        *unofficial_agency("X_SF", label="法院", aliases=("执行法院", "审理法院", "法院名称")),
    ),
)
