"""Gravity classes of adverse records and the lookup that proposes one."""

from enum import StrEnum


class Gravity(StrEnum):
    """轻微, 一般, 严重 of order 36; UNSET = nobody and no rule has said."""

    UNSET = ""
    MINOR = "MINOR"
    GENERAL = "GENERAL"
    SERIOUS = "SERIOUS"


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
