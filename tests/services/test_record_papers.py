"""Papers of a record: decision text, blacked-out copy checked by another person, proof of service."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record, RecordPaper
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services import papers
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.papers import RecordPaperRefused, add_paper, end_release, release_paper
from enterprises.records.texts import public_texts
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import AttachmentRefused, content_of
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, StateChanged
from tests import make
from tests.attachments.decisions import BLACK, decision, text_of
from tests.documents.letters import BLANK
from tests.lists.make import picture
from tests.make import AT, ON, Office
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
Kind = RecordPaper.Kind


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def record(office: Office) -> Record:
    return make.published(office, enterprise=make.new_enterprise())


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan"
    path.write_bytes(picture().read())
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "pdf"
    path.write_bytes(BLANK)
    return path


def text(record: Record, office: Office, pdf: Path) -> RecordPaper:
    return add_paper(record=record, kind=Kind.DECISION, path=pdf, by=office.recorder, at=AT)


def redacted(record: Record, office: Office, pdf: Path, scan: Path) -> RecordPaper:
    source = text(record, office, pdf)
    return add_paper(record=record, kind=Kind.REDACTED, path=scan, by=office.recorder, at=AT, made_from=source)


def test_a_blacked_out_text_is_a_new_file_that_another_person_releases(
    record: Record, office: Office, pdf: Path, scan: Path
) -> None:
    paper = redacted(record, office, pdf, scan)
    assert paper.made_from is not None
    assert paper.attachment.sha256 != paper.made_from.attachment.sha256
    assert release_paper(paper=paper, by=office.reviewer, at=AT).released_by == office.reviewer
    with pytest.raises(AlreadyConfirmed):
        release_paper(paper=paper, by=office.reviewer, at=AT)
    assert end_release(paper=paper, by=office.recorder, at=AT).released_at is None
    with pytest.raises(StateChanged):
        end_release(paper=paper, by=office.recorder, at=AT)
    verbs = [verb for verb in record.events.values_list("verb", flat=True) if "paper" in verb]
    assert verbs == ["add-paper", "add-paper", "release-paper", "end-paper-release"]


def test_who_made_it_never_releases_it(record: Record, office: Office, pdf: Path, scan: Path) -> None:
    source = add_paper(record=record, kind=Kind.DECISION, path=pdf, by=office.reviewer, at=AT)
    paper = add_paper(record=record, kind=Kind.REDACTED, path=scan, by=office.reviewer, at=AT, made_from=source)
    with pytest.raises(FourEyes):
        release_paper(paper=paper, by=office.reviewer, at=AT)
    with pytest.raises(NotPermitted):
        release_paper(paper=paper, by=office.recorder, at=AT)


def test_a_text_released_later_takes_the_place_of_the_first(
    record: Record, office: Office, pdf: Path, scan: Path
) -> None:
    first = redacted(record, office, pdf, scan)
    second = add_paper(
        record=record, kind=Kind.REDACTED, path=scan, by=office.recorder, at=AT, made_from=first.made_from
    )
    for paper in (first, second):
        release_paper(paper=paper, by=office.reviewer, at=AT)
    assert list(public_texts(on=ON)) == [second]
    end_release(paper=second, by=office.reviewer, at=AT)
    assert not public_texts(on=ON).exists()
    RecordPaper.objects.filter(pk=first.pk).update(released_by=office.reviewer, released_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordPaper.objects.filter(pk=second.pk).update(released_by=office.reviewer, released_at=AT)


def test_only_decisions_of_penalties_are_released(office: Office, pdf: Path, scan: Path) -> None:
    honour = make.published(office, enterprise=make.new_enterprise(), kind="honour")
    paper = redacted(honour, office, pdf, scan)
    with pytest.raises(RecordPaperRefused, match="行政处罚"):
        release_paper(paper=paper, by=office.reviewer, at=AT)


def test_of_a_blacked_out_pdf_pictures_are_kept_and_readable_numbers_refuse_it(
    record: Record, office: Office, pdf: Path
) -> None:
    source = text(record, office, pdf)
    for content, is_kept in ((decision(black=BLACK), True), (decision(), False)):
        pdf.write_bytes(content)
        if is_kept:
            paper = add_paper(record=record, kind=Kind.REDACTED, path=pdf, by=office.recorder, at=AT, made_from=source)
            assert text_of(content_of(paper.attachment)) == ""
            continue
        with pytest.raises(AttachmentRefused, match="第1页仍可读出"):
            add_paper(record=record, kind=Kind.REDACTED, path=pdf, by=office.recorder, at=AT, made_from=source)
    assert Attachment.objects.count() == RecordPaper.objects.count() == 2


def test_the_public_address_lives_as_long_as_release_and_record(
    record: Record, office: Office, pdf: Path, scan: Path, client: Client
) -> None:
    paper = redacted(record, office, pdf, scan)
    address = reverse("enterprises:decision-text", args=[record.pk])
    file = reverse("enterprises:file", args=[record.enterprise.uscc])
    api = reverse("api:enterprise", args=[record.enterprise.uscc])

    def shown() -> tuple[bool, ...]:
        answers = [client.get(each) for each in (address, file, api)]
        return (answers[0].status_code == 200, *(address in answer.content.decode() for answer in answers[1:]))

    assert shown() == (False, False, False)
    before = Enterprise.objects.get(pk=record.enterprise_id).revision
    release_paper(paper=paper, by=office.reviewer, at=AT)
    assert Enterprise.objects.get(pk=record.enterprise_id).revision > before
    assert shown() == (True, True, True)
    answer = client.get(address)
    assert answer.content == content_of(paper.attachment)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-cache", "noarchive")
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    end_release(paper=paper, by=office.reviewer, at=AT)
    assert shown() == (False, False, False)
    release_paper(paper=paper, by=office.reviewer, at=AT)
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="决定已撤销", by=office.reviewer, at=AT)
    assert client.get(address).status_code == 404


def test_a_blacked_out_text_names_the_full_text_of_the_same_record(
    record: Record, office: Office, pdf: Path, scan: Path
) -> None:
    enterprise = make.new_enterprise(2, name="武汉第二有限公司")
    other = make.published(office, enterprise=enterprise, CF_WSH="武市监罚字〔2026〕98号")
    foreign = text(other, office, pdf)
    for source in (None, foreign):
        with pytest.raises(RecordPaperRefused):
            add_paper(record=record, kind=Kind.REDACTED, path=scan, by=office.recorder, at=AT, made_from=source)
    with pytest.raises(RecordPaperRefused):
        add_paper(record=other, kind=Kind.SERVICE, path=scan, by=office.recorder, at=AT, made_from=foreign)


def test_only_a_blacked_out_text_is_released(record: Record, office: Office, pdf: Path) -> None:
    with pytest.raises(RecordPaperRefused, match="遮盖后"):
        release_paper(paper=text(record, office, pdf), by=office.reviewer, at=AT)


def test_unknown_kinds_broken_files_and_too_many_are_refused(
    record: Record, office: Office, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RecordPaperRefused, match="种类"):
        add_paper(record=record, kind="OTHER", path=scan, by=office.recorder, at=AT)
    broken = tmp_path / "broken"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(AttachmentRefused):
        add_paper(record=record, kind=Kind.SERVICE, path=broken, by=office.recorder, at=AT)
    monkeypatch.setattr(papers, "PAPERS_OF_A_RECORD", 1)
    add_paper(record=record, kind=Kind.SERVICE, path=scan, by=office.recorder, at=AT)
    with pytest.raises(RecordPaperRefused, match="最多1份"):
        add_paper(record=record, kind=Kind.SERVICE, path=scan, by=office.recorder, at=AT)


def test_another_agency_neither_adds_nor_releases(record: Record, office: Office, pdf: Path, scan: Path) -> None:
    other = make.office(2, name="武汉市交通运输局", domain="TRANSPORT")
    paper = redacted(record, office, pdf, scan)
    with pytest.raises(NotPermitted):
        add_paper(record=record, kind=Kind.SERVICE, path=scan, by=other.recorder, at=AT)
    with pytest.raises(NotPermitted):
        release_paper(paper=paper, by=other.reviewer, at=AT)
    with pytest.raises(NotPermitted):
        end_release(paper=paper, by=other.reviewer, at=AT)


@pytest.mark.parametrize(
    "values", [{"kind": "REDACTED"}, {"kind": "SERVICE", "released": True}], ids=["without a text", "released proof"]
)
def test_the_database_refuses_it_too(record: Record, office: Office, pdf: Path, values: dict[str, object]) -> None:
    paper = text(record, office, pdf)
    changes: dict[str, object] = {"kind": values["kind"]}
    if "released" in values:
        changes |= {"released_by": office.reviewer, "released_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordPaper.objects.filter(pk=paper.pk).update(**changes)


def test_on_the_desk_a_paper_is_added_and_downloaded_by_its_agency_alone(record: Record, office: Office) -> None:
    here, far, nobody = Client(), Client(), Client()
    other = make.office(2, name="武汉市交通运输局", domain="TRANSPORT")
    for client, user in ((here, office.recorder), (far, other.recorder)):
        client.force_login(user)
    address = reverse("desk:record-papers", args=[record.pk])
    upload = SimpleUploadedFile("决定书.pdf", BLANK)
    answer = here.post(address, {"kind": "DECISION", "file": upload}, follow=True)
    assert "材料已保存。" in answer.content.decode()
    paper = RecordPaper.objects.get()
    file = reverse("desk:record-paper", args=[record.pk, paper.pk])
    assert file in here.get(reverse("desk:record", args=[record.pk])).content.decode()
    answer = here.get(file)
    assert answer.content == BLANK
    assert answer["Content-Disposition"].startswith("attachment")
    assert far.get(file).status_code == 404
    assert nobody.get(file).status_code == 302
    refused = here.post(address, {"kind": "DECISION"}, follow=True).content.decode()
    assert "文件：该字段是必填项。" in refused
    assert RecordPaper.objects.count() == 1


@pytest.mark.parametrize("address", ["/desk/records/{number}/edit/", "/records/{number}/decision/"])
def test_a_number_that_no_database_keeps_is_not_found(office: Office, address: str) -> None:
    assert client_of(office.recorder).get(address.format(number=10**20)).status_code == 404
