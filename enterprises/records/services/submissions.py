"""Rows of a file that are submitted together, what they share, and what became of each (docs/rules/imports.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from django.contrib.auth.models import User

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.catalogue.types import Generation, RecordColumn, RecordKind


class Result(Enum):
    """What became of a row."""

    ACCEPTED = auto()
    UNCHANGED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One cleaned row; `key` is its natural key, `typed` holds texts that are stored with other characters.

    `contradictions` are those of its cells, as they are stored; None where they are still to be compared.
    """

    number: int
    key: str
    values: Mapping[str, object]
    typed: Mapping[str, str] = field(default_factory=dict)
    contradictions: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a row and, if refused, why: `code` names the field. An unchanged one may have a message too."""

    number: int
    result: Result
    code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What all rows of one file share; `present` are the field codes of its columns."""

    kind: RecordKind
    agency: Agency
    by: User
    at: datetime
    generation: Generation
    present: frozenset[str]
    sources: Mapping[str, Agency]

    def code_of(self, column: RecordColumn) -> str:
        """Return the code of the field that fills a column."""
        return self.kind.column(column).code

    def subject_of(self, values: Mapping[str, object]) -> tuple[str, str]:
        """Return unified code and name of the subject of a row."""
        code, name = self.code_of(RecordColumn.SUBJECT_CODE), self.code_of(RecordColumn.SUBJECT_NAME)
        return str(values[code]), str(values[name])

    def source_of(self, values: Mapping[str, object]) -> Agency | None:
        """Return the agency that supplied a row, None if it names none that is known."""
        return self.sources.get(str(values.get(self.code_of(RecordColumn.SOURCE_CODE), "")))

    @property
    def domain(self) -> RegulatoryDomain:
        """The domain of the agency."""
        return RegulatoryDomain(self.agency.domain)

    @property
    def regulator(self) -> Regulator:
        """Whose rules govern the agency's penalties."""
        return self.agency.governing_regulator
