"""侵权假冒案件: penalties that count as infringement and counterfeit cases, by class and quarter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.enforcement.bases import INFRINGEMENT_LABELS, Infringement
from enterprises.enforcement.models import Campaign, InfringementTag
from enterprises.enforcement.quarters import quarter_label
from enterprises.enforcement.rules import Quarter
from enterprises.enforcement.selectors import decided_in, quarters_with_cases, reasons_of
from enterprises.records.models import Record
from search.doors.types import Compare, Door, DoorChoice, DoorColumn, DoorFilter, Extra


def _cases(records: QuerySet[Record]) -> QuerySet[Record]:
    return records.filter(pk__in=InfringementTag.objects.order_by().values("record"))


def _classified(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    return {pk: Extra(cells=_cells(tags)) for pk, tags in reasons_of(records).items()}


def _cells(tags: Iterable[InfringementTag]) -> tuple[LabelledValue, ...]:
    tags = list(tags)
    classes = "、".join(INFRINGEMENT_LABELS[Infringement(tag.infringement)] for tag in tags)
    return (
        LabelledValue(code="infringement", label="侵权假冒类别", value=classes),
        LabelledValue(code="infringement_why", label="归类依据", value="；".join(tag.why for tag in tags)),
    )


def _quarters(on: date) -> list[tuple[str, str]]:
    return [(str(quarter), quarter_label(quarter)) for quarter in quarters_with_cases(on=on)]


def _in_quarter(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    year, _between, number = value.partition("Q")
    quarter = Quarter(year=int(year), number=int(number))
    return decided_in(records, first_day=quarter.first_day, until=quarter.until)


def _of_class(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    return records.filter(pk__in=InfringementTag.objects.filter(infringement=value).order_by().values("record"))


def campaign_addresses(most: int) -> list[str]:
    """Return the pages of the public campaigns, the latest first."""
    found = Campaign.objects.published().order_by("-starts_on", "-pk").values_list("pk", flat=True)
    return [reverse("enforcement:campaign", kwargs={"pk": pk}) for pk in found[:most]]


COUNTERFEITS = Door(
    slug="counterfeits",
    title=_("侵权假冒案件"),
    lead=_("公示中的侵权假冒行政处罚案件，按处罚依据的法律条款或者违法行为类型归类。"),
    empty=_("没有符合条件的案件。"),
    kinds=(PENALTY,),
    title_of=Role.ACT,
    columns=(
        DoorColumn(of="infringement", label=_("侵权假冒类别"), holds_labels=True),
        DoorColumn(of="infringement_why", label=_("归类依据")),
        DoorColumn(of=RecordColumn.DOCUMENT_NUMBER, label=_("决定书文号")),
        DoorColumn(of=Role.PENALTY_TYPES, label=_("处罚类别")),
        DoorColumn(of=RecordColumn.FINE_YUAN, label=_("罚款金额（万元）")),
        DoorColumn(of=RecordColumn.CONFISCATED_YUAN, label=_("没收金额（万元）")),
        DoorColumn(of=RecordColumn.AGENCY_NAME, label=_("处罚机关")),
        DoorColumn(of="related", label=_("不合格抽查编号")),
    ),
    filters=(
        DoorFilter(name="number", label=_("决定书文号"), of=RecordColumn.DOCUMENT_NUMBER, compare=Compare.NUMBER),
        DoorFilter(name="agency", label=_("处罚机关"), of=RecordColumn.AGENCY_NAME),
        DoorFilter(name="from", label=_("决定日期自"), of=RecordColumn.DECIDED_ON, compare=Compare.FROM),
        DoorFilter(name="until", label=_("决定日期至"), of=RecordColumn.DECIDED_ON, compare=Compare.UNTIL),
    ),
    choices=(
        DoorChoice(name="quarter", label=_("季度"), choices=_quarters, keep=_in_quarter),
        DoorChoice(
            name="class",
            label=_("侵权假冒类别"),
            choices=lambda on: [(each.value, _(label)) for each, label in INFRINGEMENT_LABELS.items()],
            keep=_of_class,
        ),
    ),
    searched=(Role.ACT,),
    further=("number", "agency", "from", "until"),
    only=_cases,
    extras=_classified,
    more=((_("打击侵权假冒"), "enforcement:index"),),
    beside=campaign_addresses,
    notes=(
        _("处罚公示期满后自动撤下；这里没有，不等于没有处罚过。"),
        _("归类由本平台按公开的条款表进行，不改变处罚决定的内容。"),
    ),
)
