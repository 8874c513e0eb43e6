"""Inserting many rows at once, several times as quick as `bulk_create`.

For imports and made-up cities. The rows are checked by the database's constraints as always; no
signal is sent and no relation is followed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, TypeAlias

from django.db import connection, models

from enterprises.shared import clock

Convert = Callable[[Any], Any]
RowValues: TypeAlias = tuple[Any, ...]
_INSTANTS_KEPT = 8192
_PAGES_OF_LOG = 16_384  # of 4 KB, between two checkpoints


class RowMaker:
    """Makes rows of one model as the database takes them, without instances and without a connection.

    `columns` names them in order; those `without` are left for whoever inserts the rows. An instant that a field sets
    by itself is that at which the maker was made.
    """

    def __init__(self, model: type[models.Model], *, without: Collection[str]) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname not in without]
        self.columns = tuple(str(field.column) for field in fields)
        self._conversions = {field.attname: _remembered(field) for field in fields}
        now = clock.now()
        defaults = {field.attname: now if _sets_itself(field) else field.get_default() for field in fields}
        self._blank = {name: self._conversions[name](value) for name, value in defaults.items()}

    def row(self, given: Mapping[str, Any]) -> RowValues:
        """Return a row of the given attributes; the others hold their defaults.

        :raises KeyError: an attribute that the row does not have.
        """
        row, conversions = self._blank.copy(), self._conversions
        for name, value in given.items():
            row[name] = conversions[name](value)
        return tuple(row.values())


def insert_all(instances: Sequence[models.Model]) -> None:
    """Insert instances of one model by one prepared statement; call inside a transaction.

    They get their ids, and the instants that a field sets by itself.
    """
    if not instances:
        return
    model = type(instances[0])
    fields = model._meta.concrete_fields
    for instance, pk in zip(instances, reserved_ids(model, count=len(instances)), strict=True):
        instance.pk = pk
    for field in fields:
        if _sets_itself(field):
            for instance in instances:
                field.pre_save(instance, add=True)
    columns = [(field.attname, _remembered(field)) for field in fields]
    rows = [[convert(getattr(instance, name)) for name, convert in columns] for instance in instances]
    insert_rows(model, [str(field.column) for field in fields], rows)
    for instance in instances:
        instance._state.adding, instance._state.db = False, connection.alias


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values as the database takes them."""
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(column) for column in columns), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def update_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Mapping[int, Sequence[Any]],
    *,
    only: Mapping[str, Any] = MappingProxyType({}),
) -> int:
    """Set the same attributes of many rows, by id, each to values of its own; return how many there were.

    `only`: attributes that the stored rows must have. No signal is sent.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    conversions = [_remembered(fields[name]) for name in names]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(str(fields[name].column))} = %s" for name in names)
    having = "".join(f" AND {quote(str(fields[name].column))} = %s" for name in only)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s{having}"  # noqa: S608 - names of ours
    last = [_remembered(fields[name])(value) for name, value in only.items()]
    values = [
        (*(convert(value) for convert, value in zip(conversions, row, strict=True)), pk, *last)
        for pk, row in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        return int(cursor.rowcount)


@contextmanager
def seldom_checkpoints() -> Iterator[None]:
    """Let SQLite bring its log into the database after 64 MB instead of 4, for a command that writes many rows.

    Keys come in no order, so each chunk touches the same pages of an index again. A checkpoint writes them all and
    waits for the disk. A last one, at the end, leaves nothing to other writers. PostgreSQL needs none of it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_OF_LOG}")
        try:
            yield
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {usual}")


def refresh_statistics() -> None:
    """Let PostgreSQL count its tables anew after many rows came at once; SQLite's plans do not depend on it.

    Until its own daemon comes by, it plans as if the tables were empty. A search reads thousands of rows where it
    should look up one.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def reserved_ids(model: type[models.Model], *, count: int) -> Sequence[int]:
    """Return ids nobody else will take: from the sequence, or on SQLite after the last while the write lock is held."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [model._meta.db_table, count])
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        used = cursor.fetchone()
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608 - a name of ours
        first = max(used[0] if used else 0, cursor.fetchone()[0]) + 1
        return range(first, first + count)


def _sets_itself(field: "models.Field[Any, Any]") -> bool:
    """Return whether a field takes the instant at which its row is inserted."""
    return getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)


def _conversion(field: "models.Field[Any, Any]") -> Convert:
    """Return what turns an attribute into a value of the column."""
    ops = connection.ops
    match field:
        case models.DateTimeField():
            return ops.adapt_datetimefield_value
        case models.DateField():
            return ops.adapt_datefield_value
        case models.DecimalField():
            return partial(
                ops.adapt_decimalfield_value, max_digits=field.max_digits, decimal_places=field.decimal_places
            )
        case models.JSONField():
            return partial(field.get_db_prep_save, connection=connection)
        case models.CharField() | models.TextField():
            return _text
        case _:
            return _unchanged


def _remembered(field: "models.Field[Any, Any]") -> Convert:
    """Return the conversion; instants are dear to convert, and the same few come again and again."""
    convert = _conversion(field)
    return lru_cache(_INSTANTS_KEPT)(convert) if isinstance(field, models.DateTimeField) else convert


def _text(value: str | None) -> str | None:
    """Return plain text for members of enums too."""
    return value if value is None or type(value) is str else str(value)


def _unchanged(value: object) -> object:
    return value
