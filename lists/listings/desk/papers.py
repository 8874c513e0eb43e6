"""The papers of a listing at the desk: added and downloaded by those who keep lists."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import ProofForm
from lists.listings.models import ListingPaper
from lists.listings.services.papers import add_listing_paper


class ListingPaperForm(ProofForm):
    """One paper of a listing."""

    kind = forms.ChoiceField(label="材料", choices=ListingPaper.Kind.choices)
    field_order = ("kind", "file")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="paper_%s")
        self.fields["file"].label = "文件"
        self.fields["file"].help_text = "扫描件，PDF、JPG、PNG、HEIC或OFD，不超过8MB；只供名单工作人员查阅，不公示。"


@require_POST
@at_the_office
def add(request: HttpRequest, pk: int, *, office: Office) -> HttpResponseBase:
    """Keep a paper; a refusal comes back as a message on the listing's page."""
    listing = office.listing(pk)
    form = ListingPaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("lists-desk:listing", pk=pk)
    file: IncomingUpload = form.cleaned_data["file"]
    try:
        with refusing_outages():
            add_listing_paper(
                listing=listing, kind=form.cleaned_data["kind"], path=file.path, by=office.user, at=clock.now()
            )
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
    else:
        messages.success(request, "材料已保存。")
    return redirect("lists-desk:listing", pk=pk)


@require_safe
@at_the_office
def paper_file(request: HttpRequest, pk: int, paper: int, *, office: Office) -> HttpResponse:
    """Hand a paper to somebody who keeps lists."""
    found = office.listing(pk).papers.select_related("attachment").filter(pk=paper).first()
    if found is None:
        raise Http404("no such paper")
    return attachment_answer(found.attachment, name=f"listing-{pk}-{paper}")
