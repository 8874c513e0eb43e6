"""Fields of regulation in which agencies act."""

from enum import StrEnum


class RegulatoryDomain(StrEnum):
    """领域 of an agency; decides which regime of publication periods governs."""

    MARKET_REGULATION = "MARKET_REGULATION"
    FOOD_DRUG = "FOOD_DRUG"
    SPECIAL_EQUIPMENT = "SPECIAL_EQUIPMENT"
    WORK_SAFETY = "WORK_SAFETY"
    FIRE = "FIRE"
    ENVIRONMENT = "ENVIRONMENT"
    TAX = "TAX"
    LABOUR = "LABOUR"
    TRANSPORT = "TRANSPORT"
    CONSTRUCTION = "CONSTRUCTION"
    AGRICULTURE = "AGRICULTURE"
    CUSTOMS = "CUSTOMS"
    JUSTICE = "JUSTICE"
    OTHER = "OTHER"
