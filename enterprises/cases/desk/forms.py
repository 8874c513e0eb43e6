"""Forms of the steps of a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, gettext_noop

from enterprises.agencies.models import Agency
from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.pages.forms import ApplicationForm
from enterprises.cases.rules.clocks import BAN_YEARS
from enterprises.records.models import Record
from enterprises.shared.fields import UnifiedTextField

LONGEST_REASON = 1000
_REASON = gettext_noop("理由")
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CaseReasonForm(forms.Form):
    """A step with a reason."""

    reason = UnifiedTextField(max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = _REASON, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = gettext_lazy(label)


def refusal_label(*, has_agency: bool) -> str:
    """Return how the reason of a refused acceptance reaches the applicant: without an authority no letter goes out."""
    if has_agency:
        return gettext_noop("不予受理的理由（写入通知书）")
    return gettext_noop("不予受理的理由（没有承办机关，不出具通知书；申请人在申请页面看到这段理由）")


class ConfirmForm(forms.Form):
    """The confirmation of what the page showed: `read` is when that was decided or requested, as the page showed it."""

    read = UnifiedTextField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, read: datetime | None) -> None:
        super().__init__(data, initial={"read": read.isoformat() if read else ""})

    def clean_read(self) -> datetime:
        """Return the instant that the page bore."""
        try:
            return datetime.fromisoformat(self.cleaned_data["read"])
        except ValueError:
            raise forms.ValidationError(gettext_lazy("请重新打开页面后再确认。")) from None


class ForwardForm(CaseReasonForm):
    """Passing a case on."""

    agency = forms.ModelChoiceField(Agency.objects.order_by("code"), label=gettext_lazy("转交给"), to_field_name="code")

    field_order = ("agency", "reason")


class DecisionForm(CaseReasonForm):
    """The decision: outcome and reason, and after a refused repair the day from which one may apply again."""

    field_order = ("outcome", "reason", "again_from", "also")

    def __init__(self, kind: CaseKind, *args: Any, also: Sequence[Record] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = format_lazy(
            gettext_lazy("理由（写入{letter}）"), letter=gettext_lazy(kind.answer_title)
        )
        outcomes = [(each.code, gettext_lazy(each.label)) for each in kind.outcomes]
        self.fields["outcome"] = forms.ChoiceField(
            label=gettext_lazy("决定"), choices=outcomes, widget=forms.RadioSelect
        )
        if kind.repairs:
            self.fields["again_from"] = forms.DateField(
                label=gettext_lazy("可再次申请日"),
                required=False,
                widget=_DAY,
                help_text=gettext_lazy("不予修复时填写，可以不填。"),
            )
        if also:
            self.fields["also"] = forms.ModelMultipleChoiceField(
                Record.objects.filter(pk__in=[record.pk for record in also]),
                label=gettext_lazy("随处罚一并结束的抽查检查结果"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=gettext_lazy("同一主体、同一机关、处罚决定之前的不合格抽查；由您确认是这次处罚的起因。"),
            )
        self.order_fields(self.field_order)


class FindForm(forms.Form):
    """Which enterprise a paper is about."""

    uscc = UnifiedTextField(label=gettext_lazy("统一社会信用代码"), max_length=18)
    number = UnifiedTextField(label=gettext_lazy("文号（可不填）"), max_length=100, required=False)


class PaperCaseForm(ApplicationForm):
    """An application as it came on paper, with the day on which it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = gettext_lazy("窗口收到书面申请的日期，办理期限从这一天起算。")
        self.fields["received_on"] = forms.DateField(label=gettext_lazy("收到日期"), widget=_DAY, help_text=help_text)
        self.order_fields(["received_on"])


class UndoForm(CaseReasonForm):
    """The request that a repair got by false papers be undone."""

    banned_until = forms.DateField(
        label=gettext_lazy("禁止申请至"),
        widget=_DAY,
        help_text=format_lazy(gettext_lazy("最长{years}年，从撤销之日起。"), years=BAN_YEARS),
    )
