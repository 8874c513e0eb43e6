"""Conditions of queries about records that several rooms share."""

from django.db.models import BooleanField, Case, Q, When

from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Tone


def is_adverse() -> Q:
    """Return the condition that a record is adverse to its enterprise: the twin of `RecordKind.is_adverse`."""
    always = [code for code, kind in KINDS.items() if kind.adverse_if is None and kind.tone is Tone.ADVERSE]
    condition = Q(kind__in=always)
    for code, kind in KINDS.items():
        if kind.adverse_if is not None:
            values = sorted(kind.adverse_if.values)
            condition |= Q(("kind", code), (f"details__{kind.adverse_if.code}__in", values))
    return condition


def adverse_flag() -> Case:
    """Return whether a record is adverse as a value that is never NULL, as what is negated has to be.

    For records of certain enterprises too: by `is_adverse` SQLite would look up all records of the adverse kinds.
    """
    return Case(When(is_adverse(), then=True), default=False, output_field=BooleanField())
