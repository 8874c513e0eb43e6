"""Reports and verification as their readers meet them."""

import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pypdf
import pytest
import time_machine
from django.conf import settings as portal
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enterprises.creditfile.report import pages as reports
from enterprises.documents.models import IssuedDocument
from enterprises.documents.render import RenderingFailed
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.documents import rows
from tests.documents.files import INSTANT, USCC

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def the_day() -> Any:
    with time_machine.travel(INSTANT, tick=False):
        yield


@pytest.fixture
def report(request: pytest.FixtureRequest) -> IssuedDocument:
    request.getfixturevalue("blank_report")
    return rows.report_with(rows.published_record(rows.enterprise()))


def issue(client: Client, **headers: str) -> Any:
    return client.post(f"/enterprises/{USCC}/reports/", headers=headers)


def upload(client: Client, content: bytes, **more: str) -> Any:
    return client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", content), **more})


def test_from_the_button_to_a_pdf_that_verifies(client: Client) -> None:
    rows.published_record(rows.enterprise())
    issued = issue(client)
    assert issued.status_code == 303
    assert re.fullmatch(r"/reports/20261123102705[0-9A-Z]{8}/", issued["Location"])
    page = client.get(issued["Location"]).content.decode()
    (pdf_link,) = set(re.findall(r'href="(/reports/\w+\.pdf)"', page))
    pdf = client.get(pdf_link)
    assert pdf["Content-Type"] == "application/pdf"
    assert "第 1 条" in "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    answer = upload(client, pdf.content).content.decode()
    assert "verdict--genuine" in answer
    assert "签名证书" in answer


@pytest.mark.usefixtures("blank_report")
def test_the_same_day_gives_the_same_report(client: Client) -> None:
    rows.published_record(rows.enterprise())
    first = issue(client)["Location"]
    with time_machine.travel(INSTANT.replace(hour=10), tick=False):
        assert issue(client)["Location"] == first


def test_an_unknown_enterprise_has_no_report(client: Client) -> None:
    assert issue(client).status_code == 404


def test_an_enterprise_not_yet_public_has_no_report(client: Client) -> None:
    rows.enterprise()
    Enterprise.objects.update(public_from=None)
    assert issue(client).status_code == 404


@pytest.mark.usefixtures("blank_report")
def test_programs_need_no_form_token() -> None:
    rows.enterprise()
    strict = Client(enforce_csrf_checks=True)
    assert issue(strict).status_code == 303
    assert upload(strict, b"x").status_code == 200


@pytest.mark.usefixtures("blank_report")
def test_one_address_issues_only_so_many(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {"report": "2/hour"}
    rows.enterprise()
    assert [issue(client).status_code for _ in range(3)] == [303, 303, 429]
    refused = issue(client)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "稍后再试" in refused.content.decode()
    assert client.post(f"/enterprises/{USCC}/reports/", REMOTE_ADDR="192.0.2.9").status_code == 303
    with time_machine.travel(INSTANT + timedelta(hours=1), tick=False):
        assert issue(client).status_code == 303


def test_a_printer_that_fails_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**asked: object) -> None:
        raise RenderingFailed("no")

    monkeypatch.setattr(reports, "issue_report", fail)
    rows.enterprise()
    answer = issue(client)
    assert answer.status_code == 503
    assert answer["Retry-After"]


