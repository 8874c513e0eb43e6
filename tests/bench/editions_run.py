"""One run of `bench_editions`: print an edition of so many entries, in the build of the folder it runs in."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from typing import Any

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
REGIONS = ("江岸区", "江汉区", "硚口区", "汉阳区", "武昌区", "青山区", "洪山区")
REASONS = (
    "生产销售不符合食品安全标准的食品，情节严重，被吊销食品经营许可证",
    "以欺骗手段取得行政许可，被撤销许可并处罚款二十万元",
    "伪造检验检测报告，两年内受到两次较重行政处罚",
)
TEXTS = (
    *("list_name", "official_type", "popular_name", "authority", "legal_basis", "criteria", "entry_conditions"),
    *("exit_conditions", "remedies", "contact_phone"),
)


def content_of(contents: Any, *, count: int) -> Any:
    """Make an edition with the types of a build."""
    entries = tuple(
        contents.EntryContent(
            listing=number,
            position=number,
            name=f"武汉江城顺达第{number}商贸有限责任公司",
            uscc=f"91420102MA4L{number:05}X",
            region=REGIONS[number % len(REGIONS)],
            reason=REASONS[number % len(REASONS)],
            document_number=f"武市监信列〔2026〕{number}号",
            authority="武汉市市场监督管理局",
            decided_on=date(2026, 10, 20),
            public_from=date(2026, 10, 20),
            last_public_on=date(2029, 10, 19),
            term_basis="《市场监督管理严重违法失信名单管理办法》第二十条",
        )
        for number in range(1, count + 1)
    )
    return contents.EditionContent(
        **dict.fromkeys(TEXTS, "严重失信主体名单"),
        document_number="market-regulation-3",
        slug="market-regulation",
        color="BLACK",
        base_url="https://credit.example",
        is_demo=True,
        number=3,
        as_of=date(2026, 11, 20),
        published_at=AT,
        entries=entries,
    )


def printer(kind: str, *, count: int) -> Callable[[], object]:
    """Return the work of a run; builds before the rooms keep the files of editions in `lists.files`."""
    try:
        files = "lists.editions.files"
        contents = import_module(f"{files}.content")
    except ModuleNotFoundError:
        files = "lists.files"
        contents = import_module(f"{files}.content")
    content = content_of(contents, count=count)
    if kind != "ours":
        return partial({"plain": _plain, "typst": _typst}[kind], content)
    data = import_module(f"{files}.make").json_of(content)
    pdf_of = import_module(f"{files}.pdf").pdf_of
    return lambda: pdf_of(content, data=data, at=AT)


def _cells(content: Any) -> Iterator[tuple[str, ...]]:
    for one in content.entries:
        yield (
            str(one.position),
            f"{one.name} {one.uscc}",
            one.region,
            one.reason,
            f"{one.document_number} {one.decided_on}",
            one.authority,
            str(one.last_public_on),
        )


def _plain(content: Any) -> object:
    from weasyprint import HTML

    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _cells(content))
    page = f'<html lang="zh-CN"><title>x</title><body><h1>x</h1><table>{rows}</table>'
    return HTML(string=page).write_pdf(pdf_tags=True)


def _typst(content: Any) -> object:
    """Print the table by another engine, with both claims."""
    import typst

    rows = "\n".join(", ".join(f"[{cell}]" for cell in row) + "," for row in _cells(content))
    text = (
        '#set document(title: "x")\n#set page(paper: "a4", flipped: true)\n'
        '#set text(font: "Noto Sans CJK SC", size: 7.6pt, lang: "zh")\n= x\n'
        f"#table(columns: (10mm, 52mm, 18mm, 1fr, 38mm, 36mm, 19mm), stroke: none,\n{rows})"
    )
    return typst.compile(text.encode(), format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=int(AT.timestamp()))


def main(kind: str, count: int) -> None:
    """Print, and write what it cost as one line of JSON."""
    import django

    django.setup()
    work = printer(kind, count=count)
    began = time.perf_counter()
    work()
    wall = time.perf_counter() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found = {
        "wall": wall,
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "memory": max(one.ru_maxrss for one in used) / 1024,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
