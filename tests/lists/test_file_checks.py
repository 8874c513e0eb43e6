"""Stored files of editions that are lost or damaged: found, rebuilt to the same digest, or reported."""

import sqlite3
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import F
from django.test import Client

from creditportal.readiness.checks import edition_files
from enterprises.documents.models import IssuedDigest, IssuedDocument, IssuedFile
from enterprises.documents.snapshot import sha256_of
from enterprises.documents.verification import Verdict, verify_file
from lists.editions.file_checks import FileCheck
from lists.editions.files import bundle
from lists.editions.models import Edition
from lists.editions.services import checking
from lists.editions.services.checking import check_edition, check_next_edition, editions_to_check, file_problems
from lists.editions.services.rebuilding import rebuild_stale_files, remake_files, store_remade
from lists.editions.services.sealing import last_revision
from lists.management.commands import check_editions
from tests.lists.make import BLACK, TODAY, annulled, decided, noon, office, published
from tests.outages.errors import of_sqlite

pytestmark = pytest.mark.django_db
# That a file laid out again is the same file is the matter of two tests, without this.
without_layout = pytest.mark.usefixtures("blank_print")
LATER = noon(TODAY) + timedelta(hours=2)


def bytes_of(edition: Edition) -> dict[str, bytes]:
    return {file.format: bytes(file.content) for file in IssuedFile.objects.filter(document=edition.document_id)}


def damage(edition: Edition, *formats: str) -> None:
    files = IssuedFile.objects.filter(document=edition.document_id, format__in=formats)
    assert files.update(content=b"%PDF-1.7 damaged") == len(formats)


def delete(edition: Edition, *formats: str) -> None:
    files = IssuedFile.objects.filter(document=edition.document_id, format__in=formats)
    IssuedDigest.objects.filter(file__in=files).delete()
    files.delete()


def facts_of_files() -> list[Any]:
    files = IssuedFile.objects.order_by("document_id", "format")
    return list(files.values("format", "sha256", "first_sha256", "left_out", "rebuilt_at"))


def test_lost_and_damaged_files_come_back_with_their_digests(client: Client) -> None:
    gone = decided()
    decided()
    published(as_of=TODAY - timedelta(days=2))
    edition = published()
    annulled(gone)
    rebuild_stale_files(at=LATER)
    before = bytes_of(edition)
    facts = facts_of_files()
    assert check_edition(edition, at=LATER).problem == ""
    damage(edition, "pdf", "csv")
    delete(edition, "json", "zip")
    assert client.get(f"/lists/{BLACK}/2.pdf").status_code == 503
    found = check_edition(edition, at=LATER, may_repair=False)
    assert (found.problem[:28], found.repaired_at) == ("CSV 损坏、JSON 缺失、PDF 损坏、ZIP 缺失", None)
    found = check_edition(edition, at=LATER)
    assert (found.problem, found.repair, found.repaired_at) == ("", "csv、json、pdf、zip", LATER)
    assert bytes_of(edition) == before
    assert facts_of_files() == facts
    assert client.get(f"/lists/{BLACK}/2.pdf").content == before["pdf"]


@without_layout
def test_what_cannot_be_the_same_is_reported_until_it_is_made_anew() -> None:
    decided()
    edition = published()
    IssuedDocument.objects.update(snapshot_sha256="0" * 64)
    delete(edition, "xlsx")
    found = check_edition(edition, at=LATER)
    assert found.problem == "XLSX 缺失，未能重建为相同的文件。"
    check = edition_files(LATER)
    assert check.warning
    assert f"{BLACK}-1" in check.detail
    with pytest.raises(CommandError):
        call_command("check_editions", stdout=StringIO())


@without_layout
def test_a_digest_changed_with_its_file_is_found() -> None:
    decided()
    edition = published()
    before = bytes_of(edition)
    IssuedFile.objects.filter(format="csv").update(content=b"forged", sha256="6e60a4ac", first_sha256=F("first_sha256"))
    assert check_edition(edition, at=LATER).repair == "csv"
    assert bytes_of(edition) == before


@without_layout
def test_an_outage_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    decided()
    edition = published()
    delete(edition, "csv")

    def busy(*made: object, **given: object) -> None:
        raise of_sqlite(sqlite3.SQLITE_BUSY)

    monkeypatch.setattr(checking, "repair", busy)
    with pytest.raises(OperationalError):
        check_edition(edition, at=LATER)
    assert not FileCheck.objects.exists()


