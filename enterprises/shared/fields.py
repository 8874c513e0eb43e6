"""Form fields that every desk shares."""

from typing import Any

from django import forms

from enterprises.shared.rules.characters import unified, unified_text


class UnifiedTextField(forms.CharField):
    """A text that people write for people, in unified characters: reasons, bases, findings.

    Its value is a `UnifiedText` where it was typed in others, so that services can keep what was typed.
    """

    def to_python(self, value: Any) -> str:
        """Return the text with unified characters."""
        return unified_text(super().to_python(value) or "")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show a refused form again with unified characters."""
        shown = super().bound_data(data, initial)
        return unified(shown) if isinstance(shown, str) else shown
