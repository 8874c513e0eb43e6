"""The filter of the page of enforcement."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.enforcement.rules import CAMPAIGN_TYPES

FIRST_YEAR = 2001  # the earliest decision that the table of bases covers


class EnforcementFilter(forms.Form):
    """Year of the figures (this one unless given), and type of campaign."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("年份"), coerce=int, required=False, error_messages={"invalid_choice": "没有这一年。"}
    )
    type = forms.ChoiceField(
        label=gettext_lazy("行动类型"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            *((each.value, pgettext_lazy("campaign", label)) for each, label in CAMPAIGN_TYPES.items()),
        ],
        error_messages={"invalid_choice": "没有这种行动。"},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(year, str(year)) for year in range(on.year, FIRST_YEAR - 1, -1)]

    @property
    def chosen_year(self) -> int:
        """The chosen year, this one where none can be read."""
        return (self.is_valid() and self.cleaned_data["year"]) or self.on.year

    @property
    def campaign_type(self) -> str:
        """The chosen type, empty for all."""
        return str(self.cleaned_data["type"]) if self.is_valid() else ""
