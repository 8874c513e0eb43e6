"""The bytes of an edition: what they hold, that no cell runs, that they follow a withdrawal."""

import csv
import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from enterprises.documents.models import IssuedFile
from lists.editions.entry_content import EntryContent
from lists.editions.files.make import json_of
from lists.editions.files.tables import CODES, HEADERS, csv_of, xlsx_of
from lists.editions.queries import has_stale_files, stale_editions
from lists.editions.services.rebuilding import rebuild_stale_files
from lists.listings.services.exits import refuse_removal
from tests.lists.files import content, entry
from tests.lists.make import TODAY, annulled, decided, decider, new_enterprise, noon, published

LATER = noon(TODAY) + timedelta(hours=2)


def rows_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data))["名单"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_csv_opens_in_excel_and_says_everything() -> None:
    data = csv_of(content(entry(), entry(2, disputed=True)))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = rows_of_csv(data)
    assert tuple(rows[0]) == (*HEADERS, *(f"{header}（文本）" for header in CODES))
    assert rows[1][:3] == ["1", "武汉江城贸易有限公司", "91420102MA4L00019X"]
    assert rows[1][7:10] == ["2026-10-20", "2026-10-20", "2027-10-19"]
    assert rows[2][len(HEADERS) - 1] == "异议处理中"
    assert rows[1][len(HEADERS) :] == [f"[{rows[1][2]}]", f"[{rows[1][5]}]"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_runs_as_a_formula(start: str) -> None:
    poison = f"{start}HYPERLINK(1)"
    data = content(entry(name=poison))
    assert rows_of_csv(csv_of(data))[1][1] == f"'{poison}"
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(data)))["名单"]
    assert sheet["B2"].data_type == "s"


@given(st.text(max_size=40))
def test_csv_never_begins_a_cell_with_a_formula(text: str) -> None:
    cell = rows_of_csv(csv_of(content(entry(name=text))))[1][1]
    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "-", "@"))


def test_xlsx_keeps_codes_as_text_and_the_list_on_a_second_sheet() -> None:
    data = xlsx_of(content(entry(uscc="911000001322041051")))
    assert rows_of_xlsx(data)[1][2] == "911000001322041051"
    about = openpyxl.load_workbook(BytesIO(data))["说明"]
    facts = {row[0].value: row[1].value for row in about.iter_rows()}
    assert facts["救济途径"] == "救济"
    assert facts["移出条件"] == "移出"
    assert facts["声明"] == "示例数据，不具法律效力"


def test_the_same_content_gives_the_same_tables() -> None:
    one, two = content(entry()), content(entry())
    assert (csv_of(one), xlsx_of(one), json_of(one)) == (csv_of(two), xlsx_of(two), json_of(two))


def test_an_entry_taken_off_leaves_its_position_and_nothing_else() -> None:
    gone = EntryContent(listing=9, position=2, is_withdrawn=True)
    data = content(entry(), gone)
    assert rows_of_csv(csv_of(data))[2][:2] == ["2", "第2条 已撤下"]
    assert set(rows_of_csv(csv_of(data))[2][2:]) == {""}
    assert json.loads(json_of(data))["entries"][1] == {"note": "第2条 已撤下", "position": 2, "withdrawn": True}


def test_json_names_no_id_of_ours() -> None:
    assert "listing" not in json.loads(json_of(content(entry())))["entries"][0]


@pytest.mark.django_db
def test_the_stored_pdf_says_what_the_list_says() -> None:
    listing = decided()
    edition = published()
    assert edition.document is not None
    file = IssuedFile.objects.get(document=edition.document, format="pdf")
    assert file.sha256 == file.first_sha256 == sha256(file.content).hexdigest()
    reader = PdfReader(BytesIO(bytes(file.content)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    for words in (listing.enterprise.name, listing.enterprise.uscc, "第 1 期", "救济途径", "market-regulation-1"):
        assert words in text
    assert "market-regulation-1.json" in reader.attachments


@pytest.mark.django_db
def test_personal_numbers_in_a_reason_are_masked_in_every_file() -> None:
    decided(reason="法定代表人身份证号42010219800101123X拒不履行")
    edition = published()
    assert edition.document is not None
    assert "42010219800101123X" not in json.dumps(edition.document.snapshot, ensure_ascii=False)


@pytest.mark.django_db
def test_files_follow_a_removal() -> None:
    gone, staying = decided(enterprise=new_enterprise("武汉将走有限公司")), decided()
    edition = published()
    assert edition.document is not None
    assert not has_stale_files(edition, on=TODAY)
    annulled(gone, at=LATER)
    assert has_stale_files(edition, on=TODAY)
    assert rebuild_stale_files(at=LATER) == 1
    assert not has_stale_files(edition, on=TODAY)
    for file in edition.document.files.all():
        assert file.sha256 == sha256(file.content).hexdigest() != file.first_sha256
        assert (file.rebuilt_at, file.left_out) == (LATER, {"listing": [gone.pk]})
    rows = rows_of_csv(bytes(edition.document.files.get(format="csv").content))
    assert [row[1] for row in rows[1:]] == ["第1条 已撤下", staying.enterprise.name]
    pdf = PdfReader(BytesIO(bytes(edition.document.files.get(format="pdf").content)))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "武汉将走有限公司" not in text
    assert "已撤下" in text
    assert all("武汉将走".encode() not in part for parts in pdf.attachments.values() for part in parts)
    assert rebuild_stale_files(at=LATER) == 0


@pytest.mark.django_db
def test_files_follow_a_removal_after_a_return() -> None:
    coming_back, gone = decided(), decided()
    edition = published()
    annulled(coming_back, at=LATER)
    rebuild_stale_files(at=LATER)
    refuse_removal(listing=coming_back, reason="不同意移出", by=decider(), at=LATER)
    annulled(gone, at=LATER)
    rebuild_stale_files(at=LATER)
    annulled(coming_back, at=LATER)
    assert has_stale_files(edition, on=TODAY)
    assert list(stale_editions(on=TODAY)) == [edition]


@pytest.mark.django_db
def test_files_follow_the_end_of_a_term() -> None:
    listing = decided()
    edition = published()
    assert listing.public_until is not None
    assert not stale_editions(on=listing.public_until - timedelta(days=1)).exists()
    assert list(stale_editions(on=listing.public_until)) == [edition]
