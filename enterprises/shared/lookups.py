"""The lookup `among`: as `in`, but a long list of values is one parameter.

For queries about all rows of a chunk. `in` prepares each value and writes a mark for each, which takes longer than the
database needs to answer. Registered when the app is ready.
"""

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignKey, Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    _Lookup: TypeAlias = Lookup[Any]
else:
    _Lookup = Lookup


@Field.register_lookup
@ForeignKey.register_lookup
class Among(_Lookup):
    """Ids, codes or keys as the column holds them: `filter(pk__among=ids)`."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[int | str]:
        """Return the values; they are not converted."""
        return list(self.rhs)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the condition; nothing is among no values."""
        if not self.rhs:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, self.rhs)
        values = json.dumps(self.rhs, ensure_ascii=False)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, values)  # noqa: S608 - a column
