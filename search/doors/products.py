"""产品质量: spot checks of products, and recalls."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.kinds.inspection import FAILED, INSPECTION
from enterprises.catalogue.kinds.recall import RECALL
from enterprises.catalogue.types import OneOf, RecordColumn, Role
from enterprises.records.models import Record
from enterprises.records.services.maker_notices import COMMENT_CELL, comment_cells, notices_of
from search.doors.types import Compare, Door, DoorAdvice, DoorChoice, DoorColumn, DoorFilter, Extra
from search.entry_port import EntryKind

_FAILED = OneOf(code=INSPECTION.role(Role.RESULT).code, values=frozenset({FAILED}))
_DEFECT, _ENDED = RECALL.role(Role.DEFECT).code, RECALL.role(Role.RECALL_END).code


def _is_recall(values: Mapping[str, object]) -> bool:
    return _DEFECT in values


def product_extras(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    """Put the maker's comment beside findings, mark those published before it was due, and recalls; one query."""
    sentence = gettext("因涉及人身、财产危险先行公示，没有等生产企业的意见期届满。")
    recalls = {each.pk: Extra(marks=(_state_of(each),)) for each in records if each.kind == RECALL.code}
    return recalls | {
        pk: Extra(cells=comment_cells(notice), marks=(sentence,) if notice.urgent_by_id else ())
        for pk, notice in notices_of(records).items()
    }


def _state_of(recall: Record) -> str:
    if ended := recall.details.get(_ENDED):
        return gettext("召回已于 {day} 结束。").format(day=ended)
    return gettext("召回正在进行。")


def _of_kind(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    return records.filter(kind=value)


PRODUCTS = Door(
    slug="products",
    entry_kind=EntryKind.PRODUCT,
    title=_("产品质量"),
    lead=_("产品质量监督抽查的结果和产品召回：按产品、品牌、生产企业、销售单位和批号查。"),
    empty=_("没有符合条件的抽查结果或者召回。"),
    kinds=(INSPECTION, RECALL),
    demanded=Role.PRODUCT,
    title_of=Role.PRODUCT,
    columns=(
        DoorColumn(of=Role.BRAND, label=_("品牌")),
        DoorColumn(of=Role.MODEL, label=_("规格型号")),
        DoorColumn(of=Role.BATCH, label=_("生产日期/批号")),
        DoorColumn(of=Role.MAKER, label=_("标称生产企业")),
        DoorColumn(of=Role.SELLER, label=_("被抽样单位")),
        DoorColumn(of=Role.RESULT, label=_("结果")),
        DoorColumn(of=Role.FAILED_ITEMS, label=_("不合格项目")),
        DoorColumn(of="related", label=_("行政处罚决定书文号")),
        DoorColumn(of=COMMENT_CELL, label=_("生产企业意见")),
        DoorColumn(of=Role.RECALL_TYPE, label=_("召回类型")),
        DoorColumn(of=Role.DEFECT, label=_("缺陷和可能的后果")),
        DoorColumn(of=Role.REMEDY, label=_("召回措施")),
        DoorColumn(of=Role.RECALLED_UNITS, label=_("召回数量")),
        DoorColumn(of=Role.RECALL_END, label=_("召回结束日期")),
    ),
    filters=(
        DoorFilter(name="product", label=_("产品"), of=Role.PRODUCT),
        DoorFilter(name="brand", label=_("品牌"), of=Role.BRAND),
        DoorFilter(name="batch", label=_("批号或者生产日期"), of=Role.BATCH, compare=Compare.BATCH),
        DoorFilter(name="result", label=_("结果"), of=Role.RESULT, compare=Compare.EQUAL),
        DoorFilter(name="maker", label=_("标称生产企业"), of=Role.MAKER),
        DoorFilter(name="seller", label=_("被抽样单位"), of=Role.SELLER),
        DoorFilter(name="item", label=_("不合格项目"), of=Role.FAILED_ITEMS),
        DoorFilter(name="standard", label=_("检验依据"), of=Role.TEST_STANDARD),
        DoorFilter(name="since", label=_("抽查日期自"), of=RecordColumn.DECIDED_ON, compare=Compare.FROM),
        DoorFilter(name="until", label=_("抽查日期至"), of=RecordColumn.DECIDED_ON, compare=Compare.UNTIL),
    ),
    choices=(
        DoorChoice(
            name="kind",
            label=_("信息类别"),
            choices=lambda on: ((INSPECTION.code, _("监督抽查")), (RECALL.code, _("产品召回"))),
            keep=_of_kind,
        ),
    ),
    searched=(Role.PRODUCT, Role.BRAND, Role.BATCH, Role.MAKER, Role.SELLER),
    further=("maker", "seller", "item", "standard", "since", "until", "year"),
    advice=(
        DoorAdvice(
            when=_is_recall,
            title=_("买了召回的产品怎么办"),
            sentences=(
                _("先停用，对照品牌、型号和批号看是不是召回的这一批。"),
                _("按召回措施联系生产企业免费修理、更换或者退货；召回的费用由生产企业承担。"),
                _("生产企业不办理的，拨打 12315 投诉、举报。"),
            ),
        ),
        DoorAdvice(
            when=_FAILED,
            title=_("买了这批产品怎么办"),
            sentences=(
                _("先停用。不合格项目涉及触电、着火、食品安全的，不要再用、不要再吃，也不要转送他人。"),
                _("带上购物凭证向销售单位要求退货、换货或者赔偿；销售单位、生产企业都不得以对方有责任为由推脱。"),
                _("协商不成的，拨打 12315 或者在全国 12315 平台（www.12315.cn）投诉、举报。"),
                _("抽查结果只说明被抽的这一批；同一产品的其他批次是否合格，看它自己的抽查结果。"),
            ),
        ),
    ),
    has_batches=True,
    extras=product_extras,
    more=((_("生产企业提出意见"), "doors:maker-comment"),),
    adverse_label=_("不合格"),
    notes=(
        _("批号不论写法：20260301、2026-03-01、2026年3月1日、批号：20260301 是同一批；显示时照抽查结果表原样。"),
        _("“标称生产企业”是产品上标明的生产企业。没有标明商标的产品，品牌一栏为空。"),
        _("公示期满的抽查结果自动撤下；这里没有，不等于合格或者没有抽查过。"),
    ),
)
