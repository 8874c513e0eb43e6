"""产品召回: recalls of products with a defect; neutral, because most makers recall by themselves. Codes are ours."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds._parts import (
    OwnField,
    not_before,
    product_batch,
    product_brand,
    product_model,
    unofficial_agency,
    unofficial_subject,
)
from enterprises.catalogue.types import Chapter, Choice, Code, Day, RecordColumn, RecordKind, Role, Text, Tone
from enterprises.shared.rules.masking import Masking

_ENDED = "X_ZH_JSRQ"

RECALL = RecordKind(
    code=KindCode.RECALL.value,
    label=gettext_noop("产品召回"),
    label_en="Product recall",
    chapter=Chapter.OTHER,
    tone=Tone.NEUTRAL,
    title="X_ZH_CP",
    key=("X_ZH_BH",),
    checks=(not_before(_ENDED, "X_ZH_RQ", message="召回结束日期不得早于召回日期"),),
    fields=(
        *unofficial_subject("X_ZH"),
        OwnField(
            code="X_ZH_BH",
            label="召回编号",
            type=Code(length=128),
            required=True,
            column=RecordColumn.DOCUMENT_NUMBER,
            aliases=("召回计划编号", "召回公告号", "召回备案编号"),
        ),
        OwnField(
            code="X_ZH_LX",
            label="召回类型",
            type=Choice(values=("主动召回", "受调查影响召回", "责令召回")),
            aliases=("召回方式",),
            role=Role.RECALL_TYPE,
        ),
        OwnField(
            code="X_ZH_CP",
            label="产品名称",
            type=Text(length=200),
            required=True,
            aliases=("召回产品", "召回产品名称", "消费品名称"),
            role=Role.PRODUCT,
        ),
        product_brand("X_ZH"),
        product_model("X_ZH", aliases=("涉及型号",)),
        replace(product_batch("X_ZH", aliases=("涉及批次", "召回批次")), required=True),
        OwnField(
            code="X_ZH_SL",
            label="召回数量",
            type=Text(length=50),
            aliases=("涉及数量", "召回数量（件）", "数量"),
            role=Role.RECALLED_UNITS,
        ),
        OwnField(
            code="X_ZH_QX",
            label="缺陷和可能的后果",
            type=Text(length=2000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("缺陷描述", "缺陷情况", "缺陷", "召回原因"),
            role=Role.DEFECT,
        ),
        OwnField(
            code="X_ZH_CS",
            label="召回措施",
            type=Text(length=2000, multiline=True),
            required=True,
            masking=Masking.FREE_TEXT,
            aliases=("维修措施", "处理措施", "消除缺陷的措施"),
            role=Role.REMEDY,
        ),
        OwnField(
            code="X_ZH_RQ",
            label="召回日期",
            type=Day(past=True),
            required=True,
            column=RecordColumn.DECIDED_ON,
            aliases=("召回开始日期", "公布日期", "召回公告日期"),
        ),
        OwnField(
            code=_ENDED,
            label="召回结束日期",
            type=Day(past=True),
            aliases=("召回完成日期",),
            help="还在召回的不填",
            role=Role.RECALL_END,
        ),
        *unofficial_agency("X_ZH", label="召回监督机关", aliases=("备案机关", "监管机关")),
    ),
)
