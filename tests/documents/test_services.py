"""Issuing, storing and withdrawing documents."""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.report import services as reports
from enterprises.creditfile.report.services import issue_report, issue_report_on
from enterprises.creditfile.types import CreditFile
from enterprises.documents import snapshot
from enterprises.documents.models import IssuedDigest, IssuedDocument
from enterprises.documents.recalls import RecallRefused, recall
from enterprises.documents.services import (
    FileMissing,
    is_withdrawn,
    refs_by_kind,
    replace_file,
    withdrawn_refs,
)
from enterprises.register.models import Enterprise
from enterprises.shared.providers import credit_file_providers
from tests.documents import rows
from tests.documents.files import DAY, INSTANT, credit_file, credit_row
from tests.documents.letters import BLANK
from tests.documents.stored import store


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_report")
def test_a_report_is_stored_with_its_digests() -> None:
    record = rows.published_record(rows.enterprise())
    report = rows.report_with(record)
    assert report.refs == {"record": [record.pk]}
    assert report.snapshot_sha256 == snapshot.sha256_of(rows.bytes_of(report, format="json"))
    for file in report.files.all():
        assert file.sha256 == file.first_sha256 == snapshot.sha256_of(bytes(file.content))


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_report")
def test_an_unchanged_file_gives_the_report_of_the_day() -> None:
    record = rows.published_record(rows.enterprise())
    first = rows.report_with(record)
    later = rows.file_with(record)
    again = issue_report_on(later, enterprise=record.enterprise, at=INSTANT + timedelta(hours=5))
    assert again == first


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_report")
def test_another_day_gives_another_report() -> None:
    record = rows.published_record(rows.enterprise())
    first = rows.report_with(record)
    tomorrow = issue_report_on(rows.file_with(record), enterprise=record.enterprise, at=INSTANT + timedelta(days=1))
    assert tomorrow.number != first.number


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_report")
def test_a_changed_file_gives_another_report_on_the_same_day() -> None:
    record = rows.published_record(rows.enterprise())
    first = rows.report_with(record)
    rows.withdraw(record)
    second = issue_report_on(credit_file(rows={}), enterprise=record.enterprise, at=INSTANT)
    assert second.number != first.number
    assert is_withdrawn(first, on=DAY)
    assert not is_withdrawn(second, on=DAY)


