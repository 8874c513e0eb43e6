"""The catalogue and the rules name the same kinds, types of penalty and honours."""

from enterprises.catalogue.penalty_types import PenaltyType
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Choice
from enterprises.records.rules.publication import RULES
from lists.criteria.predicates import Honour, honour_of


def values(kind: str, field: str) -> tuple[str, ...]:
    declared = KINDS[kind].field(field).type
    assert isinstance(declared, Choice)
    return declared.values


def test_every_kind_has_a_rule_and_every_rule_a_kind() -> None:
    assert {rule.kind for rule in RULES} == set(KINDS)


def test_penalty_types_are_those_of_the_law() -> None:
    assert set(values("penalty", "CF_CFLB")) == {each.value for each in PenaltyType}


def test_every_honour_of_the_criteria_can_be_recorded() -> None:
    assert {honour_of(category) for category in values("honour", "X_RY_LB")} - {None} == set(Honour)


def test_a_dishonest_debtor_can_be_recorded() -> None:
    assert KINDS["judgment"].field("X_SF_JTQX")
    assert "全部履行" in values("judgment", "X_SF_LXQK")
