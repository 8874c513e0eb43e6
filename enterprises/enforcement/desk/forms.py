"""Forms of campaigns and their results."""

from typing import Any

from django import forms

from enterprises.agencies.models import Agency
from enterprises.enforcement.rules import CAMPAIGN_TYPES, CampaignType
from enterprises.enforcement.services.campaigns import GivenCampaign
from enterprises.shared.fields import UnifiedTextField

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CampaignForm(forms.Form):
    """What an agency states of a campaign."""

    name = UnifiedTextField(label="行动名称", max_length=200)
    campaign_type = forms.TypedChoiceField(
        label="类型",
        choices=[(each.value, label) for each, label in CAMPAIGN_TYPES.items()],
        coerce=CampaignType,
    )
    notice = UnifiedTextField(label="通知文号", max_length=128, required=False)
    goals = UnifiedTextField(label="目标", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    partners = forms.ModelMultipleChoiceField(
        Agency.objects.order_by("code"), label="参加机关", required=False, to_field_name="code"
    )
    starts_on = forms.DateField(label="开始日期", widget=_DAY)
    ends_on = forms.DateField(label="结束日期", widget=_DAY, required=False)

    def clean(self) -> dict[str, Any]:
        """Want days in order."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "结束日期不得早于开始日期。")
        return given

    @property
    def campaign(self) -> GivenCampaign:
        """What is stated, of a valid form."""
        return GivenCampaign(**{**self.cleaned_data, "partners": list(self.cleaned_data["partners"])})


class ResultsForm(forms.Form):
    """A sheet of results."""

    file = forms.FileField(
        label="结果表格",
        help_text="每月一行：月份、案件数、销毁物品(件)、货值(万元)、移送人数，可加一行“合计”。CSV、XLSX 或 XLS。",
    )
