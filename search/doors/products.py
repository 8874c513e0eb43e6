"""产品质量: spot checks of products, and recalls."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.kinds.inspection import FAILED, INSPECTION
from enterprises.catalogue.types import OneOf, RecordColumn, Role
from enterprises.records.models import Record
from enterprises.records.services.maker_notices import COMMENT_CELL, comment_cells, notices_of
from search.doors.types import Compare, Door, DoorAdvice, DoorColumn, DoorFilter, Extra
from search.entry_port import EntryKind

_FAILED = OneOf(code=INSPECTION.role(Role.RESULT).code, values=frozenset({FAILED}))


def _of_maker(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    """Put the maker's comment beside findings, and mark those published before the time to comment; one query."""
    sentence = gettext("因涉及人身、财产危险先行公示，没有等生产企业的意见期届满。")
    return {
        pk: Extra(cells=comment_cells(notice), marks=(sentence,) if notice.urgent_by_id else ())
        for pk, notice in notices_of(records).items()
    }


PRODUCTS = Door(
    slug="products",
    entry_kind=EntryKind.PRODUCT,
    title=_("产品质量"),
    lead=_("产品质量监督抽查的结果：按产品、品牌、生产企业、销售单位和批号查。"),
    empty=_("没有符合条件的抽查结果。"),
    kinds=(INSPECTION,),
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
        DoorColumn(of=COMMENT_CELL, label=_("生产企业意见")),
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
    searched=(Role.PRODUCT, Role.BRAND, Role.BATCH, Role.MAKER, Role.SELLER),
    further=("maker", "seller", "item", "standard", "since", "until", "year"),
    advice=(
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
    extras=_of_maker,
    more=((_("生产企业提出意见"), "doors:maker-comment"),),
    adverse_label=_("不合格"),
    notes=(
        _("批号不论写法：20260301、2026-03-01、2026年3月1日、批号：20260301 是同一批；显示时照抽查结果表原样。"),
        _("“标称生产企业”是产品上标明的生产企业。没有标明商标的产品，品牌一栏为空。"),
        _("公示期满的抽查结果自动撤下；这里没有，不等于合格或者没有抽查过。"),
    ),
)
