"""The table of an edition as Parquet: typed columns for programs, no text where there is none."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from lists.editions.entry_content import EntryContent
from lists.editions.files.content import EditionContent
from lists.editions.files.tables import HEADERS, cells_of

POSITION = "序号"
DAYS: dict[str, Callable[[EntryContent], date | None]] = {
    "决定日期": lambda entry: entry.decided_on,
    "公示起始日": lambda entry: entry.public_from,
    "公示截止日": lambda entry: entry.last_public_on,
}
# Fixed, as what the bytes depend on. A reader skips row groups; an edition has fewer entries than one holds.
ROW_GROUP = 1_000_000
ZSTD_LEVEL = 9


def parquet_of(content: EditionContent) -> bytes:
    """Return the table with the columns of the CSV: position int32, days date32, all else text; empty cells are null.

    The key-value metadata of the file name the edition. The same content gives the same bytes from one version of
    the library, which writes its version into each file (docs/decisions/0059).
    """
    # Some 30 MB of memory: for the worker that makes files, not for the processes that serve them.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    types = {POSITION: pa.int32(), **dict.fromkeys(DAYS, pa.date32())}
    schema = pa.schema([(header, types.get(header, pa.string())) for header in HEADERS])
    table = pa.table(_columns(content), schema=schema)
    target = BytesIO()
    with parquet.ParquetWriter(
        target,
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        store_schema=False,  # the types above are Parquet's own; the library's copy of them changes with it
    ) as writer:
        writer.write_table(table, row_group_size=ROW_GROUP)
        writer.add_key_value_metadata(metadata_of(content))
    return target.getvalue()


def metadata_of(content: EditionContent) -> dict[str, str]:
    """Return which edition a file holds."""
    return {
        "document_number": content.document_number,
        "list_name": content.list_name,
        "as_of": content.as_of.isoformat(),
    }


def _columns(content: EditionContent) -> dict[str, list[Any]]:
    rows = [cells_of(entry) for entry in content.entries]
    columns: dict[str, list[Any]] = {
        header: [row[place] or None for row in rows] for place, header in enumerate(HEADERS)
    }
    columns[POSITION] = [entry.position for entry in content.entries]
    for header, day_of in DAYS.items():
        columns[header] = [day_of(entry) for entry in content.entries]
    return columns
