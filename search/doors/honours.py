"""品牌与荣誉: titles and awards, with the goals of the city's order of 2017."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.kinds.honour import HONOUR
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.records.models import Record
from enterprises.shared.rules.names import fold_name
from search.doors.types import Compare, Door, DoorColumn, DoorFilter, Extra, Goal
from search.entry_port import EntryKind
from search.public_records import HOLDER, holder_of, of_holders

_TITLE = HONOUR.role(Role.HONOUR_TITLE).code
# 武政办〔2017〕118号 of 2017-11-19; it gives goals for 2020, and no figures of its day.
ORDER = "武政办〔2017〕118号"
ORDERED_ON = date(2017, 11, 19)


def repeated_titles(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    """Mark honours of which the enterprise has another public record with the same title; one query."""
    rows = Record.objects.public(on=on).filter(
        of_holders({holder_of(record).pk for record in records}), kind=HONOUR.code
    )
    days = defaultdict[tuple[int, str], list[tuple[int, date | None]]](list)
    for pk, enterprise, details, decided_on in rows.order_by("decided_on", "pk").values_list(
        "pk", HOLDER, "details", "decided_on"
    ):
        days[enterprise, fold_name(str(details.get(_TITLE, "")))].append((pk, decided_on))
    marks = {}
    for record in records:
        title = fold_name(str(record.details.get(_TITLE, "")))
        others = [str(day) for pk, day in days[holder_of(record).pk, title] if pk != record.pk]
        if others:
            sentence = gettext("同一称号不止一次授予，另有 {days} 认定的。").format(days=gettext("、").join(others))
            marks[record.pk] = Extra(marks=(sentence,))
    return marks


def _of(*categories: str, levels: tuple[str, ...] = ()) -> dict[Role, frozenset[str]]:
    """Return what a record must be to count for a goal."""
    values = {Role.HONOUR_CATEGORY: frozenset(categories)}
    return {**values, Role.HONOUR_LEVEL: frozenset(levels)} if levels else values


GOALS = (
    Goal(
        name="well-known-trademarks",
        label=_("驰名商标"),
        goal=_("突破 130 件"),
        source=ORDER,
        values=_of("驰名商标"),
    ),
    Goal(
        name="new-time-honoured-brands",
        label=_("新增省级和市级老字号"),
        goal=_("15 件"),
        source=ORDER,
        values=_of("老字号", levels=("省级", "市级")),
        after=ORDERED_ON,
    ),
    Goal(
        name="china-quality-award",
        label=_("获得中国质量奖的企业"),
        goal=_("力争 1 家"),
        source=ORDER,
        values=_of("质量奖", levels=("国家级",)),
        of_enterprises=True,
    ),
    Goal(
        name="yangtze-quality-award",
        label=_("获得长江质量奖的企业"),
        goal=_("2 家"),
        source=ORDER,
        values=_of("质量奖", levels=("省级",)),
        of_enterprises=True,
    ),
    Goal(
        name="name-brands",
        label=_("湖北名牌"),
        goal=_("每年 50 个"),
        source=ORDER,
        values=_of("名牌产品", levels=("省级",)),
        yearly=True,
    ),
    Goal(
        name="high-tech-enterprises",
        label=_("高新技术企业"),
        goal=_("突破 2500 家"),
        source=ORDER,
        values=_of("高新技术企业"),
        of_enterprises=True,
    ),
    Goal(
        name="certified-farm-products",
        label=_("三品一标认证"),
        goal=_("持续增加"),
        source=ORDER,
        values=_of("三品一标"),
    ),
)
HONOURS = Door(
    slug="honours",
    entry_kind=EntryKind.HONOUR,
    title=_("品牌与荣誉"),
    lead=_(
        "驰名商标、老字号、名牌、质量奖、地理标志、三品一标、高新技术企业等称号：按称号、授予单位、年份和行政区查。"
    ),
    empty=_("没有符合条件的荣誉。"),
    kinds=(HONOUR,),
    title_of=Role.HONOUR_TITLE,
    columns=(
        DoorColumn(of=Role.HONOUR_CATEGORY, label=_("荣誉类别")),
        DoorColumn(of=Role.HONOUR_LEVEL, label=_("荣誉级别")),
        DoorColumn(of=Role.HONOUR_YEAR, label=_("评价年度")),
        DoorColumn(of=Role.PRODUCT, label=_("产品")),
        DoorColumn(of=Role.BRAND, label=_("品牌")),
        DoorColumn(of=RecordColumn.AGENCY_NAME, label=_("授予单位")),
        DoorColumn(of=RecordColumn.VALID_UNTIL, label=_("有效期至")),
    ),
    filters=(
        DoorFilter(name="category", label=_("荣誉类别"), of=Role.HONOUR_CATEGORY, compare=Compare.EQUAL),
        DoorFilter(name="level", label=_("荣誉级别"), of=Role.HONOUR_LEVEL, compare=Compare.EQUAL),
        DoorFilter(name="title", label=_("称号"), of=Role.HONOUR_TITLE),
        DoorFilter(name="giver", label=_("授予单位"), of=RecordColumn.AGENCY_NAME),
        DoorFilter(name="product", label=_("产品"), of=Role.PRODUCT),
        DoorFilter(name="brand", label=_("品牌"), of=Role.BRAND),
        DoorFilter(name="since", label=_("认定日期自"), of=RecordColumn.DECIDED_ON, compare=Compare.FROM),
        DoorFilter(name="until", label=_("认定日期至"), of=RecordColumn.DECIDED_ON, compare=Compare.UNTIL),
    ),
    searched=(Role.HONOUR_TITLE, Role.HONOUR_CATEGORY, Role.PRODUCT, Role.BRAND),
    further=("giver", "product", "brand", "goal", "since", "until"),
    extras=repeated_titles,
    goals=GOALS,
    notes=(
        _("称号被撤销、放弃或者到期的，自动从本页、信用档案、名单和检索中撤下。"),
        _("每条荣誉由授予单位认定，本站不评价。授予单位栏是提供这条信息的机关。"),
    ),
)
