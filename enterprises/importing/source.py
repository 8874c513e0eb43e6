"""What every reader of a file gives: numbered rows of cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

# Empty cells are "". Numbers are int when they are whole and exact, float otherwise.
Cell: TypeAlias = str | int | float | date

# Characters that no text of a sheet has: control characters (PostgreSQL refuses NUL), halves of
# surrogate pairs, and the mark that a decoder leaves where bytes made no character.
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


class UnreadableFile(Exception):
    """The file as a whole cannot be read; `sentence` says in Chinese what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One row as a spreadsheet numbers it, from 1; `problem` says why its cells cannot be trusted."""

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell holds anything; a row with a problem is never blank."""
        return not self.problem and not any(cell.strip() if isinstance(cell, str) else True for cell in self.cells)


class Source(Protocol):
    """One sheet of rows; `rows()` may be called more than once and starts anew each time."""

    @property
    def label(self) -> str:
        """Return the name of the sheet, "" in a text table."""
        ...

    def rows(self) -> Iterator[SourceRow]:
        """Yield all rows, blank ones too."""
        ...

    def row_estimate(self) -> int:
        """Return about how many rows there are, for a progress bar."""
        ...


def has_damage(text: str) -> bool:
    """Tell whether a text holds characters that stand for lost bytes or that nothing can store."""
    return _DAMAGED.search(text) is not None
