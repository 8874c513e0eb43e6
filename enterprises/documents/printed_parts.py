"""What a PDF is made of beside its HTML, and how its layout fails; without the layout library."""

from collections.abc import Sequence
from dataclasses import dataclass


class RenderingFailed(RuntimeError):
    """The document could not be laid out as it should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file inside the PDF; `relationship` as of PDF/A-3: Source, Data, Alternative, Supplement."""

    name: str
    description: str
    content: bytes
    relationship: str = "Data"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetRows:
    """Rows of a document, in its order; a cell is a text whose lines are apart by line breaks.

    `sample` is a page with one ordinary row under the same styles. `<tbody data-rows="n">` is where the next n rows
    of the document stand.
    """

    sample: str
    cells: Sequence[Sequence[str]]
