"""A sheet handed over at the desk: checked, imported, and its refused rows given back."""

import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from enterprises.agencies.models import Officer
from enterprises.records.importing import desk_sheet as sheet
from enterprises.records.importing import record_import
from enterprises.records.models import ImportBatch, Record
from enterprises.records.services import imported_rows
from enterprises.shared import clock
from enterprises.shared.incoming.kept import KEPT_FOR
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import sweep
from tests.desk.pages import ADDRESS, hand_over
from tests.importing.make import AGENCY_CODE, AGENCY_NAME, csv_file, penalty
from tests.importing.make import Office as ImportingOffice
from tests.importing.make import new_enterprise as make_enterprise
from tests.importing.make import office as make_office
from tests.outages import errors
from tests.support.clients import client_of


@pytest.fixture
def office(db: None) -> ImportingOffice:
    """Make an agency whose sheets can be loaded, and the enterprise that they name."""
    make_enterprise()
    return make_office(code=AGENCY_CODE, name=AGENCY_NAME)


@pytest.fixture(autouse=True)
def nothing_is_left(office: ImportingOffice) -> Iterator[None]:
    """Remove what this test and those of other modules have kept: the folder of the run outlives its rows."""
    sweep(at=clock.now() + 2 * KEPT_FOR)
    yield
    sweep(at=clock.now() + 2 * KEPT_FOR)


RESIDENT = "110101199003070011"
GOOD, BAD = penalty(1), penalty(2, CF_JDRQ="昨天")


def test_a_good_sheet_becomes_a_batch_that_another_person_publishes(recorder: Client, tmp_path: Path) -> None:
    answer = hand_over(recorder, tmp_path, [GOOD, penalty(3)], "import")
    batch = ImportBatch.objects.get()
    assert answer.redirect_chain == [(f"/desk/batches/{batch.pk}/", 302)]
    assert "已导入 2 行" in answer.content.decode()
    assert (batch.file_name, batch.accepted, batch.imported_by.username) == ("处罚 双公示.csv", 2, "luru")
    assert set(Record.objects.values_list("state", flat=True)) == {"SUBMITTED"}


def test_checking_writes_nothing(recorder: Client, tmp_path: Path) -> None:
    page = hand_over(recorder, tmp_path, [GOOD, BAD], "check").content.decode()
    assert "检查结果（没有写入）" in page
    assert "可以接受 1 行，无变化 0 行，拒绝 1 行" in page
    assert "第3行" in page
    assert not Record.objects.exists()
    assert not ImportBatch.objects.exists()


def test_what_no_button_asks_for_only_checks(recorder: Client, tmp_path: Path) -> None:
    hand_over(recorder, tmp_path, [GOOD], "")
    assert not Record.objects.exists()


def test_of_a_sheet_with_a_bad_row_the_good_ones_are_taken_and_the_bad_one_is_named(
    recorder: Client, tmp_path: Path
) -> None:
    page = hand_over(recorder, tmp_path, [GOOD, BAD], "import").content.decode()
    assert "已导入，有 1 行被拒绝" in page
    assert "昨天" in page
    assert f"查看第 {ImportBatch.objects.get().pk} 批" in page
    assert Record.objects.count() == 1


def test_refused_rows_come_back_as_a_workbook_that_can_be_corrected(recorder: Client, tmp_path: Path) -> None:
    answer = hand_over(recorder, tmp_path, [GOOD, BAD], "errors")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value or "" for cell in row] for row in book.iter_rows()]
    assert rows[0][-2:] == ["错误行号", "错误说明"]
    assert [row[-2] for row in rows[1:]] == ["3"]
    assert not Record.objects.exists()


def test_a_sheet_without_refused_rows_says_so(recorder: Client, tmp_path: Path) -> None:
    assert "拒绝 0 行" in hand_over(recorder, tmp_path, [GOOD], "errors").content.decode()


def test_of_a_sheet_of_bad_rows_nothing_is_imported(recorder: Client, tmp_path: Path) -> None:
    page = hand_over(recorder, tmp_path, [BAD], "import").content.decode()
    assert "没有导入，有 1 行被拒绝" in page
    assert not ImportBatch.objects.exists()


def test_a_header_alone_is_no_sheet(recorder: Client) -> None:
    header = ",".join(GOOD).encode()
    sent = {"kind": "penalty", "file": SimpleUploadedFile("x.csv", header), "do": "import"}
    assert "只有表头，没有记录" in recorder.post(ADDRESS, sent, follow=True).content.decode()


