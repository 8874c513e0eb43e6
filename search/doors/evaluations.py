"""第三方评价: grades of institutions, each with institution, scale and marks."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.catalogue.kinds.evaluation import EVALUATION
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.evaluations.display import MARK_CELL, GradeContext, contrast_of, grade_contexts
from enterprises.evaluations.models import Institution, InstitutionGrade
from enterprises.evaluations.selectors import by_institution
from enterprises.records.models import Record
from search.doors.types import Compare, Door, DoorChoice, DoorColumn, DoorFilter, Extra
from search.entry_port import EntryKind
from search.listings import black_listed
from search.public_records import holder_of

_REGISTERED, _WITHDRAWN, _UNKNOWN = "registered", "withdrawn", "unregistered"


def _of_institutions(records: Sequence[Record], on: date) -> Mapping[int, Extra]:
    """Put scale, qualification and report beside grades, and the contrast where a black list names the enterprise."""
    contexts = grade_contexts(records, on=on)
    listed = black_listed({holder_of(record).pk for record in records}, on=on)
    return {
        record.pk: _beside(record, contexts[record.pk], is_black_listed=holder_of(record).pk in listed)
        for record in records
    }


def _beside(record: Record, context: GradeContext, *, is_black_listed: bool) -> Extra:
    contrast = (contrast_of({record.pk: context}),) if is_black_listed else ()
    report = (_("评价报告（PDF）"), reverse("evaluations:report", kwargs={"pk": record.pk}))
    return Extra(
        cells=tuple(cell for cell in context.cells() if cell.code != MARK_CELL),
        marks=(*context.marks, *contrast),
        links=(report,) if context.report_sha256 else (),
    )


def _institutions(on: date) -> list[tuple[str, str]]:
    rows = Institution.objects.registered().order_by("name", "code")
    return list(dict.fromkeys((row.code, row.public_name) for row in rows))


def _grades(on: date) -> list[tuple[str, str]]:
    grades = InstitutionGrade.objects.order_by("rank", "grade").values_list("grade", flat=True)
    return [(grade, grade) for grade in dict.fromkeys(grades)]


def _of_institution(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    return records.filter(by_institution(value))


def _of_grade(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    return records.filter(**{lookup_of(EVALUATION.role(Role.GRADE)): value})


def _in_state(records: QuerySet[Record], value: str) -> QuerySet[Record]:
    """Keep the grades of institutions that are registered, withdrawn, or in no registry."""
    named = Institution.objects.filter(code=OuterRef("evaluator_code"))
    coded = records.annotate(evaluator_code=KT(lookup_of(EVALUATION.role(Role.INSTITUTION_CODE))))
    if value == _UNKNOWN:
        return coded.filter(~Exists(named.registered()))
    active = Exists(named.active())
    return coded.filter(active) if value == _REGISTERED else coded.filter(~active, Exists(named.registered()))


def institution_addresses(most: int) -> list[str]:
    """Return the pages of the public register, the latest entered first; institutions that left stay in it."""
    found = Institution.objects.registered().order_by("-pk").values_list("pk", flat=True)
    return [reverse("evaluations:institution", kwargs={"pk": pk}) for pk in found[:most]]


EVALUATIONS = Door(
    slug="evaluations",
    entry_kind=EntryKind.EVALUATION,
    title=_("第三方评价"),
    lead=_("评价机构作出的企业信用评价和社会责任评价。等级只代表评价机构，本平台不评级；请连同机构和等级标准一起看。"),
    empty=_("没有符合条件的评价。"),
    kinds=(EVALUATION,),
    title_of=Role.EVALUATION_CONTENT,
    columns=(
        DoorColumn(of=Role.GRADE, label=_("等级")),
        DoorColumn(of=Role.EVALUATION_TYPE, label=_("评价类型")),
        DoorColumn(of=Role.INSTITUTION, label=pgettext_lazy("column", "评价机构")),
        DoorColumn(of="grade_meaning", label=_("等级含义")),
        DoorColumn(of="grade_scale", label=_("等级标准")),
        DoorColumn(of="institution", label=_("评价机构资质")),
        DoorColumn(of=RecordColumn.VALID_UNTIL, label=_("有效期至")),
    ),
    filters=(
        DoorFilter(name="type", label=_("评价类型"), of=Role.EVALUATION_TYPE, compare=Compare.EQUAL),
        DoorFilter(name="evaluator", label=_("评价机构名称"), of=Role.INSTITUTION),
        DoorFilter(name="from", label=_("评定日期自"), of=RecordColumn.DECIDED_ON, compare=Compare.FROM),
        DoorFilter(name="until", label=_("评定日期至"), of=RecordColumn.DECIDED_ON, compare=Compare.UNTIL),
    ),
    choices=(
        DoorChoice(name="institution", label=_("登记的评价机构"), choices=_institutions, keep=_of_institution),
        DoorChoice(name="grade", label=_("等级"), choices=_grades, keep=_of_grade),
        DoorChoice(
            name="state",
            label=_("评价机构状态"),
            choices=lambda on: (
                (_REGISTERED, _("已登记")),
                (_WITHDRAWN, _("已退出登记")),
                (_UNKNOWN, _("没有登记")),
            ),
            keep=_in_state,
        ),
    ),
    searched=(Role.EVALUATION_CONTENT, Role.INSTITUTION),
    further=("evaluator", "from", "until"),
    extras=_of_institutions,
    more=((_("评价机构名录"), "evaluations:institutions"),),
    beside=institution_addresses,
    notes=(
        _("不同机构的等级不能互相比较：同是 AA，在各家的标准里含义不同。"),
        _("机构退出登记后，它此前的等级仍予列示，并注明退出的日期和原因。"),
        _("评价报告由机构提交，本站只保证下载的文件与提交的一致；可以在“报告验证”核对。"),
    ),
)
