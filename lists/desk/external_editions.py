"""Pages on which a file of an external list is handed in, compared with the edition that holds, and confirmed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.shared import clock
from enterprises.shared.csv_tables import csv_table
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.report import RefusedRow
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import Offer, attempt_in, offers_of, refusals_on, show_outcome
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.desk.external_steps import STEPS, STEPS_BY_NAME, ProposalSituation
from lists.external.differences import EditionDifference
from lists.external.importing import (
    ExternalFile,
    Origin,
    check_origin,
    current_edition,
    open_external,
    read_external,
)
from lists.external.models import LABEL_LENGTH, SOURCE_LENGTH, ExternalEdition, ExternalProposal
from lists.external.proposals import changes_of, hand_in
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import day_field

ENTERED, LEFT, CHANGED = "新列入", "移出", "变更"
HEADERS = ("变化", "统一社会信用代码", "单位名称", "文书号", "变更内容")
MOST_ROWS = 20_000  # of a file at the desk; for more there is the command
SHOWN, MOST_REPORTED = 50, 100
_EMPTY = "文件没有单位的数据行：转载后，名单上不再有任何主体。"


class EditionForm(forms.Form):
    """A file with where it comes from."""

    use_required_attribute = False

    file = forms.FileField(label="文件", help_text="CSV或XLSX，第一行为列名；有误的行逐行列出，改正后再选择一次。")
    source = UnifiedTextField(label="来源", max_length=SOURCE_LENGTH, help_text="提供文件的机关或者网站")
    label = UnifiedTextField(label="期次", max_length=LABEL_LENGTH, help_text="如：2026年第11期")
    as_of = day_field("截至日期", help_text="文件所反映的日期，不晚于今天")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for confirmation beside the edition that holds, `against`, with the steps open now."""

    proposal: ExternalProposal
    against: ExternalEdition | None
    difference: EditionDifference
    steps: list[Offer[ProposalSituation]]
    is_own: bool

    @property
    def groups(self) -> list[tuple[str, int, list[str]]]:
        """Return heading, count and the first rows of what enters, leaves and changes."""
        lines: dict[str, list[str]] = {ENTERED: [], LEFT: [], CHANGED: []}
        for verb, uscc, name, number, changes in _cells(self.difference):
            lines[verb].append(f"{name}（{uscc}）{'：'.join(filter(None, (number, changes)))}")
        return [(verb, len(found), found[:SHOWN]) for verb, found in lines.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def external_edition(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Show what waits, or take a file that another person is to confirm."""
    credit_list = _external(office, slug)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, refused = EditionForm(*given), list[RefusedRow]()
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            try:
                _hand_in(form, credit_list, office=office, refused=refused)
            except UnreadableFile as refusal:
                form.add_error("file", sentence_text(refusal.sentence))
            else:
                messages.success(request, "已提交，请另一人核对后确认；确认前名单没有变化。")
                return redirect("lists-desk:external-edition", slug=slug)
    editions = ExternalEdition.objects.filter(credit_list=credit_list)
    context = {
        "list": credit_list,
        "form": form,
        "refused": refused,
        "most_reported": MOST_REPORTED,
        "waiting": _waiting(credit_list, office=office),
        "shown": SHOWN,
        "editions": editions.select_related("imported_by", "confirmed_by"),
    }
    return render(request, "lists/desk/external_edition.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@at_the_office
def external_changes(request: HttpRequest, slug: str, *, office: Office) -> HttpResponse:
    """Give all that waits as CSV."""
    credit_list = _external(office, slug)
    waiting = _waiting(credit_list, office=office)
    if waiting is None:
        raise Http404("nothing waits")
    content = csv_table(HEADERS, _cells(waiting.difference), codes=("统一社会信用代码",))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{credit_list.slug}-changes.csv"'
    return response


@require_POST
@at_the_office
def external_step(request: HttpRequest, slug: str, pk: int, step: str, *, office: Office) -> HttpResponseBase:
    """Confirm what waits as the second person, or drop it."""
    if step not in STEPS_BY_NAME:
        raise Http404("no such step")
    rows = ExternalProposal.objects.select_related("credit_list")
    proposal = get_object_or_404(rows, pk=pk, credit_list=_external(office, slug))
    tried = attempt_in(STEPS_BY_NAME, step, ProposalSituation(user=office.user, proposal=proposal), request.POST)
    show_outcome(request, tried, done=STEPS_BY_NAME[step].done)
    return redirect("lists-desk:external-edition", slug=slug)


def _external(office: Office, slug: str) -> CreditList:
    credit_list = office.credit_list(slug)
    if credit_list.kind != ListKind.EXTERNAL:
        raise Http404("no external list")
    return credit_list


def _waiting(credit_list: CreditList, *, office: Office) -> Waiting | None:
    rows = ExternalProposal.objects.select_related("credit_list", "handed_in_by").filter(credit_list=credit_list)
    proposal = rows.first()
    if proposal is None:
        return None
    situation = ProposalSituation(user=office.user, proposal=proposal)
    return Waiting(
        proposal=proposal,
        against=current_edition(credit_list),
        difference=changes_of(proposal),
        steps=offers_of(STEPS, situation, bound={}),
        is_own=situation.is_own,
    )


def _hand_in(form: EditionForm, credit_list: CreditList, *, office: Office, refused: list[RefusedRow]) -> None:
    """Read a file and keep it for another person; bad rows are added to `refused`.

    :raises UnreadableFile: the file cannot be read, or has too many rows.
    :raises Refused: the service does not allow it.
    """
    typed, at = form.cleaned_data, clock.now()
    given: IncomingUpload = typed["file"]
    with open_external(given.path) as table:
        if table.has_more_rows_than(MOST_ROWS):
            raise UnreadableFile(
                sentence("文件超过{most_rows}行，请用命令 import_external_list 转载。", most_rows=MOST_ROWS)
            )
        origin = Origin(source=typed["source"], label=typed["label"], as_of=typed["as_of"], sha256=table.sha256)
        check_origin(credit_list, origin=origin, by=office.user, at=at)
        warnings = list(table.warnings)
        read: ExternalFile = read_external(
            table,
            as_of=typed["as_of"],
            on_refusal=refused.append,
            on_warning=lambda number, text: warnings.append(f"第{number}行 {text}"),
        )
    if not read.rows:
        warnings.insert(0, _EMPTY)
    hand_in(credit_list, read=read, origin=origin, warnings=warnings[:MOST_REPORTED], by=office.user, at=at)


def _cells(difference: EditionDifference) -> Iterator[tuple[str, ...]]:
    """Give verb, code, name, document number and changes of every row, texts masked as the public reads them."""
    plain: list[tuple[str, Any, str]] = [
        *((ENTERED, row, "") for row in difference.entered),
        *((LEFT, row, "") for row in difference.left),
        *((CHANGED, one.after, _changes(one.values)) for one in difference.changed),
    ]
    for verb, row, changes in plain:
        yield verb, row.uscc, *map(public_text, (row.name, row.document_number, changes))


def _changes(values: tuple[tuple[str, str, str], ...]) -> str:
    return "；".join(f"{label} {before} 改为 {after}" for label, before, after in values)
