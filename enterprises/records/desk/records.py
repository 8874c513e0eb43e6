"""Listing, reading and writing the content of records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.agencies.desk import recording, typed_of
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.desk.content import ContentForm, Difference, differences, initial_of
from enterprises.records.desk.filters import RecordFilter
from enterprises.records.desk.record_page import render_record
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EDITABLE
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.drafting import draft_record, edit_draft, problems_of, submit_record
from enterprises.records.services.drafts import DraftChanged, content_version
from enterprises.records.services.suggestions import suggestions
from enterprises.register.models import Enterprise
from enterprises.register.selectors import FOUND_AT_MOST, enterprises_matching
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.rules.uscc import check_uscc
from enterprises.shared.wording import sentence_text

PAGE_SIZE = 25
# So many digits are rather a code than a name.
MOST_OF_A_CODE = 9
# The version of the content that an officer has before him.
SEEN = "seen"
# Checks the form of a draft for what is missing before it can be submitted.
CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two versions of one draft: what this officer typed beside what `by` saved at `at`."""

    rows: tuple[Difference, ...]
    by: str
    at: datetime


@require_safe
@at_the_records
def record_list(request: HttpRequest, *, desk: RecordDesk) -> HttpResponse:
    """List the agency's records, filtered."""
    chosen = RecordFilter(request.GET, queryset=desk.records().order_by("-id"), on=clock.today())
    page = page_of(request, chosen.qs, size=PAGE_SIZE)
    return render(request, "desk/record_list.html", {"desk": desk, "filter": chosen, "page": page})


@require_safe
@at_the_records
@recording
def choose(request: HttpRequest, *, desk: RecordDesk) -> HttpResponseBase:
    """Choose the kind, then the enterprise by code, number, name or beginning of a name; a code leads on at once."""
    query = request.GET.get("q", "").strip()
    kind = KINDS.get(request.GET.get("kind", "")) or kind_of(desk.usual_kind())
    found = enterprises_matching(query) if query else []
    check = check_uscc(query)
    if len(found) == 1 and found[0].uscc == check.code:
        return redirect("desk:new-record", kind=kind.code, uscc=check.code)
    is_code = _looks_like_a_code(query)
    context = {
        "desk": desk,
        "kinds": KINDS.values(),
        "kind": kind,
        "query": query,
        "found": found,
        "at_most": FOUND_AT_MOST,
        "code_errors": check.errors if is_code else (),
        "new_query": urlencode({"kind": kind.code, "uscc" if is_code else "name": query}),
    }
    return render(request, "desk/choose.html", context)


def _looks_like_a_code(text: str) -> bool:
    return text.isascii() and sum(letter.isdigit() for letter in text) > MOST_OF_A_CODE


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_records
@recording
def new_record(request: HttpRequest, kind: str, uscc: str, *, desk: RecordDesk) -> HttpResponseBase:
    """Record something about an enterprise: a form made from the catalogue."""
    if kind not in KINDS:
        raise Http404("no such kind")
    enterprise = Enterprise.objects.filter(uscc=uscc).first()
    if enterprise is None:
        raise Http404("no such enterprise")
    declared = kind_of(kind)
    filled = suggestions(declared, agency=desk.agency, enterprise=enterprise)
    form = ContentForm(declared, typed_of(request), initial=filled)
    if request.method == "POST" and form.is_valid():
        record = _written(
            form,
            lambda raw: draft_record(
                kind=declared, raw=raw, enterprise=enterprise, agency=desk.agency, by=desk.user, at=clock.now()
            ),
        )
        if record is not None:
            return _saved(request, record, desk=desk)
    return _form_page(request, form, {"desk": desk, "enterprise": enterprise})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_records
