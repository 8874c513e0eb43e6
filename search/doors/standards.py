"""企业标准: standards that enterprises declare themselves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from enterprises.catalogue.kinds.standard_declaration import STANDARD_DECLARATION
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.records.models import Record
from enterprises.shared.rules.days import OPEN_END
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.masking import public_text
from search.doors.types import Compare, Door, DoorColumn, DoorFilter, Extra
from search.entry_port import EntryKind
from search.public_records import HOLDER, holder_of, of_holders

_REPLACES = STANDARD_DECLARATION.role(Role.REPLACED_STANDARD)


def standard_marks(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    """Mark numbers of several enterprises, standards that a later one replaces, and stated ends; two queries."""
    declared = Record.objects.public(on=on).filter(kind=STANDARD_DECLARATION.code)
    declarers, successors = _enterprises_by_number(records, declared), _successors(records, declared)
    marks = {}
    for record in records:
        number, found = record.folded_document_number, []
        if others := len(declarers[number] - {holder_of(record).pk}):
            found.append(gettext("另有 {count} 家企业声明了同一标准编号。").format(count=others))
        if successor := successors.get((holder_of(record).pk, number)):
            found.append(gettext("已被 {number} 代替。").format(number=public_text(successor)))
        if record.valid_until and record.valid_until != OPEN_END:
            found.append(gettext("声明的废止日期是 {day}。").format(day=record.valid_until))
        if found:
            marks[record.pk] = Extra(marks=tuple(found))
    return marks


def _enterprises_by_number(records: Sequence[Record], declared: QuerySet[Record]) -> dict[str, set[int]]:
    declarers = defaultdict[str, set[int]](set)
    numbers = {record.folded_document_number for record in records} - {""}
    rows = declared.filter(folded_document_number__in=numbers).order_by()
    for number, enterprise in rows.values_list("folded_document_number", HOLDER):
        declarers[number].add(enterprise)
    return declarers


def _successors(records: Sequence[Record], declared: QuerySet[Record]) -> dict[tuple[int, str], str]:
    """Return the number of the standard that replaces one, by enterprise and folded number; the latest counts."""
    rows = declared.filter(of_holders({holder_of(record).pk for record in records}))
    rows = rows.filter(**{f"{lookup_of(_REPLACES)}__isnull": False}).order_by("decided_on", "pk")
    return {
        (enterprise, fold_document_number(str(details[_REPLACES.code]))): number
        for enterprise, details, number in rows.values_list(HOLDER, "details", "document_number")
    }


STANDARDS = Door(
    slug="standards",
    entry_kind=EntryKind.STANDARD,
    title=_("企业标准"),
    lead=_("企业自我声明公开的标准：按编号、名称、产品、代替的标准和声明日期查。"),
    empty=_("没有符合条件的标准。"),
    kinds=(STANDARD_DECLARATION,),
    title_of=Role.STANDARD_NAME,
    columns=(
        DoorColumn(of=RecordColumn.DOCUMENT_NUMBER, label=_("标准编号")),
        DoorColumn(of=Role.STANDARD_TYPE, label=_("标准类型")),
        DoorColumn(of=Role.PRODUCT, label=_("产品或服务")),
        DoorColumn(of=Role.REPLACED_STANDARD, label=_("代替标准")),
        DoorColumn(of=Role.STRICTER_THAN, label=_("严于的国家标准或行业标准")),
        DoorColumn(of=Role.TEXT_ADDRESS, label=_("标准文本")),
        DoorColumn(of=RecordColumn.VALID_UNTIL, label=_("废止日期")),
    ),
    filters=(
        DoorFilter(name="number", label=_("标准编号"), of=RecordColumn.DOCUMENT_NUMBER, compare=Compare.NUMBER),
        DoorFilter(name="name", label=_("标准名称"), of=Role.STANDARD_NAME),
        DoorFilter(name="product", label=_("产品或服务"), of=Role.PRODUCT),
        DoorFilter(name="type", label=_("标准类型"), of=Role.STANDARD_TYPE, compare=Compare.EQUAL),
        DoorFilter(name="replaces", label=_("代替标准"), of=Role.REPLACED_STANDARD),
        DoorFilter(name="stricter", label=_("严于的国家标准或行业标准"), of=Role.STRICTER_THAN),
        DoorFilter(name="since", label=_("声明日期自"), of=RecordColumn.DECIDED_ON, compare=Compare.FROM),
        DoorFilter(name="until", label=_("声明日期至"), of=RecordColumn.DECIDED_ON, compare=Compare.UNTIL),
    ),
    searched=(Role.STANDARD_NAME, Role.PRODUCT),
    further=("replaces", "stricter", "since", "until", "year"),
    extras=standard_marks,
    link_of=Role.TEXT_ADDRESS,
    notes=(
        _("标准由企业自己声明并对其负责（《标准化法》第二十七条）；“严于”是企业的声明，本站没有核对标准文本。"),
        _("企业声明了废止日期的，到期自动撤下；被新标准代替的注明由哪个标准代替。"),
    ),
)
