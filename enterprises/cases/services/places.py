"""Whose local rule gives the limits of objections here."""

from django.conf import settings

from enterprises.cases.kinds.types import Place


def case_place() -> Place:
    """Return the place of the setting CASE_PLACE."""
    return Place(settings.CASE_PLACE)