@without_layout
def test_files_made_anew_meanwhile_are_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    decided()
    edition = published()
    damage(edition, "csv")

    def overtaken(edition: Edition, **given: object) -> list[str]:
        store_remade(edition=edition, remade=remake_files(edition=edition, at=LATER), at=LATER)
        return []

    monkeypatch.setattr(checking, "repair", overtaken)
    found = check_edition(edition, at=LATER)
    assert (found.problem, found.repair) == ("", "")


@without_layout
def test_each_edition_has_its_turn_once_a_day() -> None:
    decided()
    first, second = published(as_of=TODAY - timedelta(days=2)), published()
    seen = [check_next_edition(at=LATER), check_next_edition(at=LATER)]
    assert [one.edition for one in seen if one] == [first, second]
    assert check_next_edition(at=LATER) is None
    assert list(editions_to_check(at=LATER + timedelta(days=1))) == [first, second]
    assert FileCheck.objects.count() == 2


@without_layout
def test_a_new_revision_is_made_where_the_same_bytes_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    decided()
    edition = published()
    first = IssuedFile.objects.get(document=edition.document_id, format="pdf").sha256
    delete(edition, "pdf")
    monkeypatch.setattr(checking, "_is_same", lambda *made, **given: False)
    out = StringIO()
    call_command("check_editions", "--new-revision", stdout=out)
    assert out.getvalue() == "market-regulation-1：已重新制作为新的一版\n"
    assert last_revision(edition) == 2
    again = IssuedFile.objects.get(document=edition.document_id, format="pdf")
    assert again.first_sha256 == first
    assert file_problems(edition) == {}


@without_layout
def test_a_lost_bundle_that_another_release_makes_otherwise_is_never_served_as_the_old_one(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided()
    edition = published()
    old = tmp_path / "old.zip"
    old.write_bytes(bytes_of(edition)["zip"])
    delete(edition, "zip")
    own_file = bundle.own_file
    monkeypatch.setattr(bundle, "own_file", lambda name: own_file(name) + b"\n" * (name == bundle.VERIFIER))
    assert check_edition(edition, at=LATER).problem == "ZIP 缺失，未能重建为相同的文件。"
    assert client.get(f"/lists/{BLACK}/1.zip").status_code == 404
    call_command("check_editions", "--new-revision", stdout=StringIO())
    assert client.get(f"/lists/{BLACK}/1.zip").status_code == 200
    assert file_problems(edition) == {}
    again = IssuedFile.objects.get(document=edition.document_id, format="zip")
    assert (again.first_sha256, again.sha256 == again.first_sha256) == (sha256_of(old.read_bytes()), False)
    assert verify_file(old, at=LATER).verdict is Verdict.GENUINE
    assert again.first_sha256 in client.get(f"/verify/{BLACK}-1/").content.decode()


@without_layout
def test_no_new_revision_is_made_of_a_damaged_snapshot() -> None:
    decided()
    edition = published()
    IssuedDocument.objects.update(snapshot_sha256="0" * 64)
    damage(edition, "csv")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_editions", "--new-revision", stdout=out)
    assert "market-regulation-1：快照已损坏，不能重新制作" in out.getvalue()
    assert "已重新制作" not in out.getvalue()
    assert last_revision(edition) == 1


@without_layout
def test_files_that_another_process_made_meanwhile_are_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    decided()
    edition = published()
    damage(edition, "csv")
    monkeypatch.setattr(checking, "_is_same", lambda *made, **given: False)
    monkeypatch.setattr(check_editions, "store_remade", lambda **given: False)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_editions", "--new-revision", stdout=out)
    assert "已重新制作" not in out.getvalue()


@without_layout
def test_a_lost_file_keeps_no_other_edition_from_its_rebuilding() -> None:
    gone = decided()
    first, second = published(as_of=TODAY - timedelta(days=2)), published()
    delete(first, "pdf")
    annulled(gone)
    assert rebuild_stale_files(at=LATER) == 2
    assert [file_problems(one) for one in (first, second)] == [{}, {}]


def test_the_command_repairs_and_names_it(client: Client) -> None:
    decided()
    edition = published()
    delete(edition, "pdf")
    out = StringIO()
    call_command("check_editions", BLACK, stdout=out)
    assert "market-regulation-1：已重建pdf，校验值不变" in out.getvalue()
    FileCheck.objects.update(problem="PDF 损坏，未能重建为相同的文件。")
    client.force_login(office())
    assert "未能重建为相同的文件" in client.get("/desk/lists/").content.decode()
