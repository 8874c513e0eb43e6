"""Forms that every desk shares, and the refusal of files whose filters cannot be read."""

from django import forms
from django.core.exceptions import BadRequest

from enterprises.shared.fields import UnifiedTextField


class StepReasonForm(forms.Form):
    """A step with a reason."""

    reason = UnifiedTextField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FilterUnreadable(BadRequest):
    """A filter of a file or feed cannot be read; `sentence` never repeats its value, `label` names it."""

    def __init__(self, sentence: str, *, label: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.label = label


def require_readable(form: forms.BaseForm) -> None:
    """Refuse a file whose filters cannot be read.

    :raises FilterUnreadable: one of them cannot.
    """
    for name, (sentence, *_) in form.errors.items():
        raise FilterUnreadable(str(sentence), label=str(form.fields[name].label))
