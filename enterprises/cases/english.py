"""The English that a kind of case declares itself, read where the catalogue of the portal has none."""

from gettext import NullTranslations

from django.utils.translation import trans_real

from enterprises.cases.kinds.registry import case_kinds


class _KindsInEnglish(NullTranslations):
    """Texts of kinds as a catalogue of last resort."""

    def gettext(self, message: str) -> str:
        """Return the English of a text that a kind declares, else the text."""
        found = (kind.english.get(message) for kind in case_kinds().values())
        return next((text for text in found if text), message)


def read_english_of_kinds() -> None:
    """Have English pages read what kinds declare in `english`; call once, when the application is ready."""
    trans_real.translation("en").add_fallback(_KindsInEnglish())
