"""Forms of the lists' desk; the services check their values."""

from typing import Any

from django import forms

from enterprises.agencies.models import Agency
from enterprises.records.services.personal_data import CONFIRMATION
from enterprises.register.models import Enterprise
from enterprises.shared.rules.uscc import check_uscc
from lists.criteria.colors import Color
from lists.criteria.models import CreditList
from lists.criteria.rules import CRITERIA
from lists.listings.rules import REMOVAL_LABELS, REMOVALS


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, **options: Any) -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **options)


class ProposalForm(forms.Form):
    """A proposal by hand, on an authority's document."""

    uscc = forms.CharField(label="统一社会信用代码", max_length=40)
    criterion = forms.ChoiceField(label="列入标准")
    reason = forms.CharField(label="列入事由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, credit_list: CreditList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.code} {one.text}") for one in CRITERIA if one.slug == credit_list.slug]
        self.fields["criterion"] = forms.ChoiceField(label="列入标准", choices=choices)

    def clean_uscc(self) -> Enterprise:
        """Return the enterprise of that code."""
        check = check_uscc(self.cleaned_data["uscc"])
        found = Enterprise.objects.filter(uscc=check.code).first()
        if found is None:
            raise forms.ValidationError("没有这个统一社会信用代码的主体。")
        return found


class EmptyListingForm(forms.Form):
    """A step without input."""


class NotifyForm(forms.Form):
    served_on = day_field("告知(公示)日期")
    objection_until = day_field("异议期届满次日", required=False, help_text="不填则按名单规定的异议期计算。")


class DecideForm(forms.Form):
    document_number = forms.CharField(label="决定文书号", max_length=128, required=False)
    decided_on = day_field("决定日期")
    authority = forms.ModelChoiceField(label="认定单位", queryset=Agency.objects.order_by("code"))
    term_months = forms.IntegerField(label="期限(月)", min_value=1)
    term_basis = forms.CharField(label="期限依据", max_length=300)
    objection_outcome = forms.CharField(
        label="异议处理情况", max_length=500, required=False, help_text="没有异议的，写“无异议”。"
    )
    personal_data_confirmed = forms.BooleanField(label=CONFIRMATION, required=False)


class ListingReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=900, widget=forms.Textarea(attrs={"rows": 3}))


class RemoveForm(forms.Form):
    reason = forms.ChoiceField(label="移出原因")
    note = forms.CharField(label="移出依据(文书号或事实)", max_length=900)

    def __init__(self, *args: Any, color: Color, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, label) for one, label in REMOVAL_LABELS.items() if one in REMOVALS[color]]
        self.fields["reason"] = forms.ChoiceField(label="移出原因", choices=choices)