@pytest.mark.parametrize("do", ["check", "import"])
def test_numbers_of_persons_are_neither_told_nor_given_back(recorder: Client, tmp_path: Path, do: str) -> None:
    bad = {**BAD, "CF_FR_ZJHM": RESIDENT}
    assert RESIDENT not in hand_over(recorder, tmp_path, [bad], do).content.decode()
    content = b"".join(hand_over(recorder, tmp_path, [bad], "errors").streaming_content)
    book = load_workbook(BytesIO(content)).active
    assert RESIDENT not in {str(cell.value) for row in book.iter_rows() for cell in row}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_BUSY, "数据库正忙，请稍后再试。"),
        (sqlite3.SQLITE_FULL, "磁盘空间已满，暂时不能写入；已经保存的内容不受影响，请联系系统管理员。"),
    ],
)
def test_an_outage_is_named_with_what_was_stored(
    recorder: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    calls: list[int] = []

    def submit_rows(*args: Any, **values: Any) -> Any:
        calls.append(1)
        if len(calls) > 1:
            raise errors.of_sqlite(code)
        return imported_rows.submit_rows(*args, **values)

    monkeypatch.setattr(record_import, "submit_rows", submit_rows)
    monkeypatch.setattr(record_import, "BATCH", 2)
    answer = hand_over(recorder, tmp_path, [penalty(n) for n in range(1, 6)], "import")
    assert answer.status_code == 422
    assert f"{sentence}已有2行导入，仍然有效" in answer.content.decode()
    assert Record.objects.count() == 2


def test_the_same_sheet_again_changes_nothing(recorder: Client, tmp_path: Path) -> None:
    hand_over(recorder, tmp_path, [GOOD], "import")
    page = hand_over(recorder, tmp_path, [GOOD], "import").content.decode()
    assert "1 行都已导入过，没有变化" in page
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "language", "sentence"),
    [
        (b"", "zh-hans", "文件是空的"),
        (b"", "en", "The file is empty"),
        (b"PK\x03\x04 no workbook", "zh-hans", "工作簿已损坏"),
        (b"PK\x03\x04 no workbook", "en", "The workbook is damaged"),
        ("甲,乙\n1,2\n".encode(), "zh-hans", "表头"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    recorder: Client, content: bytes, language: str, sentence: str
) -> None:
    recorder.cookies["django_language"] = language
    sent = {"kind": "penalty", "file": SimpleUploadedFile("x.csv", content), "do": "import"}
    answer = recorder.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'href="#id_file"' in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"kind": "penalty"}, {"kind": "nothing"}])
def test_a_form_without_file_or_kind_is_refused(recorder: Client, sent: dict[str, str]) -> None:
    assert recorder.post(ADDRESS, {**sent, "do": "import"}).status_code == 422


def test_more_rows_than_a_page_can_wait_for_are_refused(
    recorder: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 4)
    rows = [penalty(n) for n in range(1, 6)]
    content = csv_file(tmp_path, rows).read_bytes()
    for sent in (content, content.replace(b"\r\n", b"\r"), content.decode().encode("utf-16")):
        answer = recorder.post(ADDRESS, {"kind": "penalty", "file": SimpleUploadedFile("x", sent), "do": "import"})
        assert answer.status_code == 422
        assert "文件超过4行" in answer.content.decode()
    assert not Record.objects.exists()
    assert hand_over(recorder, tmp_path, rows[:4], "import").status_code == 200
    assert Record.objects.count() == 4


