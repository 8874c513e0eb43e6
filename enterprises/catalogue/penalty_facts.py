"""Facts of a penalty that its cleaned values state, and what the rules take for the old sheets that lack them."""

from collections.abc import Mapping

from enterprises.agencies.domains import DOMAIN_LABELS, RegulatoryDomain
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.penalty_types import Procedure
from enterprises.catalogue.types import Role

_DOMAIN_OF = {label: domain for domain, label in DOMAIN_LABELS.items()}


def procedure_of(values: Mapping[str, object]) -> Procedure:
    """Return the procedure; old sheets lack the column and leave out simple procedure (发改办财金〔2018〕424号)."""
    stated = PENALTY.value(values, Role.PROCEDURE)
    return Procedure(str(stated)) if stated else Procedure.ORDINARY


def domain_of(values: Mapping[str, object], *, agency: RegulatoryDomain) -> RegulatoryDomain:
    """Return the domain of the penalty, the agency's unless it states another."""
    return _DOMAIN_OF.get(str(PENALTY.value(values, Role.DOMAIN) or ""), agency)
