"""Forms of shields."""

from typing import Any

from django import forms

from enterprises.register.models import Enterprise
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.forms import StepReasonForm
from enterprises.shields.rules import SHIELD_KINDS, ShieldKind, usual_basis
from enterprises.shields.services import GivenShield

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ShieldForm(forms.Form):
    """What an officer enters of a ruling."""

    uscc = UnifiedTextField(label="统一社会信用代码", max_length=18)
    kind = forms.TypedChoiceField(
        label="情形", choices=[(each.value, label) for each, label in SHIELD_KINDS.items()], coerce=ShieldKind
    )
    court = UnifiedTextField(label="作出裁定的法院", max_length=100)
    ruling_number = UnifiedTextField(label="裁定书案号", max_length=100, help_text="如：（2026）某01破5号之二")
    ruled_on = forms.DateField(label="裁定日期", widget=_DAY, help_text="此日及以前的失信信息才会被屏蔽。")
    until = forms.DateField(
        label="恢复公示日", widget=_DAY, help_text="从这一天起恢复公示，一次最多一年；到期未续期的自动恢复。"
    )
    legal_basis = UnifiedTextField(
        label="法律依据", max_length=300, required=False, help_text="不填的，按情形引用《企业破产法》条款。"
    )

    def clean_uscc(self) -> Enterprise:
        """Return the enterprise of that code."""
        found = Enterprise.objects.filter(uscc=str(self.cleaned_data["uscc"]).strip().upper()).first()
        if found is None:
            raise forms.ValidationError("没有这个代码的企业。")
        return found

    @property
    def given(self) -> GivenShield:
        """Return what is stated, of a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return GivenShield(
            kind=data["kind"],
            court=data["court"],
            ruling_number=data["ruling_number"],
            ruled_on=data["ruled_on"],
            legal_basis=data["legal_basis"] or usual_basis(data["kind"]),
            until=data["until"],
        )


class RenewalForm(StepReasonForm):
    """A later end and why."""

    until = forms.DateField(label="新的恢复公示日", widget=_DAY)
