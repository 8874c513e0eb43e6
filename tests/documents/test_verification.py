"""The four answers: genuine, altered, unknown, genuine but withdrawn."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import pikepdf
import pytest

from enterprises.documents.models import IssuedDocument
from enterprises.documents.naming import numbers_in
from enterprises.documents.services import replace_file
from enterprises.documents.verification import Verdict, Verification, verify_file, verify_number
from enterprises.records.models import Record
from tests.documents import rows
from tests.documents.files import DAY, INSTANT
from tests.documents.stored import store
from tests.support.kept_rows import kept_rows

pytestmark = pytest.mark.django_db


def verified(content: bytes, *, at: datetime) -> Verification:
    with NamedTemporaryFile() as file:
        path = Path(file.name)
        path.write_bytes(content)
        return verify_file(path, at=at)


@pytest.fixture(scope="module")
def issued(request: pytest.FixtureRequest) -> Iterator[int]:
    with kept_rows(request):
        yield rows.report_with(rows.published_record(rows.enterprise())).pk


@pytest.fixture
def report(issued: int, db: None) -> IssuedDocument:
    """Give the report, which a test may change."""
    return IssuedDocument.objects.get(pk=issued)


@pytest.mark.parametrize("name", ["pdf", "json"])
def test_the_bytes_that_were_issued_are_genuine(report: IssuedDocument, name: str) -> None:
    found = verified(rows.bytes_of(report, format=name), at=INSTANT)
    assert found.verdict is Verdict.GENUINE
    assert found.document == report
    assert (found.signature is not None) is (name == "pdf")
    assert found.signature is None or found.signature.valid


def saved_again(pdf: bytes, *, without_metadata: bool = False) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if without_metadata:
            del opened.docinfo
            del opened.Root.Metadata
        saved = io.BytesIO()
        opened.save(saved)
    return saved.getvalue()


def test_one_more_byte_is_altered(report: IssuedDocument) -> None:
    found = verified(rows.bytes_of(report) + b"\n", at=INSTANT)
    assert found.verdict is Verdict.ALTERED
    assert found.document == report


@pytest.mark.parametrize("without_metadata", [False, True])
def test_a_copy_saved_again_is_altered(report: IssuedDocument, without_metadata: bool) -> None:
    copy = saved_again(rows.bytes_of(report), without_metadata=without_metadata)
    assert verified(copy, at=INSTANT).verdict is Verdict.ALTERED


def test_changed_data_are_altered(report: IssuedDocument) -> None:
    data = rows.bytes_of(report, format="json")
    assert verified(data.replace("罚款".encode(), "警告".encode()), at=INSTANT).verdict is Verdict.ALTERED


def test_a_changed_workbook_is_altered() -> None:
    document = store("B-market-regulation-7")
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<c><is><t>编号 {document.number}</t></is></c>")
    found = verified(workbook.getvalue(), at=INSTANT)
    assert (found.verdict, found.document) == (Verdict.ALTERED, document)


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x00" * 5000, b"%PDF-1.7 garbage", b"PK\x03\x04garbage", b"20261123102705A1B2C3D4"],
    ids=["empty", "text", "zeros", "broken pdf", "broken zip", "number of no document"],
)
def test_anything_else_is_unknown(report: IssuedDocument, content: bytes) -> None:
    found = verified(content, at=INSTANT)
    assert (found.verdict, found.document) == (Verdict.UNKNOWN, None)


def test_a_withdrawn_row_makes_it_withdrawn_and_not_altered(report: IssuedDocument) -> None:
    rows.withdraw(Record.objects.get())
    assert verified(rows.bytes_of(report), at=INSTANT).verdict is Verdict.WITHDRAWN
    assert verify_number(report.number, on=DAY).verdict is Verdict.WITHDRAWN
    assert verified(rows.bytes_of(report) + b" ", at=INSTANT).verdict is Verdict.ALTERED


def test_it_is_withdrawn_on_the_first_day_after_the_period(report: IssuedDocument) -> None:
    assert verify_number(report.number, on=rows.PUBLIC_UNTIL - timedelta(days=1)).verdict is Verdict.GENUINE
    assert verify_number(report.number, on=rows.PUBLIC_UNTIL).verdict is Verdict.WITHDRAWN


def test_rebuilt_bytes_are_genuine_and_earlier_ones_withdrawn(report: IssuedDocument) -> None:
    gone = Record.objects.get()
    document = store(refs={"record": [gone.pk]}, files={"csv": b"first"})
    rows.withdraw(gone)
    assert verify_number(document.number, on=DAY).verdict is Verdict.WITHDRAWN
    for content in (b"second", b"third"):
        replace_file(document=document, format="csv", content=content, left_out={"record": [gone.pk]}, at=INSTANT)
    verdicts = [verified(content, at=INSTANT).verdict for content in (b"first", b"second", b"third")]
    assert verdicts == [Verdict.WITHDRAWN, Verdict.WITHDRAWN, Verdict.GENUINE]
    assert verify_number(document.number, on=DAY).verdict is Verdict.GENUINE


def test_small_letters_and_spaces_find_the_number(report: IssuedDocument) -> None:
    typed = f" {report.number[:14]} {report.number[14:].lower()}"
    assert verify_number(typed, on=DAY).document == report


@pytest.mark.parametrize("number", ["", "nothing", "20261123102705ZZZZZZZZ", "\x00", "' OR 1=1"])
def test_a_number_nobody_gave_is_unknown(report: IssuedDocument, number: str) -> None:
    assert verify_number(number, on=DAY).verdict is Verdict.UNKNOWN


def test_a_pdf_that_expands_without_end_is_given_up(tmp_path: Path) -> None:
    bomb = pikepdf.new()
    bomb.add_blank_page()
    page = bomb.pages[0]
    page.Contents = bomb.make_stream(b"BT /F1 9 Tf (x) Tj ET\n" * 8_000_000)
    packed = tmp_path / "bomb.pdf"
    bomb.save(packed, compress_streams=True)
    assert packed.stat().st_size < 2_000_000
    assert numbers_in(packed) == []
