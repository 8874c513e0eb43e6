"""Rows of long tables: the layout library stacks one empty cell a row, the texts are set here (decision 0050).

A row laid out as seven ordinary cells costs three times as much. Line breaks, glyphs and fonts are the library's own.
All use of its inner parts stands in this module and in `written_tags`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import SubElement

import pydyf
from weasyprint import CSS, HTML
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout, split_first_line

from enterprises.documents.fonts import printable
from enterprises.documents.printed_parts import TypesetRows
from enterprises.documents.written_tags import RowTags, write_rows

UPRIGHT = Matrix(d=-1)
ROW = "data-row"
COUNT = "data-rows"
BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the sample shows, in CSS pixels: style of the text, widths of columns, edge, baseline and pitch of lines."""

    style: Any
    widths: tuple[float, ...]
    left: float
    baseline: float
    pitch: float


@dataclass(slots=True, kw_only=True)
class RowSetter:
    """Sets the rows of one document: `prepare` before its layout, `attach` after it, `tag` before it is written."""

    measures: Measures
    layout: Any
    lines: list[list[tuple[str, ...]]] = field(default_factory=list)
    _broken: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    _drawn: dict[str, bytes] = field(default_factory=dict)
    _tags: list[RowTags] = field(default_factory=list)

    @classmethod
    def of(cls, rows: TypesetRows, *, fonts: FontConfiguration, fetcher: Any) -> "RowSetter":
        """Lay out the sample and break every cell into lines."""
        sample = HTML(string=rows.sample, base_url="document:", url_fetcher=fetcher)
        measures = measured(sample.render(font_config=fonts))
        setter = cls(measures=measures, layout=Layout(measures.style))
        setter.lines = [[setter._lines_of(text, column) for column, text in enumerate(cells)] for cells in rows.cells]
        return setter

    def prepare(self, source: HTML) -> CSS:
        """Write an empty cell for each row into the document; return the style that gives it the height of its text."""
        heights = [max(1, *map(len, lines)) for lines in self.lines]
        waiting = iter(enumerate(heights))
        span = str(len(self.measures.widths))
        for body in [one for one in source.etree_element.iter("tbody") if one.get(COUNT)]:
            for _ in range(int(body.attrib.pop(COUNT))):
                row, height = next(waiting)
                SubElement(SubElement(body, "tr"), "td", {"colspan": span, "class": f"lines-{height}", ROW: str(row)})
        rules = (f".lines-{one} {{ height: {one * self.measures.pitch:.4f}px }}" for one in sorted(set(heights)))
        return CSS(string="\n".join(rules))

    def attach(self, document: Any) -> None:
        """Let each page of a document draw its rows when it is painted."""
        for number, page in enumerate(document.pages):
            page.paint = partial(self._paint, number, page, page.paint)

    def tag(self, pdf: Any) -> None:
        """Write the tags of the cells that were drawn."""
        write_rows(pdf, self._tags)

    def _lines_of(self, text: str, column: int) -> tuple[str, ...]:
        if (text, column) not in self._broken:
            style, width = self.measures.style, self.measures.widths[column]
            shown = BLANKS.sub(" ", printable(text)).strip()
            paragraphs = [one.strip(" ") for one in shown.split("\n")] if shown else []
            lines = tuple(line for one in paragraphs for line in broken(one, style=style, width=width))
            self._broken[text, column] = lines
        return self._broken[text, column]

    def _paint(self, number: int, page: Any, paint: Any, stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            stream.set_color(self.measures.style["color"])
            mark = len(stream._tags)
            for table, box in row_boxes(page._page_box):
                lines = self.lines[int(box.element.get(ROW))]
                marks = list(self._row(stream, lines, box=box, places=table.column_positions, mark=mark))
                self._tags.append(RowTags(page=number, box=box, marks=marks))
                mark += len(marks) - marks.count(None)

    def _row(
        self, stream: Any, lines: Sequence[Sequence[str]], *, box: Any, places: Sequence[float], mark: int
    ) -> Iterator[int | None]:
        """Draw the cells of a row; return for each the number by which its tag finds it, none if it is empty."""
        top = box.content_box_y() + self.measures.baseline
        for cell, left in zip(lines, places, strict=True):
            if not cell:
                yield None
                continue
            x, pitch = left + self.measures.left, self.measures.pitch
            drawn = b"\n".join(
                b"1 0 0 -1 %.2f %.2f Tm\n%s" % (x, top + place * pitch, self._glyphs(stream, line))
                for place, line in enumerate(cell)
            )
            stream.stream.append(b"/TD <</MCID %d>> BDC\nBT\n%s\nET\nEMC" % (mark, drawn))
            yield mark
            mark += 1

    def _glyphs(self, stream: Any, line: str) -> bytes:
        """Return the operators that show a line, apart from where."""
        if line not in self._drawn:
            self.layout.set_text(line)
            scratch = stream.clone()
            shown = SimpleNamespace(text=line, style=self.measures.style, pango_layout=self.layout)
            draw_first_line(scratch, shown, "clip", "none", UPRIGHT)
            self._drawn[line] = b"\n".join(map(pydyf._to_bytes, scratch.stream[1:]))
        return self._drawn[line]


def measured(document: Any) -> Measures:
    """Return the measures of the one row of a sample."""
    page = document.pages[0]._page_box
    table = next(box for box in page.descendants() if isinstance(box, boxes.TableBox))
    cell = next(box for box in table.descendants() if isinstance(box, boxes.TableCellBox) and box.element_tag == "td")
    line = next(box for box in cell.descendants() if isinstance(box, boxes.LineBox))
    text = next(box for box in line.descendants() if isinstance(box, boxes.TextBox))
    left = cell.content_box_x() - cell.position_x
    return Measures(
        style=text.style,
        widths=tuple(width - left - cell.padding_right for width in table.column_widths),
        left=left,
        baseline=text.position_y + text.baseline - cell.content_box_y(),
        pitch=line.height,
    )


def broken(text: str, *, style: Any, width: float) -> Iterator[str]:
    """Break a paragraph into lines of that width."""
    if len(text) * style["font_size"] <= width and text.isprintable():  # no glyph is wider than its size
        yield text
        return
    rest = text.encode()
    while rest:
        _, length, resume, *_ = split_first_line(rest.decode(), style, None, width, 0)
        yield rest[:length].decode().strip(" ")
        rest = rest[resume:].lstrip(b" ") if resume else b""


def row_boxes(page: Any) -> Iterator[tuple[Any, Any]]:
    """Return the empty cells of a page, each with its table, from the top."""
    for table in page.descendants():
        if isinstance(table, boxes.TableBox):
            for cell in table.descendants():
                if isinstance(cell, boxes.TableCellBox) and cell.element is not None and cell.element.get(ROW):
                    yield table, cell
