"""Facts of penalties and other records, and what the rules of publication make of them."""

from datetime import date
from decimal import Decimal

from enterprises.agencies.domains import Regulator, RegulatoryDomain, regulator_of
from enterprises.catalogue.penalty_types import Procedure
from enterprises.records.rules.publication import Period, PublicationFacts, Refusal, period_of
from enterprises.records.rules.severity import Severity

D = date
MINOR, GENERAL, SERIOUS, UNSET = Severity.MINOR, Severity.GENERAL, Severity.SERIOUS, Severity.UNSET
SAMR, TAX = RegulatoryDomain.MARKET_REGULATION, RegulatoryDomain.TAX
MARKET = (SAMR, RegulatoryDomain.FOOD_DRUG, RegulatoryDomain.SPECIAL_EQUIPMENT)
FINE, WARNING, CRITICISM = "罚款", "警告", "通报批评"


def penalty(
    decided_on: date | None,
    severity: Severity = GENERAL,
    *types: str,
    domain: RegulatoryDomain = TAX,
    publish_minor: bool = False,
    regulator: Regulator | None = None,
    procedure: Procedure = Procedure.ORDINARY,
    fine_yuan: str | None = None,
    restriction_from: date | None = None,
    restriction_until: date | None = None,
) -> PublicationFacts:
    return PublicationFacts(
        kind="penalty",
        domain=domain,
        regulator=regulator or regulator_of(domain),
        severity=severity,
        decided_on=decided_on,
        valid_until=None,
        adverse=True,
        penalty_types=types or (FINE,),
        procedure=procedure,
        fine_yuan=None if fine_yuan is None else Decimal(fine_yuan),
        restriction_from=restriction_from,
        restriction_until=restriction_until,
        publish_minor=publish_minor,
    )


def other(
    kind: str,
    *,
    decided_on: date | None = None,
    valid_until: date | None = None,
    exit_on: date | None = None,
    adverse: bool = False,
) -> PublicationFacts:
    return PublicationFacts(
        kind=kind,
        domain=TAX,
        regulator=Regulator.NDRC,
        severity=UNSET,
        decided_on=decided_on,
        valid_until=valid_until,
        adverse=adverse,
        exit_on=exit_on,
    )


def period(facts: PublicationFacts, published_on: date) -> Period:
    found = period_of(facts, published_on=published_on)
    assert isinstance(found, Period), found
    return found


def refusal(facts: PublicationFacts, published_on: date) -> Refusal:
    found = period_of(facts, published_on=published_on)
    assert isinstance(found, Refusal), found
    assert found.reason
    return found
