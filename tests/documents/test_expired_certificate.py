"""Nothing is signed with a certificate that is not valid; what was signed before stays genuine."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from enterprises.creditfile.report.services import issue_report_on
from enterprises.documents.identity import CertificateNotValid, signing_identity
from enterprises.documents.models import IssuedDocument
from enterprises.documents.signing import sign
from enterprises.documents.verification import Verdict, verify_file
from lists.editions.rules import EditionState
from lists.editions.services.editions import draft_edition, publish_edition
from tests.documents import rows
from tests.documents.files import INSTANT, USCC
from tests.lists.make import BLACK, TODAY, decided, decider, noon, office, the_list
from tests.support.certificates import write_pkcs12

pytestmark = pytest.mark.django_db
EXPIRED = "签章证书已于2026-11-22到期，更换证书之前不能出具新的文件"
STAYS = "此前出具的文件仍然有效，可照常下载和核验"


def use(settings: Settings, folder: Path, *, valid_until: datetime, valid_from: datetime | None = None) -> None:
    path = write_pkcs12(
        folder / "authority.p12", valid_from=valid_from or INSTANT - timedelta(days=900), valid_until=valid_until
    )
    settings.SIGNING_PKCS12, settings.SIGNING_PASSPHRASE = str(path), ""


@pytest.fixture
def expired(settings: Settings, tmp_path: Path) -> None:
    use(settings, tmp_path, valid_until=INSTANT - timedelta(days=1))


@pytest.fixture
def never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("it is printed although it cannot be signed")

    monkeypatch.setattr("enterprises.creditfile.report.services.report_pdf", fail)
    monkeypatch.setattr("lists.editions.services.editions.sealed_files", fail)


def test_no_report_is_issued(expired: None, never_printed: None) -> None:
    record = rows.published_record(rows.enterprise())
    with pytest.raises(CertificateNotValid) as caught:
        rows.report_with(record)
    assert EXPIRED in caught.value.sentence
    assert STAYS in caught.value.sentence
    assert not IssuedDocument.objects.exists()


def test_nothing_is_signed_behind_the_services_either(expired: None) -> None:
    with pytest.raises(CertificateNotValid):
        sign(b"%PDF-", identity=signing_identity(), at=INSTANT, reason="x")


def test_a_certificate_that_begins_later_does_not_sign_yet(settings: Settings, tmp_path: Path) -> None:
    begins = INSTANT + timedelta(days=1)
    use(settings, tmp_path, valid_from=begins, valid_until=begins + timedelta(days=9))
    with pytest.raises(CertificateNotValid, match="签章证书自2026-11-24起才有效"):
        sign(b"%PDF-", identity=signing_identity(), at=INSTANT, reason="x")


def test_its_last_instant_still_signs(settings: Settings, tmp_path: Path) -> None:
    use(settings, tmp_path, valid_until=INSTANT.replace(microsecond=0))
    record = rows.published_record(rows.enterprise())
    file = rows.file_with(record)
    at = INSTANT.replace(microsecond=0)
    assert issue_report_on(file, enterprise=record.enterprise, at=at).files.count() == 2


def test_the_reader_learns_what_works_and_no_time_is_promised(client: Client, expired: None) -> None:
    rows.published_record(rows.enterprise())
    with time_machine.travel(INSTANT, tick=False):
        answer = client.post(f"/enterprises/{USCC}/reports/")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Retry-After" not in answer
    for sentence in (EXPIRED, STAYS):
        assert sentence in page
    assert "请稍后重试" not in page


def test_a_report_signed_before_stays_valid(settings: Settings, tmp_path: Path) -> None:
    use(settings, tmp_path, valid_until=INSTANT + timedelta(days=1))
    report = rows.report_with(rows.published_record(rows.enterprise()))
    held = tmp_path / "report.pdf"
    held.write_bytes(rows.bytes_of(report))
    found = verify_file(held, at=INSTANT + timedelta(days=30))
    assert found.verdict is Verdict.GENUINE
    assert found.signature
    assert found.signature.valid, found.signature.problem


def test_no_edition_is_published(settings: Settings, tmp_path: Path, never_printed: None) -> None:
    use(settings, tmp_path, valid_until=noon(TODAY) - timedelta(days=1))
    decided()
    draft = draft_edition(credit_list=the_list(BLACK), as_of=TODAY, by=office(), at=noon(TODAY)).edition
    with pytest.raises(CertificateNotValid):
        publish_edition(edition=draft, by=decider(), at=noon(TODAY))
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
