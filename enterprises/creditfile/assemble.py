"""Assemble the credit file of one enterprise: the only place that decides what is shown."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Chapter, RecordColumn, RecordKind
from enterprises.creditfile.related import related_among
from enterprises.creditfile.sections import sections
from enterprises.creditfile.types import (
    Badge,
    BadgeTone,
    ChapterView,
    Counter,
    CreditFile,
    FileRow,
    FormerNameView,
    LinkedCode,
    RelatedRow,
    Relative,
    Subject,
)
from enterprises.documents.refs import Ref, RefKind
from enterprises.evaluations.display import GradeContext, contrast_of, grade_contexts
from enterprises.records.extensions.selectors import extension_bases
from enterprises.records.models import Record
from enterprises.records.services.maker_notices import comments_beside
from enterprises.records.texts import records_with_text
from enterprises.register.fields import REGISTER_FIELDS
from enterprises.register.models import Enterprise
from enterprises.register.selectors import linked_enterprises
from enterprises.shared.rules.amounts import format_wan_yuan
from enterprises.shared.rules.days import day_before
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.register_codes import CodeKind
from enterprises.shared.rules.sentences import sentence

# Titles of the national report, standard of 2022 (docs/rules/credit-file.md).
TITLES: dict[Chapter, tuple[str, str]] = {
    Chapter.REGISTRATION: ("一", "登记注册基础信息"),
    Chapter.ADMINISTRATION: ("二", "行政管理信息"),
    Chapter.HONOUR: ("三", "诚实守信相关荣誉信息"),
    Chapter.SERIOUS_DISHONESTY: ("四", "严重失信主体名单信息"),
    Chapter.ABNORMAL_OPERATION: ("五", "经营（活动）异常名录（状态）信息"),
    Chapter.COMMITMENT: ("六", "信用承诺信息"),
    Chapter.EVALUATION: ("七", "信用评价信息"),
    Chapter.JUDGMENT: ("八", "司法判决及执行信息"),
    Chapter.OTHER: ("九", "其他信息"),
    Chapter.ADVICE: ("十", "信用状况提升建议"),
}
COUNTER_LABELS: dict[Chapter, str] = {
    Chapter.ADMINISTRATION: "行政管理",
    Chapter.HONOUR: "诚实守信",
    Chapter.SERIOUS_DISHONESTY: "严重失信",
    Chapter.ABNORMAL_OPERATION: "经营异常",
    Chapter.COMMITMENT: "信用承诺",
    Chapter.EVALUATION: "信用评价",
    Chapter.JUDGMENT: "司法判决",
    Chapter.OTHER: "其他",
}
ADVICE = (
    "请及时核对本文件所列信息；认为信息有误、遗漏或已过公示期的，可向本平台或信息来源机关提出异议。",
    "存在行政处罚等失信信息的，履行义务、纠正失信行为并满足最短公示期后，可向作出认定的机关申请信用修复。",
    "请按时报送年度报告，经营地址、联系方式等登记事项变动时及时办理变更登记。",
    "欢迎主动作出信用承诺，并依法履行合同约定与法定义务。",
)

_STATUS_TONES = {
    Enterprise.Status.ACTIVE: BadgeTone.ACTIVE,
    Enterprise.Status.NOT_STATED: BadgeTone.NOT_STATED,
}


def assemble(enterprise: Enterprise, *, on: date, at: datetime, audience: Audience = Audience.PUBLIC) -> CreditFile:
    """Return the whole file as `audience` may see it on that Shanghai day.

    `at` is printed as the moment of reading. Records and listings of all its codes are shown. Costs a fixed number of
    queries for each code, whatever the file holds.
    """
    linked = linked_enterprises(enterprise)
    ids = [enterprise.pk, *(one.pk for one in linked)]
    placed, grades = _record_rows(enterprise, ids, on=on, audience=audience)
    badges, notices = [_status_badge(enterprise)], []
    for section in sections():
        for pk in ids:
            placed += section.rows(enterprise_id=pk, on=on)
            notices += section.notices(enterprise_id=pk, on=on)
            badges += section.badges(enterprise_id=pk, on=on)
    if grades and any(badge.tone is BadgeTone.BLACK_LIST for badge in badges):
        notices.append((Chapter.EVALUATION, contrast_of(grades)))
    chapters = tuple(_chapter(chapter, placed, notices) for chapter in Chapter)
    return CreditFile(
        subject=_subject(enterprise, linked, on=on),
        on=on,
        as_of=at,
        audience=audience,
        badges=tuple(dict.fromkeys(badges)),
        counters=_counters(chapters),
        chapters=chapters,
    )


def _record_rows(
    enterprise: Enterprise, ids: list[int], *, on: date, audience: Audience
) -> tuple[list[tuple[Chapter, FileRow]], Mapping[int, GradeContext]]:
    """Return the rows of the public records, and what stands beside the grades among them, by record id."""
    records = Record.objects.public(on=on).filter(enterprise_id__in=ids)
    records = records.select_related("enterprise", "agency", "source_agency")
    ordered = sorted(records, key=_record_order)
    bases, grades, comments = extension_bases(ordered), grade_contexts(ordered, on=on), comments_beside(ordered)
    with_text, related = records_with_text(ordered), related_among(ordered)
    rows = [
        (
            kind_of(record.kind).chapter,
            row_of(
                record,
                audience=audience,
                extension_basis=bases.get(record.pk, ""),
                file_of=enterprise.pk,
                beside=grades[record.pk].cells() if record.pk in grades else comments.get(record.pk, ()),
                has_text=record.pk in with_text,
                related=related.get(record.pk, ()),
            ),
        )
        for record in ordered
    ]
    return rows, grades


def _record_order(record: Record) -> tuple[int, str, int, int]:
    """Order by chapter and kind, the newest decision first."""
    decided = record.decided_on.toordinal() if record.decided_on else 0
    return (kind_of(record.kind).chapter, record.kind, -decided, -record.pk)


def row_of(
    record: Record,
    *,
    audience: Audience,
    extension_basis: str = "",
    file_of: int | None = None,
    beside: tuple[LabelledValue, ...] = (),
    has_text: bool = False,
    related: tuple[RelatedRow, ...] = (),
) -> FileRow:
    """Show one record to one audience; `extension_basis` is that of the extension that gives its end, if any.

    `beside` are cells that follow the record's own; `has_text`: the text of its decision is released; `related` are
    public rows that belong to it.

    In the file of another code of the enterprise (`file_of`, an id) the row names the code that it was decided under.
    """
    kind = kind_of(record.kind)
    values = record.field_values()
    repeated = _repeated(record, kind=kind) if file_of in (None, record.enterprise_id) else frozenset()
    cells = tuple(cell for cell in cells_of(kind, values, audience=audience) if cell.code not in repeated)
    title = next((cell.value for cell in cells if cell.code == kind.title), "")
    source = record.source_agency or record.agency
    return FileRow(
        ref=Ref(kind=RefKind.RECORD, id=record.pk),
        kind=kind.code,
        kind_label=kind.label,
        title=title or kind.label,
        cells=(*cells, *beside),
        source=source.public_name,
        source_code=source.code,
        legal_basis=public_text(record.legal_basis),
        public_from=_published(record.public_from),
        public_until=record.public_until,
        last_public_on=day_before(record.public_until) if record.public_until else None,
        disputed=record.disputed_at is not None,
        repairable_from=record.repairable_from,
        repair_basis=public_text(record.repair_basis),
        repair_confirmed=record.repair_confirmed,
        extension_basis=public_text(extension_basis),
        unextended_last_public_on=_unextended_last_day(record) if extension_basis else None,
        text_address=reverse("enterprises:decision-text", args=[record.pk]) if has_text else "",
        related=related,
    )


def _unextended_last_day(record: Record) -> date | None:
    return day_before(record.unheld_until) if record.unheld_until else None


def _repeated(record: Record, *, kind: RecordKind) -> frozenset[str]:
    """Return the fields about the subject, which the file names once; a name typed otherwise than today's stays."""
    other_name = fold_name(record.subject_name) != record.enterprise.folded_name
    return frozenset(
        field.code
        for field in kind.fields
        if field.of_subject and not (other_name and field.column is RecordColumn.SUBJECT_NAME)
    )


