"""The page of external lists: which have files that wait, and a code for the second person of the import command."""

import re

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import code_sentence, issue_code
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.importing import file_number
from lists.external.models import ExternalProposal
from lists.listings.desk.access import Office, at_the_office

_MARK = re.compile(r"[0-9a-f]{12}", re.ASCII)


class FileForm(forms.Form):
    """Which file the second person has looked at."""

    use_required_attribute = False

    mark = UnifiedTextField(
        label="文件 SHA-256 前12位",
        max_length=64,
        help_text="核对文件后填写；导入命令不加 --confirm 时显示，也可用 sha256sum 求得。",
    )

    def clean_mark(self) -> str:
        """Take the beginning of a digest."""
        mark = str(self.cleaned_data["mark"]).strip().lower()[:12]
        if not _MARK.fullmatch(mark):
            raise forms.ValidationError("应为12位十六进制数字，如 3f7a09c1d2e4。")
        return mark


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def external_code(request: HttpRequest, *, office: Office) -> HttpResponseBase:
    """Show the form, and give a code for the file."""
    form = FileForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = file_number(form.cleaned_data["mark"])
        purpose = SecondPersonCode.Purpose.CONFIRM_EXTERNAL
        given = issue_code(user=office.user, purpose=purpose, object_id=number, at=clock.now())
        messages.info(request, code_sentence(given))
        return redirect("lists-desk:external-code")
    waiting = Prefetch("external_proposals", ExternalProposal.objects.select_related("handed_in_by"), to_attr="waiting")
    external = CreditList.objects.filter(kind=ListKind.EXTERNAL).prefetch_related(waiting)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "lists/desk/external_code.html", {"form": form, "lists": external}, status=status)
