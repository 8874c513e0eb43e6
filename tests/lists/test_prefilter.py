"""Parity: what the SQL in front of the criteria leaves out is what the criteria find nothing in."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.kinds.honour import HONOUR
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.types import Choice, Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.services.links import link_codes
from lists.criteria.predicates import Criterion, Honour, Predicate
from lists.criteria.rules import EnterpriseFacts, assess
from lists.listings.services.evaluation import evaluate
from lists.listings.services.facts import record_facts
from lists.listings.services.prefilter import possible_grounds
from tests.lists.grounds import record
from tests.lists.make import TODAY, new_enterprise, the_list

pytestmark = pytest.mark.django_db

TYPES, CATEGORIES = PENALTY.role(Role.PENALTY_TYPES), HONOUR.role(Role.HONOUR_CATEGORY)
FIRST, OVER = date(2026, 6, 2), TODAY
ENDS: tuple[dict[str, Any], ...] = (
    {},
    {"public_until": None},
    {"public_until": OVER},
    {"public_from": TODAY},
    {"state": State.SUBMITTED, "published_at": None},
)


def penalties() -> Iterator[Record]:
    assert isinstance(TYPES.type, Choice)
    types = [*TYPES.type.values]
    held = [*([one] for one in types), ["罚款", "吊销许可证件"], [types[0], types[-1]], []]
    for number, (values, columns) in enumerate(product(held, ENDS)):
        yield record(new_enterprise(), kind=KindCode.PENALTY, key=str(number), details={TYPES.code: values}, **columns)


def honours() -> Iterator[Record]:
    assert isinstance(CATEGORIES.type, Choice)
    for number, (value, columns) in enumerate(product([*CATEGORIES.type.values, ""], ENDS)):
        yield record(
            new_enterprise(), kind=KindCode.HONOUR, key=str(number), details={CATEGORIES.code: value}, **columns
        )


def criterion(predicate: Predicate, *values: str, months: int = 0) -> Criterion:
    return Criterion(code="T-01", predicate=predicate, text="", source="", confirmed=True, values=values, months=months)


CRITERIA = [
    (criterion(Predicate.PENALTY, "吊销许可证件"),),
    (criterion(Predicate.PENALTY, "罚款", "限制从业"),),
    (criterion(Predicate.HONOUR, Honour.TAX_GRADE_A),),
    (criterion(Predicate.CLEAN_HONOUR, *Honour, months=36),),
    (criterion(Predicate.HONOUR, Honour.QUALITY_AWARD), criterion(Predicate.PENALTY, "罚款")),
    (criterion(Predicate.BY_HAND), criterion(Predicate.ADVERSE)),
]


def test_no_record_that_carries_a_criterion_is_left_out() -> None:
    records = [*penalties(), *honours()]
    for criteria in CRITERIA:
        kept = set(possible_grounds(criteria, on=TODAY).values_list("pk", flat=True))
        for each in records:
            facts = EnterpriseFacts(records=(record_facts(each),))
            found = assess(criteria=criteria, facts=facts, on=TODAY).grounds
            assert each.pk in kept or not found, (criteria, each.details)
        assert len(kept) < len(records) / 2


def test_a_record_under_an_earlier_code_is_found_under_the_one_in_use() -> None:
    earlier, later = new_enterprise(), new_enterprise()
    record(earlier, kind=KindCode.PENALTY, details={TYPES.code: ["吊销许可证件"]})
    link_codes(earlier=earlier, later=later)
    assert [one.enterprise for one in evaluate(credit_list=the_list(), on=TODAY)] == [later]