def test_a_large_file_is_refused_before_it_is_read(recorder: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.records.desk.forms.LARGEST_SHEET_MB", 0)
    sent = {"kind": "penalty", "file": SimpleUploadedFile("x.csv", b"x"), "do": "import"}
    answer = recorder.post(ADDRESS, sent)
    assert answer.status_code == 422
    assert "请分成几个文件" in answer.content.decode()


def test_nothing_of_a_sheet_stays_on_disk(
    recorder: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    opened: list[Path] = []

    def open_records(path: Path, **given: Any) -> Any:
        opened.append(path)
        return record_import.open_records(path, **given)

    monkeypatch.setattr(sheet, "open_records", open_records)
    for do in ("check", "import", "errors"):
        answer = hand_over(recorder, tmp_path, [GOOD, BAD], do)
        b"".join(answer.streaming_content if answer.streaming else answer)
    recorder.post(ADDRESS, {"kind": "penalty", "file": SimpleUploadedFile("x.csv", b"PK\x03\x04"), "do": "import"})
    assert [path.parents[1] for path in opened] == [data_dir / "incoming"] * 4
    sweep(at=clock.now() + KEPT_FOR)
    assert list((data_dir / "incoming").glob("[!.]*")) == []
    assert list(temporary.iterdir()) == []
    assert not IncomingFile.objects.exists()


def token_in(page: str) -> str:
    """Return the token of the kept file that a page holds."""
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found, page
    return found[1]


def again(client: Client, token: str, do: str, **changed: Any) -> Any:
    return client.post(ADDRESS, {"kind": "penalty", "kept": token, "do": do, **changed}, follow=True)


def test_a_checked_file_is_imported_without_being_chosen_again(
    recorder: Client, tmp_path: Path, data_dir: Path
) -> None:
    page = hand_over(recorder, tmp_path, [GOOD, penalty(3)], "check").content.decode()
    assert "处罚 双公示.csv" in page
    answer = again(recorder, token_in(page), "import")
    batch = ImportBatch.objects.get()
    assert answer.redirect_chain == [(f"/desk/batches/{batch.pk}/", 302)]
    assert (batch.file_name, batch.accepted) == ("处罚 双公示.csv", 2)
    assert list((data_dir / "incoming").glob("[!.]*")) == []
    assert not IncomingFile.objects.exists()
    assert "请重新选择文件" in again(recorder, token_in(page), "import").content.decode()


def test_refused_rows_of_a_kept_file_come_back_and_it_stays(recorder: Client, tmp_path: Path) -> None:
    token = token_in(hand_over(recorder, tmp_path, [GOOD, BAD], "check").content.decode())
    for _ in range(2):
        answer = again(recorder, token, "errors")
        assert "%E9%94%99%E8%AF%AF%E8%A1%8C-" in answer.headers["Content-Disposition"]
        assert b"".join(answer.streaming_content).startswith(b"PK")
    page = again(recorder, token, "import").content.decode()
    assert "已导入，有 1 行被拒绝" in page
    assert b"".join(again(recorder, token_in(page), "errors").streaming_content).startswith(b"PK")


def test_a_new_file_wins_over_the_kept_one(recorder: Client, tmp_path: Path) -> None:
    token = token_in(hand_over(recorder, tmp_path, [GOOD, penalty(3)], "check").content.decode())
    hand_over(recorder, tmp_path, [penalty(4)], "import", kept=token)
    assert Record.objects.get().document_number == penalty(4)["CF_WSH"]


def test_a_kept_file_is_its_users_alone_and_for_a_time(
    recorder: Client, tmp_path: Path, office: ImportingOffice
) -> None:
    token = token_in(hand_over(recorder, tmp_path, [GOOD], "check").content.decode())
    other = User.objects.create_user("other")
    Officer.objects.create(user=other, agency=office.agency, may_record=True)
    for client, given in ((client_of(other), token), (recorder, f"{token}x"), (recorder, "x")):
        answer = again(client, given, "import")
        assert answer.status_code == 422
        assert "请重新选择文件" in answer.content.decode()
    IncomingFile.objects.update(keep_until=clock.now())
    assert again(recorder, token, "import").status_code == 422
    assert not Record.objects.exists()


def test_one_file_is_kept_for_a_user(recorder: Client, tmp_path: Path, data_dir: Path) -> None:
    first = token_in(hand_over(recorder, tmp_path, [GOOD], "check").content.decode())
    hand_over(recorder, tmp_path, [penalty(3)], "check")
    assert again(recorder, first, "import").status_code == 422
    sweep(at=clock.now())
    assert len(list((data_dir / "incoming").glob("[!.]*"))) == 1


def test_a_file_that_cannot_be_read_is_not_kept(recorder: Client) -> None:
    sent = {"kind": "penalty", "file": SimpleUploadedFile("x.csv", b"PK\x03\x04"), "do": "check"}
    assert 'name="kept"' not in recorder.post(ADDRESS, sent).content.decode()
    assert not IncomingFile.objects.exists()


def test_only_a_recorder_may(office: ImportingOffice, tmp_path: Path) -> None:
    assert hand_over(client_of(office.reviewer), tmp_path, [GOOD], "import").status_code == 403
    assert not Record.objects.exists()


def test_a_sheet_of_another_agency_is_refused_row_by_row(tmp_path: Path, office: ImportingOffice) -> None:
    other = make_office(code="11420100MB1234567X", name="武汉市生态环境局", prefix="other-")
    page = hand_over(client_of(other.recorder), tmp_path, [GOOD], "import").content.decode()
    assert "拒绝 1 行" in page
    assert not Record.objects.exists()
