"""Stored files of issued documents against their digests."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from creditportal.readiness.checks import document_files
from enterprises.documents import checking
from enterprises.documents.checking import damaged_files, files_to_check
from enterprises.documents.models import DocumentCheck, IssuedDocument, IssuedFile
from enterprises.documents.services import store_document
from lists.editions.models import Edition
from lists.editions.queries import files_of_no_edition
from lists.periodic_jobs import check_document_files
from tests.documents.files import INSTANT
from tests.lists.make import decided, office, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def issued(number: str, kind: IssuedDocument.Kind = IssuedDocument.Kind.REPORT) -> IssuedFile:
    """Store a document with one file."""
    document = store_document(
        number=number,
        kind=kind,
        snapshot={"number": number},
        refs={},
        files={"pdf": number.encode()},
        at=INSTANT,
        template_version="1",
    )
    return document.files.get()


def damage(file: IssuedFile) -> None:
    """Change the stored bytes and leave their digest."""
    IssuedFile.objects.filter(pk=file.pk).update(content=b"other bytes")


def test_a_damaged_report_is_reported_until_it_is_restored_and_not_served(client: Client) -> None:
    file, other = issued("R-1"), issued("R-2")
    damage(file)
    answer = client.get("/reports/R-1.pdf")
    assert answer.status_code == 503
    assert "存储的内容已损坏" in answer.content.decode()
    assert client.get("/reports/R-2.pdf").content == bytes(other.content)
    check_document_files(at=INSTANT)
    assert [one.file for one in damaged_files()] == [file]
    assert document_files(INSTANT).warning
    assert "R-1.pdf" in document_files(INSTANT).detail
    client.force_login(office())
    assert "R-1 的 PDF" in " ".join(client.get("/desk/lists/").content.decode().split())
    IssuedFile.objects.filter(pk=file.pk).update(content=b"R-1")
    check_document_files(at=INSTANT + DAY)
    assert not damaged_files()
    assert not document_files(INSTANT).warning


def test_a_round_is_bounded_and_the_longest_unseen_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ROUND", 2)
    first, second, third = (issued(f"R-{number}").pk for number in (1, 2, 3))
    everything = files_of_no_edition()
    check_document_files(at=INSTANT)
    assert files_to_check(everything, at=INSTANT) == [third]
    check_document_files(at=INSTANT + timedelta(hours=1))
    assert files_to_check(everything, at=INSTANT + timedelta(hours=2)) == []
    DocumentCheck.objects.filter(file=first).update(checked_at=INSTANT + timedelta(minutes=1))
    assert files_to_check(everything, at=INSTANT + 2 * DAY) == [second, first]


def test_the_command_names_letters_and_leaves_editions_to_their_own_check() -> None:
    decided()
    edition = published()
    IssuedFile.objects.filter(document=edition.document_id).update(content=b"other bytes")
    damage(issued("L-1", IssuedDocument.Kind.LETTER))
    out = StringIO()
    with pytest.raises(CommandError, match="1个文件"):
        call_command("check_documents", stdout=out)
    assert out.getvalue() == "L-1.pdf：损坏，请从备份恢复\n"
    assert not DocumentCheck.objects.filter(file__document__in=Edition.objects.values("document")).exists()