def _published(day: date | None) -> date:
    """Return the first public day, which the database demands of every published record."""
    if day is None:
        raise ValueError("a record that was never published has no row")
    return day


def _chapter(
    chapter: Chapter, placed: list[tuple[Chapter, FileRow]], notices: list[tuple[Chapter, str]]
) -> ChapterView:
    numeral, title = TITLES[chapter]
    rows = tuple(row for where, row in placed if where is chapter)
    advice = ADVICE if chapter is Chapter.ADVICE else ()
    stated = tuple(text for where, text in notices if where is chapter)
    return ChapterView(chapter=chapter, numeral=numeral, title=title, rows=rows, advice=advice, notices=stated)


def _counters(chapters: tuple[ChapterView, ...]) -> tuple[Counter, ...]:
    return tuple(
        Counter(chapter=view.chapter, label=COUNTER_LABELS[view.chapter], count=len(view.rows))
        for view in chapters
        if view.chapter in COUNTER_LABELS
    )


def _status_badge(enterprise: Enterprise) -> Badge:
    status = Enterprise.Status(enterprise.status)
    tone = _STATUS_TONES.get(status, BadgeTone.ENDED)
    return Badge(code=f"status-{status.value.lower().replace('_', '-')}", label=str(status.label), tone=tone)


def _subject(enterprise: Enterprise, linked: list[Enterprise], *, on: date) -> Subject:
    region, industry, parent = enterprise.region, enterprise.industry, enterprise.parent
    return Subject(
        uscc=enterprise.uscc,
        name=enterprise.public_name,
        status=enterprise.status,
        status_label=str(Enterprise.Status(enterprise.status).label),
        region=region.code if region else "",
        region_name=region.name if region else public_text(enterprise.region_as_typed),
        industry=industry.code if industry else "",
        industry_name=industry.name if industry else "",
        facts=_facts(enterprise),
        former_names=tuple(
            FormerNameView(name=former.public_name, used_from=former.used_from, used_until=former.used_until)
            for former in enterprise.former_names.all()
        ),
        parent=_relative(parent) if parent and parent.is_public(on=on) else None,
        branches=_branches([enterprise.pk, *(one.pk for one in linked)], on=on),
        code_kind=enterprise.code_kind.value,
        linked=tuple(_linked_code(one) for one in linked if one.is_public(on=on)),
    )