def edit_record(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Change a draft or a returned record."""
    version = content_version(pk)  # before the content: what is saved in between is noticed
    record = desk.record(pk)
    if not desk.officer.may_record:
        raise PermissionDenied("您没有本机关的录入权限。")
    if request.method == "POST" and (record.state in EDITABLE or _holds_other_content(request.POST, record)):
        return _save_edit(request, record, desk=desk)
    if record.state not in EDITABLE:
        return redirect("desk:record", pk=pk)
    if CHECK in request.GET:
        return _checked_form(request, record, version, desk=desk)
    kind = kind_of(record.kind)
    form = ContentForm(kind, initial=initial_of(record, kind))
    return _edit_page(request, form, record, desk=desk, seen=version)


def _holds_other_content(posted: QueryDict, record: Record) -> bool:
    """Return whether what was typed differs from a record that is handed in: the same posted twice does not."""
    kind = kind_of(record.kind)
    form = ContentForm(kind, posted, initial=initial_of(record, kind))
    return not form.is_valid() or bool(differences(form, record, on=clock.today()))


def _save_edit(request: HttpRequest, record: Record, *, desk: RecordDesk) -> HttpResponseBase:
    """Write what was typed into a draft; where somebody else saved meanwhile, show both versions."""
    kind = kind_of(record.kind)
    form = ContentForm(kind, request.POST, initial=initial_of(record, kind))
    seen = _number(request.POST.get(SEEN, ""))

    def write(raw: dict[str, object]) -> Record:
        return edit_draft(record=record, raw=raw, by=desk.user, at=clock.now(), seen=seen)

    try:
        edited = _written(form, write) if form.is_valid() else None
    except DraftChanged as refusal:
        conflict = _conflict(form, desk.record(record.pk), refusal)
        # Who saves again has seen both.
        return _edit_page(request, form, record, desk=desk, seen=refusal.version, conflict=conflict)
    if edited is None:
        return _edit_page(request, form, record, desk=desk, seen=seen)
    return _saved(request, edited, desk=desk)


@require_safe
@at_the_records
def record_page(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponse:
    """Show a record with class, period, the steps open to this officer, and its history."""
    return render_record(request, desk.record(pk), desk=desk)


def _written(form: ContentForm, write: Callable[[dict[str, object]], Record]) -> Record | None:
    """Run the write; put what it refuses at the field or at the top of the form."""
    try:
        with refusing_outages():
            return write(form.raw())
    except InvalidContent as refusal:
        form.show_problems(refusal.problems)
    except DraftChanged:
        raise
    except Refused as refusal:
        form.add_error(None, sentence_text(refusal.sentence))
    return None


def _saved(request: HttpRequest, record: Record, *, desk: RecordDesk) -> HttpResponseBase:
    """Go to the record's page; if submission was refused, to what has to be done first."""
    if "submit" not in request.POST:
        messages.success(request, "草稿已保存。")
        return redirect("desk:record", pk=record.pk)
    try:
        with refusing_outages():
            submit_record(record=record, by=desk.user, at=clock.now())
    except InvalidContent:
        messages.warning(request, "草稿已保存，还不能提交：请补正标出的栏目。")
        return redirect(f"{reverse('desk:edit-record', kwargs={'pk': record.pk})}?{CHECK}")
    except Refused as refusal:
        wording = gettext("草稿已保存，没有提交：{reason}")
        messages.warning(request, wording.format(reason=sentence_text(refusal.sentence)))
        return redirect("desk:record", pk=record.pk)
    messages.success(request, "已提交审核。")
    return redirect("desk:record", pk=record.pk)


def _conflict(form: ContentForm, stored: Record, refusal: DraftChanged) -> Conflict:
    """Set what was typed beside what somebody else has saved meanwhile."""
    form.add_error(None, sentence_text(refusal.sentence))
    return Conflict(rows=differences(form, stored, on=clock.today()), by=refusal.by, at=refusal.at)


def _number(text: str) -> int:
    """Return the version that a form names; 0 where it names none, so that it counts as having seen nothing."""
    return whole_number(text) or 0


def _checked_form(request: HttpRequest, record: Record, version: int, *, desk: RecordDesk) -> HttpResponse:
    """Show the stored draft with what is missing before it can be submitted."""
    kind = kind_of(record.kind)
    typed = QueryDict(mutable=True)
    for code, value in initial_of(record, kind).items():
        typed.setlist(code, [str(each) for each in value] if isinstance(value, list) else [str(value)])
    form = ContentForm(kind, typed)
    form.show_problems(problems_of(record, on=clock.today()))
    return _edit_page(request, form, record, desk=desk, seen=version, status=200)


def _edit_page(
    request: HttpRequest,
    form: ContentForm,
    record: Record,
    *,
    desk: RecordDesk,
    seen: int,
    conflict: Conflict | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Show the form of a draft; `seen` is the version that the officer has before him."""
    context = {"desk": desk, "enterprise": record.enterprise, "record": record, "seen": seen, "conflict": conflict}
    return _form_page(request, form, context, status=status)


def _form_page(
    request: HttpRequest, form: ContentForm, context: Mapping[str, object], *, status: int | None = None
) -> HttpResponse:
    shown = {"form": form, "kind": form.kind, "record": None, "seen": None, "conflict": None, **context}
    return render(request, "desk/record_form.html", shown, status=status or (UNPROCESSABLE if form.errors else 200))
