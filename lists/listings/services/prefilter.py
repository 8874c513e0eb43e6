"""Which records criteria could rest on, as a condition in SQL: wider than the criteria, never narrower.

`lists.criteria.rules` stays the judge. A city has millions of records; few of them are of the kinds and values that a
list counts. Only the enterprises of those are loaded.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from enterprises.catalogue.registry import kinds_with
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
    """Return the records that are public that day and of a kind and value that one of the criteria counts.

    A value is looked for in the whole of `details`: that costs no reading of JSON a row.
    """
    condition = Q(pk__in=())
    for one in criteria:
        if one.finds_by_itself:
            condition |= Q(kind__in=kinds_with(_FIELD[one.predicate])) & _any_of(_stored_values(one))
    return Record.objects.public(on=on).annotate(text=Cast("details", TextField())).filter(condition)


def _stored_values(one: Criterion) -> tuple[str, ...]:
    """Return the values of a criterion as records hold them."""
    return categories_of(one.values) if _FIELD[one.predicate] is Role.HONOUR_CATEGORY else one.values


def _any_of(values: Iterable[str]) -> Q:
    """Return the condition that the text has one of the values; SQLite keeps JSON as it was written, escaped."""
    condition = Q(pk__in=())
    for value in values:
        condition |= Q(text__contains=value) | Q(text__contains=json.dumps(value)[1:-1])
    return condition