@pytest.mark.django_db
def test_the_report_shows_what_is_assembled(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = rows.enterprise()

    def assembled(enterprise: Enterprise, **asked: object) -> CreditFile:
        assert asked == {"on": DAY, "at": INSTANT}
        return credit_file(rows={})

    monkeypatch.setattr(reports, "assemble", assembled)
    report = issue_report(enterprise=subject, at=INSTANT)
    assert report.enterprise == subject
    assert report.refs == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_report() -> None:
    record = rows.published_record(rows.enterprise())
    file, numbers, barrier = rows.file_with(record), [], threading.Barrier(2)

    def ask() -> None:
        try:
            barrier.wait(timeout=120)
            numbers.append(issue_report_on(file, enterprise=record.enterprise, at=INSTANT).number)
        finally:
            connection.close()

    in_parallel(ask, ask)
    assert len(numbers) == 2
    assert len(set(numbers)) == IssuedDocument.objects.count() == 1


@pytest.mark.django_db
def test_who_loses_the_race_gets_the_winners_report(monkeypatch: pytest.MonkeyPatch) -> None:
    record = rows.published_record(rows.enterprise())
    file = rows.file_with(record)

    def printed(frozen: Any) -> bytes:
        return BLANK

    def print_slowly(frozen: Any) -> bytes:
        monkeypatch.setattr(reports, "report_pdf", printed)
        winners.append(issue_report_on(file, enterprise=record.enterprise, at=INSTANT))
        return printed(frozen)

    winners: list[IssuedDocument] = []
    monkeypatch.setattr(reports, "report_pdf", print_slowly)
    assert issue_report_on(file, enterprise=record.enterprise, at=INSTANT) == winners[0]
    assert IssuedDocument.objects.count() == 1


def in_parallel(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)


@pytest.mark.django_db
def test_a_number_is_given_once() -> None:
    store("D-000001")
    with pytest.raises(IntegrityError):
        store("D-000001")
    assert IssuedDocument.objects.count() == 1


@pytest.mark.django_db
def test_a_correction_refers_to_the_old_document() -> None:
    old = store("D-000001")
    new = store("D-000002", corrects=old)
    old.refresh_from_db()
    assert new.corrects == old
    assert old.state == IssuedDocument.State.REPLACED


@pytest.mark.django_db
def test_withdrawn_refs_are_those_not_public_that_day() -> None:
    subject = rows.enterprise()
    kept, gone = rows.published_record(subject, key="a"), rows.published_record(subject, key="b")
    document = store(refs={"record": [gone.pk, kept.pk]})
    assert withdrawn_refs(document, on=DAY) == {}
    rows.withdraw(gone)
    assert withdrawn_refs(document, on=DAY) == {"record": [gone.pk]}
    assert withdrawn_refs(document, on=rows.PUBLIC_UNTIL) == {"record": sorted([gone.pk, kept.pk])}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", IssuedDocument.Kind)
def test_every_recalled_document_but_an_edition_is_withdrawn_for_good(kind: IssuedDocument.Kind) -> None:
    by = User.objects.create_user("office")
    document = store(kind=kind)
    recall(document, reason="含个人信息", by=by, at=INSTANT)
    is_edition = kind is IssuedDocument.Kind.EDITION
    assert is_withdrawn(document, on=DAY) is not is_edition
    with nullcontext() if is_edition else pytest.raises(RecallRefused):
        recall(document, reason="含个人信息", by=by, at=INSTANT)


@pytest.mark.django_db
def test_what_nobody_answers_for_is_withdrawn(settings: Any) -> None:
    settings.CREDIT_FILE_SECTIONS = []
    credit_file_providers.cache_clear()
    try:
        assert withdrawn_refs(store(refs={"listing": [3]}), on=DAY) == {"listing": [3]}
    finally:
        credit_file_providers.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_report")
def test_a_report_on_an_enterprise_no_longer_public_is_withdrawn() -> None:
    subject = rows.enterprise()
    report = issue_report_on(credit_file(rows={}), enterprise=subject, at=INSTANT)
    assert not is_withdrawn(report, on=DAY)
    Enterprise.objects.filter(pk=subject.pk).update(public_from=None)
    assert is_withdrawn(report, on=DAY)


@pytest.mark.django_db
def test_a_rebuilt_file_keeps_its_first_digest_and_knows_all() -> None:
    document = store(refs={"listing": [3, 4]})
    replace_file(document=document, format="csv", content=b"two", left_out={"listing": [4]}, at=INSTANT)
    file = replace_file(document=document, format="csv", content=b"three", left_out={"listing": [4, 3]}, at=INSTANT)
    file.refresh_from_db()
    assert bytes(file.content) == b"three"
    assert file.first_sha256 == snapshot.sha256_of(b"a,b\n")
    assert file.sha256 == snapshot.sha256_of(b"three")
    assert file.left_out == {"listing": [3, 4]}
    assert file.rebuilt_at == INSTANT
    known = set(IssuedDigest.objects.filter(file=file).values_list("sha256", flat=True))
    assert known == {snapshot.sha256_of(content) for content in (b"a,b\n", b"two", b"three")}


@pytest.mark.django_db
def test_a_format_that_never_was_is_not_replaced() -> None:
    with pytest.raises(FileMissing):
        replace_file(document=store(), format="pdf", content=b"x", left_out={}, at=INSTANT)


def test_refs_name_each_row_once() -> None:
    file = credit_file(rows={Chapter.ADMINISTRATION: (credit_row(record_id=9), credit_row(record_id=7))})
    assert refs_by_kind((*file.refs(), *file.refs())) == {"record": [7, 9]}
