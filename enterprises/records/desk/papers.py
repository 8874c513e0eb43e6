"""The papers of a record at the desk: added, checked and downloaded by officers of its agency."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.desk.paper_steps import STEPS_BY_NAME, PaperSituation
from enterprises.records.models import Record, RecordPaper
from enterprises.records.services.papers import add_paper
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.attachments.types import ACCEPT, LARGEST_BYTES
from enterprises.shared.forms import faults_of
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.workflow.desk import attempt_in, refusals_in_messages, show_outcome


class RecordPaperForm(forms.Form):
    """One paper of a record."""

    kind = forms.ChoiceField(label="材料", choices=RecordPaper.Kind.choices)
    made_from = forms.ModelChoiceField(
        RecordPaper.objects.none(), label="遮盖所依据的全文", required=False, help_text="只有遮盖后的决定书须选择。"
    )
    file = forms.FileField(
        label="文件",
        help_text="PDF、JPG、PNG、HEIC或OFD，不超过8MB，只供本机关工作人员查阅。遮盖后的决定书为PDF或者图片："
        "按页转成图片保存，仍可读出个人信息的不予接收；经另一人核对后方可公开。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, record: Record, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="paper_%s")
        texts = record.papers.filter(kind=RecordPaper.Kind.DECISION)
        self.fields["made_from"] = forms.ModelChoiceField(
            texts, label="遮盖所依据的全文", required=False, help_text=self.fields["made_from"].help_text
        )

    def clean_file(self) -> Any:
        """Return the upload, of which no more than the largest size was kept.

        :raises ValidationError: it is larger.
        """
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(gettext("文件不能超过{most}MB。").format(most=LARGEST_BYTES // 1024**2))
        return file


@require_POST
@at_the_records
def add(request: HttpRequest, pk: int, *, desk: RecordDesk) -> HttpResponseBase:
    """Keep a paper; a refusal comes back as a message on the record's page."""
    record = desk.record(pk)
    form = RecordPaperForm(record, request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, faults_of(form))
        return redirect("desk:record", pk=pk)
    given = form.cleaned_data
    file: IncomingUpload = given["file"]
    with refusals_in_messages(request, done="材料已保存。"):
        add_paper(
            record=record,
            kind=given["kind"],
            made_from=given["made_from"],
            path=file.path,
            by=desk.user,
            at=clock.now(),
        )
    return redirect("desk:record", pk=pk)


@require_POST
@at_the_records
def take_paper_step(request: HttpRequest, pk: int, paper: int, step: str, *, desk: RecordDesk) -> HttpResponseBase:
    """Make a blacked-out text public, or end that."""
    situation = PaperSituation(desk=desk, paper=_paper(desk, pk, paper))
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    show_outcome(request, tried, done=STEPS_BY_NAME[step].done)
    return redirect("desk:record", pk=pk)


@require_safe
@at_the_records
def paper_file(request: HttpRequest, pk: int, paper: int, *, desk: RecordDesk) -> HttpResponse:
    """Hand a paper to an officer of the agency."""
    return attachment_answer(_paper(desk, pk, paper).attachment, name=f"record-{pk}-{paper}")


def _paper(desk: RecordDesk, pk: int, paper: int) -> RecordPaper:
    found = desk.record(pk).papers.select_related("attachment", "record").filter(pk=paper).first()
    if found is None:
        raise Http404("no such paper")
    return found