@pytest.mark.parametrize("path", ["/reports/{}/", "/reports/{}.pdf", "/reports/{}.json", "/verify/{}/"])
def test_what_is_served_is_asked_for_anew_each_time(client: Client, report: IssuedDocument, path: str) -> None:
    answer = client.get(path.format(report.number))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"
    assert answer["X-Robots-Tag"] == "noarchive"
    again = client.get(path.format(report.number), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again["X-Robots-Tag"] == "noarchive"


def test_a_file_offers_a_name_in_both_ways(client: Client, report: IssuedDocument) -> None:
    header = client.get(f"/reports/{report.number}.pdf")["Content-Disposition"]
    assert f'filename="{report.number}.pdf"' in header
    assert quote("武汉江城示例科技有限公司") in header


def test_a_name_cannot_break_the_header() -> None:
    header = reports.attachment_named('报告-"a"/..\r\nX: y.pdf', plain="n.pdf")
    assert "\r" not in header
    assert header.count('"') == 2
    assert "/" not in header.partition("filename*=")[2]


@pytest.mark.parametrize("path", ["/reports/{}.csv", "/reports/{}.exe", "/reports/20261123102705ZZZZZZZZ.pdf"])
def test_a_file_that_never_was(client: Client, report: IssuedDocument, path: str) -> None:
    assert client.get(path.format(report.number)).status_code == 404


def test_a_document_of_another_kind_is_no_report(client: Client, report: IssuedDocument) -> None:
    IssuedDocument.objects.update(kind=IssuedDocument.Kind.CERTIFICATE)
    assert client.get(f"/reports/{report.number}/").status_code == 404


@pytest.mark.parametrize("path", ["/reports/{}/", "/reports/{}.pdf", "/reports/{}.json"])
@pytest.mark.parametrize("how", ["withdrawn", "expired"])
def test_after_a_withdrawal_neither_name_nor_content(
    client: Client, report: IssuedDocument, path: str, how: str
) -> None:
    record = Record.objects.get()
    if how == "withdrawn":
        rows.withdraw(record)
    else:
        Record.objects.update(public_until=INSTANT.date())
    answer = client.get(path.format(report.number))
    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-cache"
    assert_shows_nothing(answer.content.decode(), report)


def assert_shows_nothing(page: str, report: IssuedDocument) -> None:
    assert report.enterprise is not None
    assert report.enterprise.name not in page
    assert USCC not in page
    assert "武市监处罚" not in page


def test_verification_of_a_withdrawn_report_shows_neither_name_nor_content(
    client: Client, report: IssuedDocument
) -> None:
    rows.withdraw(Record.objects.get())
    by_number = client.get(f"/verify/{report.number}/").content.decode()
    by_file = upload(client, rows.bytes_of(report)).content.decode()
    for page in (by_number, by_file):
        assert "verdict--withdrawn" in page
        assert_shows_nothing(page, report)


def test_a_reader_who_holds_the_report_is_not_told_it_is_unchanged(client: Client, report: IssuedDocument) -> None:
    etag = client.get(f"/reports/{report.number}.pdf")["ETag"]
    rows.withdraw(Record.objects.get())
    assert client.get(f"/reports/{report.number}.pdf", headers={"If-None-Match": etag}).status_code == 410


def test_verify_by_number(client: Client, report: IssuedDocument) -> None:
    asked = client.get("/verify/", {"number": f" {report.number} "})
    assert asked["Location"] == f"/verify/{report.number}/"
    posted = client.post("/verify/", {"number": report.number})
    assert posted["Location"] == f"/verify/{report.number}/"
    page = client.get(asked["Location"]).content.decode()
    assert "verdict--genuine" in page
    assert report.files.get(format="pdf").sha256 in page
    assert "武汉江城示例科技有限公司" in page


def test_an_altered_file_names_the_number_but_not_the_enterprise(client: Client) -> None:
    report = rows.report_with(rows.published_record(rows.enterprise()))  # its number is read in what is printed
    page = upload(client, rows.bytes_of(report) + b" ").content.decode()
    assert "verdict--altered" in page
    assert report.number in page
    assert "武汉江城" not in page


@pytest.mark.parametrize("content", [b"garbage", b"%PDF-1.7", b"\x00\xff" * 1000])
def test_garbage_is_unknown(client: Client, content: bytes) -> None:
    answer = upload(client, content)
    assert answer.status_code == 200
    assert "verdict--unknown" in answer.content.decode()


@pytest.mark.parametrize("number", ["%00", "x" * 500, "%F0%9F%98%80", "..%2F..%2Fetc", "%3Cscript%3E"])
def test_any_number_gets_an_answer(client: Client, number: str) -> None:
    answer = client.get(f"/verify/{number}/")
    assert answer.status_code in {200, 404}
    assert "<script>" not in answer.content.decode().replace("<script ", "")


def test_nothing_given_is_said(client: Client) -> None:
    answer = client.post("/verify/", {})
    assert answer.status_code == 400
    assert "请输入编号" in answer.content.decode()


def test_too_big_is_one_sentence(client: Client) -> None:
    answer = upload(client, b"x" * (portal.VERIFY_MAX_BYTES + 1))
    assert answer.status_code == 413
    assert "超过 20 MB" in answer.content.decode()


def test_far_too_big_is_not_even_read(client: Client) -> None:
    class Unread(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = client.generic(
        "POST",
        "/verify/",
        content_type="multipart/form-data; boundary=b",
        **{"CONTENT_LENGTH": str(10**9), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    assert answer.status_code == 413


def test_twenty_megabytes_are_read(client: Client) -> None:
    assert "verdict--unknown" in upload(client, b"x" * portal.VERIFY_MAX_BYTES).content.decode()


def test_an_upload_never_touches_the_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("written to disk")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refuse)
    assert upload(client, b"x" * 5_000_000).status_code == 200


def test_the_root_certificate_is_public(client: Client) -> None:
    assert client.get("/verify/certificate.pem").content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in client.get("/verify/certificate.pem").content


def test_the_api_says_the_same_of_a_number(client: Client, report: IssuedDocument) -> None:
    pdf = report.files.get(format="pdf")
    answer = client.get(f"/api/v1/verify/{report.number}/").json()
    assert (answer["verdict"], answer["kind"], answer["uscc"]) == ("genuine", "REPORT", USCC)
    assert {"format": "pdf", "sha256": pdf.sha256, "first_sha256": pdf.sha256, "rebuilt_at": None} in answer["files"]
    rows.withdraw(Record.objects.get())
    answer = client.get(f"/api/v1/verify/{report.number}/").json()
    assert (answer["verdict"], answer["uscc"], answer["name"]) == ("withdrawn", None, None)
    assert client.get("/api/v1/verify/20261123102705ZZZZZZZZ/").json()["verdict"] == "unknown"
