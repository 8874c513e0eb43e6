"""Publication periods: the cited rule table and the period that follows from it (docs/rules/publication.md)."""

from enterprises.records.rules.publication.choice import period_of
from enterprises.records.rules.publication.decision import ReviewFacts, publication_refusal, was_taken_off_since
from enterprises.records.rules.publication.recomputation import Recomputation, recomputed_end
from enterprises.records.rules.publication.table import RULES
from enterprises.records.rules.publication.types import (
    DateBasis,
    EndBasis,
    Period,
    PublicationFacts,
    PublicationRule,
    Publicity,
    Refusal,
    RefusalCode,
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
    "ReviewFacts",
    "period_of",
    "publication_refusal",
    "recomputed_end",
    "was_taken_off_since",
]
