"""Django's PostgreSQL backend with two changes for reads many times a second.

A kept connection is checked for life without a query, and `preparing_cursor()` lets the server keep
the plans of statements that come again. Elsewhere values are bound by the client, as Django does it.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import ConnStatus
from psycopg.types.numeric import Int8


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Return whether the server has closed the connection, by received bytes, without a query."""
        if self.connection is None or self.connection.closed:
            return False
        held = self.connection.pgconn
        try:
            for _ in range(2):  # a server that ends announces it first, and closes then
                held.consume_input()
        except psycopg.Error:
            return False
        return bool(held.status == ConnStatus.OK)

    def preparing_cursor(self) -> CursorWrapper:
        """Return a cursor whose statements the server prepares, once for each connection."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(_PreparingCursor(self.connection))  # type: ignore[attr-defined, no-any-return]


class _PreparingCursor(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_PreparingCursor":
        """Execute a statement, prepared unless the connection is set not to prepare any."""
        return super().execute(query, _of_one_width(params or ()), prepare=True, **options)


def _of_one_width(params: Sequence[Any]) -> list[Any]:
    """Return the values with numbers of one type: each mixture of widths would be a statement of its own."""
    return [Int8(value) if type(value) is int else value for value in params]
