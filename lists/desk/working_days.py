"""The page on which the credit office sees and adds the public holidays by which windows are counted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.holidays.services import SOURCE_LENGTH, add_notice, working_calendar
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.rules.workdays import InvalidNotice, read_days, read_ranges
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import refusals_on
from lists.listings.desk.access import Office, at_the_office

_DAYS = 1_000


class NoticeForm(forms.Form):
    """A year's notice as people copy it from the State Council's page."""

    year = forms.IntegerField(label="年份", min_value=2020, max_value=2098)
    source = UnifiedTextField(label="通知文号", max_length=SOURCE_LENGTH, help_text="如：国办发明电〔2025〕7号")
    days_off = UnifiedTextField(
        label="放假日期",
        max_length=_DAYS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一段一行，如：2027-01-01至2027-01-03",
    )
    days_worked = UnifiedTextField(
        label="调休上班日",
        max_length=_DAYS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="周末上班的日期，以空格隔开；没有的不填",
    )

    def clean_days_off(self) -> Any:
        """Read the ranges."""
        return _read(read_ranges, self.cleaned_data["days_off"])

    def clean_days_worked(self) -> Any:
        """Read the days."""
        return _read(read_days, self.cleaned_data["days_worked"])


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except InvalidNotice as invalid:
        raise forms.ValidationError(sentence_text(invalid.args[0])) from invalid


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def working_days(request: HttpRequest, *, office: Office) -> HttpResponseBase:
    """Show the announced years and add one."""
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            added = add_notice(**form.cleaned_data, by=office.user, at=clock.now())
            wording = gettext("{year}年的放假安排已保存，工作日期限按它计算。")
            messages.success(request, wording.format(year=added.year))
            return redirect("lists-desk:working-days")
    calendar, year = working_calendar(), clock.today().year
    context = {
        "form": form,
        "sources": sorted(calendar.sources.items(), reverse=True),
        "missing": [each for each in (year, year + 1) if each not in calendar.years],
    }
    return render(request, "lists/desk/working_days.html", context, status=UNPROCESSABLE if form.errors else 200)
