"""Form fields that every desk shares."""

from typing import Any

from django import forms

from enterprises.shared.rules.characters import unified


class UnifiedTextField(forms.CharField):
    """A text that people write for people, in unified characters: reasons, bases, findings."""

    def to_python(self, value: Any) -> str:
        """Return the text with unified characters."""
        return unified(super().to_python(value) or "")
