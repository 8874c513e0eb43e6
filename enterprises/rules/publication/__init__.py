"""Publication periods: the cited rule table and the period that follows from it (docs/rules/publication.md)."""

from enterprises.rules.publication.choice import period_of, regulator_of
from enterprises.rules.publication.recomputation import Recomputation, recomputed_end
from enterprises.rules.publication.table import RULES
from enterprises.rules.publication.types import (
    DateBasis,
    EndBasis,
    Period,
    PublicationFacts,
    PublicationRule,
    Publicity,
    Refusal,
    RefusalCode,
    Regulator,
)

__all__ = [
    "RULES",
    "DateBasis",
    "EndBasis",
    "Period",
    "PublicationFacts",
    "PublicationRule",
    "Publicity",
    "Recomputation",
    "Refusal",
    "RefusalCode",
    "Regulator",
    "period_of",
    "recomputed_end",
    "regulator_of",
]
