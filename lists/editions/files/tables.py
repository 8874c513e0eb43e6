"""CSV and XLSX: one table, every cell text, none of it a formula."""

from datetime import UTC, date
from io import BytesIO

from xlsxwriter import Workbook

from enterprises.shared.csv_tables import csv_table
from lists.editions.entry_content import EntryContent
from lists.editions.files.content import EditionContent

HEADERS = (
    "序号",
    "名称",
    "统一社会信用代码",
    "行政区划",
    "列入事由",
    "决定文书号",
    "认定单位",
    "决定日期",
    "公示起始日",
    "公示截止日",
    "期限依据",
    "备注",
)
CODES = ("统一社会信用代码", "决定文书号")
WIDTHS = (6, 36, 22, 14, 48, 26, 28, 12, 12, 12, 36, 14)
DISPUTED = "异议处理中"


def withdrawn_text(position: int) -> str:
    """Note that an entry was taken off."""
    return f"第{position}条 已撤下"


def csv_of(content: EditionContent) -> bytes:
    """Return the table as CSV, its codes and document numbers once more as text."""
    return csv_table(HEADERS, map(cells_of, content.entries), codes=CODES)


def xlsx_of(content: EditionContent) -> bytes:
    """Return a workbook: the table, and a sheet with the particulars of the list."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # The library writes the clock's figures and calls them UTC.
        created = content.published_at.astimezone(UTC)
        book.set_properties({"title": f"{content.list_name} 第{content.number}期", "created": created})
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        table = book.add_worksheet("名单")
        table.freeze_panes(1, 0)
        for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
            table.set_column(column, column, width)
            table.write_string(0, column, header, bold)
        for row, entry in enumerate(content.entries, start=1):
            for column, cell in enumerate(cells_of(entry)):
                table.write_string(row, column, cell, wrap)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 100)
        for row, (label, text) in enumerate(particulars_of(content)):
            about.write_string(row, 0, label, bold)
            about.write_string(row, 1, text, wrap)
    return target.getvalue()


def cells_of(entry: EntryContent) -> tuple[str, ...]:
    """Return the cells of one line in the order of `HEADERS`."""
    if entry.is_withdrawn:
        return (str(entry.position), withdrawn_text(entry.position), *([""] * (len(HEADERS) - 2)))
    return (
        str(entry.position),
        entry.name,
        entry.uscc,
        entry.region,
        entry.reason,
        entry.document_number,
        entry.authority,
        _day(entry.decided_on),
        _day(entry.public_from),
        _day(entry.last_public_on),
        entry.term_basis,
        DISPUTED if entry.disputed else "",
    )


def particulars_of(content: EditionContent) -> tuple[tuple[str, str], ...]:
    """Return which edition this is, then the particulars of the list."""
    return (
        ("名单", content.list_name),
        ("期号", f"第{content.number}期"),
        ("文件编号", content.document_number),
        ("截止日期", content.as_of.isoformat()),
        *((("声明", "示例数据，不具法律效力"),) if content.is_demo else ()),
        *rules_of(content),
    )


def rules_of(content: EditionContent) -> tuple[tuple[str, str], ...]:
    """Return the particulars of the list, as published with every edition."""
    return (
        ("名单类型", f"{content.official_type}（{content.popular_name}）"),
        ("管理单位", content.authority),
        ("设列依据", content.legal_basis),
        ("列入标准", content.criteria),
        ("列入程序", content.entry_conditions),
        ("移出条件", content.exit_conditions),
        ("救济途径", content.remedies),
        ("联系电话", content.contact_phone),
        *(("勘误", erratum.line) for erratum in content.errata),
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
