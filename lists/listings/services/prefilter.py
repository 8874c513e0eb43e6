"""Which records criteria could rest on, asked in SQL: wider than the criteria, never narrower.

`lists.criteria.rules` stays the judge. A city has millions of records; few of them are of the kinds and values that a
list counts, and only the enterprises of those are loaded.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from enterprises.catalogue.registry import kind_of, kinds_with
from enterprises.catalogue.types import Role
from enterprises.records.models import Record
from lists.criteria.predicates import Criterion, Predicate, categories_of

# The field of a record in which a predicate looks for its values.
_FIELD: Mapping[Predicate, Role] = MappingProxyType(
    {
        Predicate.PENALTY: Role.PENALTY_TYPES,
        Predicate.HONOUR: Role.HONOUR_CATEGORY,
        Predicate.CLEAN_HONOUR: Role.HONOUR_CATEGORY,
    }
)


def possible_grounds(criteria: Iterable[Criterion], *, on: date) -> QuerySet[Record]:
    """Return the records that are public that day and of a kind and value that one of the criteria counts."""
    finding = [one for one in criteria if one.finds_by_itself]
    rows, condition = Record.objects.public(on=on), Q(pk__in=())
    for role in {_FIELD[one.predicate] for one in finding}:
        values = {value for one in finding if _FIELD[one.predicate] is role for value in _stored_values(one)}
        for code in kinds_with(role):
            rows = rows.annotate(**{f"text_of_{code}": KT(f"details__{kind_of(code).role(role).code}")})
            condition |= Q(kind=code) & _any_of(f"text_of_{code}", values)
    return rows.filter(condition)


def _stored_values(one: Criterion) -> tuple[str, ...]:
    """Return the values of a criterion as records hold them."""
    return categories_of(one.values) if _FIELD[one.predicate] is Role.HONOUR_CATEGORY else one.values


def _any_of(name: str, values: Iterable[str]) -> Q:
    """Return the condition that a text has one of the values in it; SQLite keeps JSON as it was written, escaped."""
    condition = Q(pk__in=())
    for value in sorted(values):
        condition |= Q(**{f"{name}__contains": value}) | Q(**{f"{name}__contains": json.dumps(value)[1:-1]})
    return condition
