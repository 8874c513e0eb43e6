"""The filter of the figures; page, CSV and API read it alike."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from enterprises.cases.figures.selectors import (
    UNASSIGNED,
    UNASSIGNED_LABEL,
    CaseFigures,
    agencies_with_cases,
    figures_of,
    first_year,
)
from enterprises.cases.kinds.registry import case_kinds


class FigureFilter(forms.Form):
    """Year (this one unless given), authority and kind."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("收到年份"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "没有这一年的申请。"},
    )
    agency = forms.ChoiceField(
        label=gettext_lazy("机关"), required=False, error_messages={"invalid_choice": "没有这个机关，或者它没有申请。"}
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("申请类型"), required=False, error_messages={"invalid_choice": "没有这种申请。"}
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        years = range(on.year, min(first_year(on=on), on.year) - 1, -1)
        everything = ("", gettext_lazy("全部"))
        agencies = [(agency.code, agency.public_name) for agency in agencies_with_cases()]
        self._offer("year", [(year, str(year)) for year in years])
        self._offer("agency", [everything, *agencies, (UNASSIGNED, gettext_lazy(UNASSIGNED_LABEL))])
        self._offer("kind", [everything, *((kind.code, gettext_lazy(kind.label)) for kind in case_kinds().values())])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def figures(self) -> CaseFigures:
        """Return what is filtered; call on a valid form."""
        chosen = self.cleaned_data
        return figures_of(
            year=chosen["year"] or self.on.year,
            on=self.on,
            agency=chosen["agency"],
            kind=chosen["kind"] or None,
        )
