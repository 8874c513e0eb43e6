"""The Parquet of an edition: rows of the CSV with their types, the same bytes again; editions from before have none."""

import csv
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from django.test import Client
from pyarrow import parquet

from enterprises.documents.models import IssuedDigest, IssuedFile
from enterprises.shared.clock import SHANGHAI
from lists.editions.entry_content import EntryContent
from lists.editions.files import sealing
from lists.editions.files.content import EditionContent
from lists.editions.files.make import FORMATS, files_of
from lists.editions.files.parquet import DAYS, POSITION, parquet_of
from lists.editions.files.tables import HEADERS, csv_of
from lists.editions.files.verify import LISTED
from lists.editions.models import Edition
from lists.editions.services.checking import check_edition
from lists.editions.services.rebuilding import rebuild_stale_files
from tests.lists.files import content, entry, run, stored, unpacked
from tests.lists.make import BLACK, TODAY, annulled, decided, noon, published

LATER = noon(TODAY) + timedelta(hours=2)
BEFORE = FORMATS - {"parquet"}
CODE, NUMBER = "914201037646247541", "000123"  # of digits alone; the second begins with zeros


def three_entries() -> EditionContent:
    gone = EntryContent(listing=3, position=3, is_withdrawn=True)
    return content(entry(uscc=CODE, document_number=NUMBER), entry(2, region="武昌区", disputed=True), gone)


def as_in_csv(rows: list[tuple[object, ...]]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def rows_of_csv(data: bytes) -> list[list[str]]:
    """Read the rows without the header and without the copies of codes."""
    rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    return [row[: len(HEADERS)] for row in rows][1:]


def published_before(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Publish as editions were before there was Parquet."""

    def made(content: EditionContent, *, at: datetime, formats: Collection[str]) -> dict[str, bytes]:
        return files_of(content, at=at, formats=BEFORE.intersection(formats))

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "files_of", made)
        return published()


def formats_of(edition: Edition) -> set[str]:
    return set(IssuedFile.objects.filter(document=edition.document_id).values_list("format", flat=True))


def test_duckdb_reads_the_rows_of_the_csv_and_which_edition_it_is(tmp_path: Path) -> None:
    one, path = three_entries(), tmp_path / "edition.parquet"
    path.write_bytes(parquet_of(one))
    read = duckdb.read_parquet(str(path))
    types = {POSITION: "INTEGER", **dict.fromkeys(DAYS, "DATE")}
    assert dict(zip(read.columns, map(str, read.types), strict=True)) == {
        header: types.get(header, "VARCHAR") for header in HEADERS
    }
    rows = read.fetchall()
    assert as_in_csv(rows) == rows_of_csv(csv_of(one))
    assert (rows[0][2], rows[0][5], rows[0][7]) == (CODE, NUMBER, date(2026, 10, 20))
    assert rows[2] == (3, "第3条 已撤下", *[None] * 10)
    found = duckdb.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
    assert dict(found) == {
        b"document_number": one.document_number.encode(),
        b"list_name": one.list_name.encode(),
        b"as_of": TODAY.isoformat().encode(),
    }


def test_arrow_reads_the_rows_of_the_csv_in_one_group() -> None:
    one = three_entries()
    file = parquet.ParquetFile(BytesIO(parquet_of(one)))
    table = file.read()
    assert as_in_csv([tuple(row.values()) for row in table.to_pylist()]) == rows_of_csv(csv_of(one))
    assert table.schema.field(POSITION).type == pa.int32()
    assert {table.schema.field(header).type for header in DAYS} == {pa.date32()}
    assert set(file.metadata.metadata) == {b"document_number", b"list_name", b"as_of"}  # nothing of pandas
    group = file.metadata.row_group(0)
    assert (file.metadata.num_row_groups, group.num_rows, group.column(0).compression) == (1, 3, "ZSTD")


def test_an_edition_without_entries_has_its_columns() -> None:
    table = parquet.read_table(BytesIO(parquet_of(content())))
    assert (table.num_rows, tuple(table.column_names)) == (0, HEADERS)


def test_a_value_that_begins_like_a_formula_stays_as_it_is() -> None:
    table = parquet.read_table(BytesIO(parquet_of(content(entry(name="=1+1")))))
    assert table.column("名称").to_pylist() == ["=1+1"]


def test_the_same_content_gives_the_same_bytes() -> None:
    one = three_entries()
    elsewhere = replace(three_entries(), published_at=one.published_at.astimezone(SHANGHAI))
    assert parquet_of(one) == parquet_of(one) == parquet_of(elsewhere)
    assert parquet_of(replace(one, number=4, document_number="market-regulation-4")) != parquet_of(one)


@pytest.mark.django_db
def test_an_edition_from_before_does_not_offer_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    decided()
    edition = published_before(monkeypatch)
    assert formats_of(edition) == {*BEFORE, "zip"}
    assert client.get(f"/lists/{BLACK}/1.parquet").status_code == 404
    assert client.get(f"/lists/{BLACK}/1/{'0' * 64}.parquet").status_code == 404
    assert client.get(f"/lists/{BLACK}/1.csv").status_code == 200
    for address in (f"/lists/{BLACK}/1/", "/lists/data.json", "/lists/sitemap.xml", f"/api/v1/lists/{BLACK}/editions/"):
        assert "parquet" not in client.get(address).content.decode().lower(), address
    bundle = unpacked(edition, tmp_path / "bundle")
    assert run(bundle).returncode == LISTED
    assert "parquet" not in (bundle / "README.txt").read_text()


@pytest.mark.django_db
def test_an_edition_of_today_offers_it_everywhere(client: Client, tmp_path: Path) -> None:
    decided()
    edition = published()
    assert formats_of(edition) == {*FORMATS, "zip"}
    for address in (f"/lists/{BLACK}/1/", "/lists/data.json", "/lists/sitemap.xml", f"/api/v1/lists/{BLACK}/editions/"):
        assert "parquet" in client.get(address).content.decode(), address
    answer = client.get(f"/lists/{BLACK}/1.parquet")
    assert answer["Content-Type"] == "application/vnd.apache.parquet"
    bundle = unpacked(edition, tmp_path / "bundle")
    assert (bundle / "market-regulation-1.parquet").read_bytes() == answer.content
    assert (bundle / "README.txt").read_text().count(".csv / .xlsx / .parquet") == 2


@pytest.mark.django_db
def test_an_edition_from_before_is_rebuilt_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = decided()
    decided()
    edition = published_before(monkeypatch)
    names = sorted(formats_of(edition))
    first = {name: stored(edition, name) for name in names}
    assert check_edition(edition, at=LATER).problem == ""
    IssuedFile.objects.filter(document=edition.document_id).update(content=b"damaged")
    assert check_edition(edition, at=LATER).repair == "、".join(names)
    assert {name: stored(edition, name) for name in names} == first
    annulled(gone)
    assert rebuild_stale_files(at=LATER) == 1
    assert sorted(formats_of(edition)) == names
    assert check_edition(edition, at=LATER).problem == ""
    assert run(unpacked(edition, tmp_path / "bundle")).returncode == LISTED


@pytest.mark.django_db
def test_a_lost_file_comes_back_with_its_digest() -> None:
    decided()
    edition = published()
    before = stored(edition, "parquet")
    files = IssuedFile.objects.filter(document=edition.document_id, format="parquet")
    IssuedDigest.objects.filter(file__in=files).delete()
    files.delete()
    assert check_edition(edition, at=LATER).repair == "parquet"
    assert stored(edition, "parquet") == before
