"""Refused rows, warnings and counts of an import."""

from collections.abc import Callable
from dataclasses import dataclass

from enterprises.shared.problems import Problem
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken; `cells` hold what may be given back for correction."""

    number: int
    problems: tuple[Problem, ...]
    cells: tuple[Cell, ...]

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> str:
        """The row with what is wrong with it."""
        problems = together([problem.sentence for problem in self.problems], between="；")
        return sentence("第{number}行 {problems}", number=self.number, problems=problems)


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one import; refusals and warnings go to their listeners as they come."""

    on_refusal: Callable[[RefusedRow], None]
    on_warning: Callable[[int, str], None]
    on_progress: Callable[[int], object]
    accepted: int = 0
    unchanged: int = 0
    refused: int = 0
    warned: int = 0

    def refuse(self, refusal: RefusedRow) -> None:
        """Count and report a refused row."""
        self.refused += 1
        self.on_refusal(refusal)

    def warn(self, number: int, text: str) -> None:
        """Count and report an accepted row with something odd."""
        self.warned += 1
        self.on_warning(number, text)


def returnable_cells(
    columns: tuple[Column, ...], cells: tuple[Cell, ...], *, withheld: frozenset[str] = frozenset()
) -> tuple[Cell, ...]:
    """Return the cells of a row for the error workbook.

    Columns in `withheld` and columns that nobody knows are left empty. What an unknown column holds may be an identity
    number, and it is not read anyway.
    """
    return tuple(
        cells[column.index] if column.index < len(cells) and column.code and column.code not in withheld else ""
        for column in columns
    )
