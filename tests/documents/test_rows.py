"""TypesetRows that are set beside the layout library look and read as if it had laid them out."""

import io
from collections.abc import Iterator, Sequence
from html import escape

import pikepdf
import pypdf

from enterprises.documents.render import TypesetRows, render
from tests.lists.make import TODAY, noon

STYLE = """
@page { size: A5 landscape; margin: 10mm }
html { font: 9pt/1.5 "Noto Sans CJK SC" }
table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0 }
td, th { text-align: left; vertical-align: top; padding: 1mm 2mm; overflow-wrap: anywhere }
tr { break-inside: avoid }
td { white-space: pre-line }
"""
LONG = "生产销售不符合食品安全标准的食品，情节严重，被吊销“食品经营许可证”（含2项）。"
CELLS = [
    ["1", "武汉甲公司\n91420102MA4L00001X", LONG],
    ["2", "", "AVAToyota Ltd. & Co <b>, Wuhan branch office number 17"],
    ["3", "𬭩𬭩有限公司", f"{LONG}{LONG}"],
    ["4", "x" * 60, "两个  空格\t与制表符"],
    *([str(number), f"第{number}号公司", LONG[: number + 3]] for number in range(5, 40)),
]


def page_of(body: str) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("序号", "名称", "事由"))
    return (
        f'<html lang="zh-CN"><head><title>表</title><style>{STYLE}</style></head><body><h1>表</h1>'
        f"<table><thead><tr>{heads}</tr></thead>{body}</table></body></html>"
    )


def ordinary() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in CELLS)
    return render(page_of(f"<tbody>{rows}</tbody>"), number="x-1", at=noon(TODAY))


def beside() -> bytes:
    sample = page_of("<tbody><tr><td>国</td><td>国</td><td>国</td></tr></tbody>")
    rows = TypesetRows(sample=sample, cells=CELLS)
    return render(page_of(f'<tbody data-rows="{len(CELLS)}"></tbody>'), number="x-1", at=noon(TODAY), rows=rows)


def placed(pdf: bytes) -> list[tuple[int, str, int, int]]:
    """Return every piece of text with its page and place in points."""
    found: list[tuple[int, str, int, int]] = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(pdf)).pages):

        def note(text: str, outer: Sequence[float], inner: Sequence[float], *_: object, page: int = number) -> None:
            if text.strip():
                x = outer[0] * inner[4] + outer[2] * inner[5] + outer[4]
                y = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
                found.append((page, text.strip(), round(x), round(y)))

        page.extract_text(visitor_text=note)
    return found


def test_they_stand_where_the_library_would_have_put_them() -> None:
    assert placed(beside()) == placed(ordinary())


def test_each_cell_is_tagged_under_the_head_of_its_column() -> None:
    with pikepdf.open(io.BytesIO(beside())) as pdf:
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        rows, edges = 0, [set[int](), set[int](), set[int]()]
        for page, owners in zip(pdf.pages, numbers[1::2], strict=True):
            starts = dict(starts_of(page))
            heads = [one.ID for one in owners[0].P.P.P.K[0].K[0].K] if page is pdf.pages[-1] else []
            for mark, start in starts.items():
                owner = owners[mark]
                assert owner.S == pikepdf.Name.TD
                row = owner.P
                assert len(row.K) == len(edges)
                column = [cell.objgen for cell in row.K].index(owner.objgen)
                edges[column].add(start)
                rows += column == 0
                assert len(owner.A.Headers) == 1
                assert not heads or owner.A.Headers[0] in heads
        assert rows == len(CELLS)
        assert [len(one) for one in edges] == [1, 1, 1]


def starts_of(page: pikepdf.Page) -> Iterator[tuple[int, int]]:
    """Return for each marked cell of a page its mark and its left edge."""
    mark = None
    for one in pikepdf.parse_content_stream(page):
        operands, operator = one.operands, one.operator
        if str(operator) == "BDC" and operands[0] == pikepdf.Name.TD and "/MCID" in operands[1]:
            mark = int(operands[1].MCID)
        elif str(operator) == "Tm" and mark is not None:
            yield mark, round(float(operands[4]))
        elif str(operator) == "EMC":
            mark = None


def test_a_row_stays_whole_and_one_of_no_text_has_a_line() -> None:
    rows = TypesetRows(
        sample=page_of("<tbody><tr><td>国</td><td>国</td><td>国</td></tr></tbody>"), cells=[("", "", "")] * 3
    )
    pdf = render(page_of('<tbody data-rows="3"></tbody>'), number="x-1", at=noon(TODAY), rows=rows)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        body = opened.Root.StructTreeRoot.K[0].K[1].K[1]
        assert [len(row.K) for row in body.K] == [3, 3, 3]
        assert not any("/K" in cell and len(cell.K) for row in body.K for cell in row.K)