def _relative(enterprise: Enterprise) -> Relative:
    return Relative(uscc=enterprise.uscc, name=enterprise.public_name)


def _branches(ids: list[int], *, on: date) -> tuple[Relative, ...]:
    """Return the public branches under any code of the enterprise."""
    branches = Enterprise.objects.public(on=on).filter(parent_id__in=ids).order_by("uscc")
    return tuple(_relative(branch) for branch in branches)


def _linked_code(enterprise: Enterprise) -> LinkedCode:
    return LinkedCode(
        uscc=enterprise.uscc,
        name=enterprise.public_name,
        code_kind=enterprise.code_kind.value,
        is_current=enterprise.now_under_id is None,
    )


def _facts(enterprise: Enterprise) -> tuple[LabelledValue, ...]:
    """Return the rows of chapter 1 in the declared order."""
    established = enterprise.established_on
    is_numbered = enterprise.code_kind is CodeKind.REGISTER_NUMBER
    values = {
        "name": enterprise.public_name,
        "uscc": "" if is_numbered else enterprise.uscc,
        "register_number": enterprise.uscc if is_numbered else enterprise.public_register_number,
        "legal_representative": public_text(enterprise.legal_representative),
        "legal_form": public_text(enterprise.legal_form),
        "established_on": established.isoformat() if established else "",
        "registered_capital": _capital(enterprise.registered_capital_yuan),
        "status": sentence(str(Enterprise.Status(enterprise.status).label)),
        "region": enterprise.region.name if enterprise.region else public_text(enterprise.region_as_typed),
        "industry": enterprise.industry.name if enterprise.industry else "",
        "address": public_text(enterprise.address),
        "business_scope": public_text(enterprise.business_scope),
    }
    return tuple(
        LabelledValue(code=code, label=field.file_label, value=values[code])
        for code, field in REGISTER_FIELDS.items()
        if field.file_label
    )


def _capital(yuan: Decimal | None) -> str:
    return "" if yuan is None else format_wan_yuan(yuan)
