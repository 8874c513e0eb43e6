"""Page, API and report show that publication was extended, until when and by which basis."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import report_html, report_snapshot
from enterprises.records.extensions.services import confirm_extension, lift_extension, request_extension
from enterprises.records.models import PublicationExtension
from enterprises.register.models import Enterprise
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db
BASIS = "《信用修复管理办法》第十二条：罚款未缴纳，联系电话13800138000"
AT = datetime(2027, 3, 20, 2, tzinfo=UTC)


@pytest.fixture
def extension() -> tuple[Enterprise, Office, PublicationExtension]:
    enterprise, office = make.new_enterprise(), make.office()
    record = make.published(office, enterprise=enterprise)
    asked = request_extension(record=record, legal_basis=BASIS, until=date(2027, 12, 1), by=office.recorder, at=AT)
    confirm_extension(extension=asked, by=office.reviewer, at=AT)
    return enterprise, office, asked


def text_of(page: str) -> str:
    """Return a page without its tags."""
    return re.sub(r"<[^>]+>", "", page)


def rows(client: Client, enterprise: Enterprise) -> list[dict[str, object]]:
    answer = client.get(f"/api/v1/enterprises/{enterprise.uscc}/").json()
    return [row for chapter in answer["chapters"] for row in chapter["rows"]]


@time_machine.travel(AT, tick=False)
def test_everybody_reads_the_extension(
    client: Client, extension: tuple[Enterprise, Office, PublicationExtension]
) -> None:
    enterprise, _, _ = extension
    page = text_of(client.get(reverse("enterprises:file", kwargs={"uscc": enterprise.uscc})).content.decode())
    assert "公示至 2027-11-30" in page
    assert "公示期已依法延长，原至 2027-03-31。延长依据：《信用修复管理办法》第十二条" in " ".join(page.split())
    (row,) = rows(client, enterprise)
    assert str(row["extension_basis"]).startswith("《信用修复管理办法》第十二条")
    assert (row["last_public_on"], row["unextended_last_public_on"]) == ("2027-11-30", "2027-03-31")
    file = assemble(enterprise, on=AT.date(), at=AT)
    report = report_html(report_snapshot(file, number="20270320100000A1B2C3D4", at=AT))
    assert "已依法延长，原至2027年3月31日，依据《信用修复管理办法》第十二条" in report
    for text in (page, str(row), report):
        assert "13800138000" not in text


@time_machine.travel(AT, tick=False)
def test_a_lifted_extension_is_gone(client: Client, extension: tuple[Enterprise, Office, PublicationExtension]) -> None:
    enterprise, office, asked = extension
    lift_extension(extension=asked, reason="已缴清", by=office.recorder, at=AT)
    page = text_of(client.get(reverse("enterprises:file", kwargs={"uscc": enterprise.uscc})).content.decode())
    assert "公示期已依法延长" not in page
    (row,) = rows(client, enterprise)
    assert (row["extension_basis"], row["unextended_last_public_on"]) == ("", None)
