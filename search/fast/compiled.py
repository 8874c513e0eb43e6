"""Querysets compiled once and run often: to build one costs the ORM more than the database takes to answer it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Rows = list[tuple[Any, ...]]
# How many values a compiled `IN (...)` holds; fewer are filled up with the last of them.
SIZES = (1, 5, 20, 100)


class CompiledQuery:
    """Rows of `.values_list()` for many values, from a queryset made by a function of these values.

    `make(values, *arguments)` returns the queryset; it is called once for each size and set of
    arguments, so rules like `.public(on=)` stay where they are. Values are compared in `IN` alone.
    With FAST_LANES=false the queryset is made and run each time.

    >>> names = CompiledQuery(lambda ids: Enterprise.objects.filter(pk__in=ids).values_list("pk", "name"))
    >>> names.rows([4, 7])
    [(4, '...'), (7, '...')]
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, of_text: bool = False) -> None:
        self._make = make
        self._placeholders = [f"\0{n}" if of_text else -(10**12) - n for n in range(SIZES[-1])]
        self._compiled = lru_cache(maxsize=64)(self._compile)

    def rows(self, values: Sequence[int] | Sequence[str], *arguments: Any) -> Rows:
        """Return the rows of all values, a hundred of them at a time; none for no values."""
        found: Rows = []
        for start in range(0, len(values), SIZES[-1]):
            found += self._some(values[start : start + SIZES[-1]], arguments)
        return found

    def rows_of_all(self, *arguments: Any) -> Rows:
        """Return the rows of a queryset that takes no values."""
        if not settings.FAST_LANES:
            return list(self._make([], *arguments))
        return self._compiled(0, arguments)({})

    def _some(self, values: Sequence[Any], arguments: tuple[Any, ...]) -> Rows:
        if not settings.FAST_LANES:
            return list(self._make(values, *arguments))
        size = next(size for size in SIZES if size >= len(values))
        filled = [*values, *[values[-1]] * (size - len(values))]
        statement = self._compiled(size, arguments)
        return statement(dict(zip(self._placeholders, filled, strict=False)))

    def _compile(self, size: int, arguments: tuple[Any, ...]) -> Callable[[dict[Any, Any]], Rows]:
        queryset = self._make(self._placeholders[:size], *arguments)
        compiler: SQLCompiler = queryset.query.get_compiler(queryset.db)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([selected for selected, *_ in compiler.select or ()])

        def run(given: dict[Any, Any]) -> Rows:
            connection = connections[queryset.db]
            values = [given.get(parameter, parameter) for parameter in parameters]
            with connection.cursor() as cursor:
                cursor.execute(sql, [_of_one_width(value, connection) for value in values])
                rows = cursor.fetchall()
            return list(map(tuple, compiler.apply_converters(rows, converters))) if converters else rows

        return run


def _of_one_width(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Return a number in the type of ids: each mixture of widths would be a statement of its own to PostgreSQL."""
    return connection.ops.adapt_integerfield_value(value, "BigIntegerField") if type(value) is int else value
