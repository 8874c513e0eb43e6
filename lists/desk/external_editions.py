"""The page on which an edition of an external list is compared, and taken over once another person confirms it.

The second person looks at the same file and gives a code that is good for this file alone (`lists.desk.external`).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.agencies.models import Officer
from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import use_code
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.masking import public_text
from enterprises.shared.sheets.report import RefusedRow
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.wording import refusal_text
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.differences import EditionDifference, difference_of
from lists.external.importing import (
    ExternalFile,
    Origin,
    check_origin,
    file_number,
    open_external,
    read_external,
    take_over,
)
from lists.external.models import LABEL_LENGTH, SOURCE_LENGTH, ExternalEdition
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import day_field

TAKE = "take"  # the button that takes over; whatever else is sent only compares
SHOWN = 50


class EditionForm(forms.Form):
    """A file with where it comes from, and the second person with their code."""

    use_required_attribute = False

    file = forms.FileField(label="文件", help_text="CSV或XLSX，列见导入说明。")
    source = UnifiedTextField(label="来源", max_length=SOURCE_LENGTH, help_text="提供文件的机关或者网站")
    label = UnifiedTextField(label="期次", max_length=LABEL_LENGTH, help_text="如：2026年第11期")
    as_of = day_field("截至日期", help_text="不晚于今天")
    code = UnifiedTextField(
        label="确认人的验证码", max_length=20, required=False, help_text="转载时填写；只比对时不填。"
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keepers = Officer.objects.filter(credit_office=True, user__is_active=True).exclude(user=office.user)
        others = User.objects.filter(pk__in=keepers.values("user")).order_by("username")
        self.fields["confirmed_by"] = forms.ModelChoiceField(
            label="确认人", queryset=others, required=False, to_field_name="username"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A file beside the edition that holds: what it changes, and the mark by which the second person names it."""

    difference: EditionDifference
    mark: str
    persons: int

    @property
    def groups(self) -> list[tuple[str, int, list[str]]]:
        """Return heading, count and the first rows of what enters, leaves and changes."""
        found = self.difference
        entered = [f"{one.name}（{one.uscc}）{one.document_number}" for one in found.entered[:SHOWN]]
        left = [f"{one.name}（{one.uscc}）{one.document_number}" for one in found.left[:SHOWN]]
        changed = [f"{one.after.name}（{one.after.uscc}）{'、'.join(one.fields)}" for one in found.changed[:SHOWN]]
        return [
            ("新列入", len(found.entered), [public_text(line) for line in entered]),
            ("移出", len(found.left), [public_text(line) for line in left]),
            ("变更", len(found.changed), [public_text(line) for line in changed]),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def external_edition(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Compare a file with the edition that holds, and take it over with the second person's code."""
    credit_list = office.credit_list(slug)
    if credit_list.kind != ListKind.EXTERNAL:
        raise Http404("no external list")
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form, compared = EditionForm(*given, office=office), None
    if form.is_bound and form.is_valid():
        is_taken = request.POST.get("do") == TAKE
        try:
            with refusing_outages():
                compared = _compared(form, credit_list, office=office, is_taken=is_taken)
        except (UnreadableFile, Refused) as refusal:
            form.add_error("code" if is_taken else "file", refusal_text(refusal))
        else:
            if is_taken:
                messages.success(request, f"已转载“{form.cleaned_data['label']}”。")
                return redirect("lists-desk:external-edition", slug=slug)
    context = {
        "list": credit_list,
        "form": form,
        "compared": compared,
        "shown": SHOWN,
        "editions": ExternalEdition.objects.filter(credit_list=credit_list).select_related(
            "imported_by", "confirmed_by"
        ),
    }
    return render(request, "lists/desk/external_edition.html", context, status=UNPROCESSABLE if form.errors else 200)


def _compared(form: EditionForm, credit_list: CreditList, *, office: Office, is_taken: bool) -> Compared:
    """Read a file, compare it, and take it over if that is wanted.

    :raises UnreadableFile: the file cannot be read, or has rows that are refused.
    """
    typed, at = form.cleaned_data, clock.now()
    given: IncomingUpload = typed["file"]
    refused = list[RefusedRow]()
    with open_external(given.path) as table:
        origin = Origin(source=typed["source"], label=typed["label"], as_of=typed["as_of"], sha256=table.sha256)
        check_origin(credit_list, origin=origin, by=office.user, at=at)
        read = read_external(table, as_of=typed["as_of"], on_refusal=refused.append)
    if refused:
        first = "；".join(map(str, refused[:5]))
        raise UnreadableFile(f"有{read.refused}行有误，没有写入任何内容，请更正后重新导入：{first}。")
    if is_taken:
        difference = _taken_over(typed, credit_list, read, origin=origin, office=office)
    else:
        difference = difference_of(credit_list, read.rows)
    return Compared(difference=difference, mark=origin.mark, persons=read.persons)


@transaction.atomic
def _taken_over(
    typed: dict[str, Any], credit_list: CreditList, read: ExternalFile, *, origin: Origin, office: Office
) -> EditionDifference:
    """Take the rows over; the code is used up in the same transaction.

    :raises UnreadableFile: nobody confirms.
    :raises NotProven: the code is not that person's for this file.
    """
    other: User | None = typed["confirmed_by"]
    if other is None:
        raise UnreadableFile("请选择确认人，并填写其在工作台取得的验证码。")
    at = clock.now()
    purpose = SecondPersonCode.Purpose.CONFIRM_EXTERNAL
    use_code(typed["code"], user=other, purpose=purpose, object_id=file_number(origin.mark), at=at)
    return take_over(credit_list, rows=read.rows, origin=origin, by=office.user, confirmed_by=other, at=at)
