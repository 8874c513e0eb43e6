"""Facts of a penalty that its cleaned values state, and what the rules take for the old sheets that lack them."""

from collections.abc import Mapping
from datetime import date

from enterprises.agencies.domains import DOMAIN_LABELS, RegulatoryDomain
from enterprises.catalogue.penalty_types import Procedure

PROCEDURE, DOMAIN, RESTRICTED_FROM = "X_CFCX", "X_CFLY", "X_XZQSRQ"
_DOMAIN_OF = {label: domain for domain, label in DOMAIN_LABELS.items()}


def procedure_of(values: Mapping[str, object]) -> Procedure:
    """Return the procedure; old sheets lack the column and leave out simple procedure (发改办财金〔2018〕424号)."""
    stated = values.get(PROCEDURE)
    return Procedure(str(stated)) if stated else Procedure.ORDINARY


def domain_of(values: Mapping[str, object], *, agency: RegulatoryDomain) -> RegulatoryDomain:
    """Return the domain of the penalty, the agency's unless it states another."""
    return _DOMAIN_OF.get(str(values.get(DOMAIN) or ""), agency)


def restricted_from(values: Mapping[str, object]) -> date | None:
    """Return the first day of a restriction, if stated."""
    found = values.get(RESTRICTED_FROM)
    return found if isinstance(found, date) else None
