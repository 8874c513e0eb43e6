"""Forms that every desk shares, what is wrong with a form in words, and the refusal of unreadable filters."""

from django import forms
from django.core.exceptions import BadRequest

from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.wording import sentence_text


class StepReasonForm(forms.Form):
    """A step with a reason."""

    reason = UnifiedTextField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def faults_of(form: forms.BaseForm) -> str:
    """Return what is wrong with a form in the reader's language, each field by its label; empty for a valid one."""
    faults = [
        sentence("{label}：{message}", label=str(form[name].label), message=str(message))
        if name in form.fields
        else str(message)
        for name, (message, *_) in form.errors.items()
    ]
    return sentence_text(together(faults))


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
    for name, (message, *_) in form.errors.items():
        raise FilterUnreadable(str(message), label=str(form.fields[name].label))
