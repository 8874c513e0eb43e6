"""Codes of the kinds, for rules and services that treat one kind apart."""

from enum import StrEnum


class KindCode(StrEnum):
    """Code of each kind, as stored in `Record.kind` and used in addresses and files."""

    LICENCE = "licence"
    PENALTY = "penalty"
    INSPECTION = "inspection"
    HONOUR = "honour"
    ABNORMAL_OPERATION = "abnormal-operation"
    COMMITMENT = "commitment"
    EVALUATION = "evaluation"
    JUDGMENT = "judgment"
    RECALL = "recall"
    STANDARD_DECLARATION = "standard-declaration"
