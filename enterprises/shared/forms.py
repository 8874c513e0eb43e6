"""Forms that every desk shares."""

from django import forms

from enterprises.shared.fields import UnifiedTextField


class StepReasonForm(forms.Form):
    """A step with a reason."""

    reason = UnifiedTextField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
