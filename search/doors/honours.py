"""品牌与荣誉: titles and awards, with the goals that the city has set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.kinds.honour import HONOUR
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.records.models import Record
from enterprises.shared.rules.names import fold_name
from search.doors.goal_file import read_goals
from search.doors.types import Compare, Door, DoorColumn, DoorFilter, Extra
from search.entry_port import EntryKind
from search.public_records import HOLDER, holder_of, of_holders

_TITLE = HONOUR.role(Role.HONOUR_TITLE).code


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
    goals=read_goals(Path(settings.HONOUR_GOALS), kind=HONOUR),
    notes=(
        _("称号被撤销、放弃或者到期的，自动从本页、信用档案、名单和检索中撤下。"),
        _("每条荣誉由授予单位认定，本站不评价。授予单位栏是提供这条信息的机关。"),
    ),
)
