"""Papers of a record: decision text, blacked-out copy checked by another person, proof of service."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record, RecordPaper
from enterprises.records.services import papers
from enterprises.records.services.papers import RecordPaperRefused, add_paper, check_redaction
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import AttachmentRefused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes
from tests import make
from tests.documents.letters import BLANK
from tests.lists.make import picture
from tests.make import AT, Office

pytestmark = pytest.mark.django_db
Kind = RecordPaper.Kind


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def record(office: Office) -> Record:
    return make.published(office, enterprise=make.firm())


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


def test_a_blacked_out_text_is_a_new_file_that_another_person_checks(
    record: Record, office: Office, pdf: Path, scan: Path
) -> None:
    paper = redacted(record, office, pdf, scan)
    assert paper.made_from is not None
    assert paper.attachment.sha256 != paper.made_from.attachment.sha256
    with pytest.raises(FourEyes):
        check_redaction(paper=paper, by=office.recorder, at=AT)
    assert check_redaction(paper=paper, by=office.reviewer, at=AT).checked_by == office.reviewer
    with pytest.raises(AlreadyConfirmed):
        check_redaction(paper=paper, by=office.reviewer, at=AT)
    verbs = list(record.events.values_list("verb", flat=True))
    assert (verbs.count("add-paper"), verbs.count("check-paper")) == (2, 1)


def test_text_may_lie_beneath_the_black_of_a_pdf_so_it_is_refused_and_nothing_is_kept(
    record: Record, office: Office, pdf: Path
) -> None:
    source = text(record, office, pdf)
    with pytest.raises(RecordPaperRefused, match="图片"):
        add_paper(record=record, kind=Kind.REDACTED, path=pdf, by=office.recorder, at=AT, made_from=source)
    assert Attachment.objects.count() == RecordPaper.objects.count() == 1


def test_a_blacked_out_text_names_the_full_text_of_the_same_record(
    record: Record, office: Office, pdf: Path, scan: Path
) -> None:
    firm = make.firm(2, name="武汉第二有限公司")
    other = make.published(office, enterprise=firm, CF_WSH="武市监罚字〔2026〕98号")
    foreign = text(other, office, pdf)
    for source in (None, foreign):
        with pytest.raises(RecordPaperRefused):
            add_paper(record=record, kind=Kind.REDACTED, path=scan, by=office.recorder, at=AT, made_from=source)
    with pytest.raises(RecordPaperRefused):
        add_paper(record=other, kind=Kind.SERVICE, path=scan, by=office.recorder, at=AT, made_from=foreign)


def test_only_a_blacked_out_text_is_checked(record: Record, office: Office, pdf: Path) -> None:
    with pytest.raises(RecordPaperRefused):
        check_redaction(paper=text(record, office, pdf), by=office.reviewer, at=AT)


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


def test_another_agency_neither_adds_nor_checks(record: Record, office: Office, pdf: Path, scan: Path) -> None:
    other = make.office(2, name="武汉市交通运输局", domain="TRANSPORT")
    paper = redacted(record, office, pdf, scan)
    with pytest.raises(NotPermitted):
        add_paper(record=record, kind=Kind.SERVICE, path=scan, by=other.recorder, at=AT)
    with pytest.raises(NotPermitted):
        check_redaction(paper=paper, by=other.reviewer, at=AT)


@pytest.mark.parametrize(
    "values", [{"kind": "REDACTED"}, {"kind": "SERVICE", "checked": True}], ids=["without a text", "checked proof"]
)
def test_the_database_refuses_it_too(record: Record, office: Office, pdf: Path, values: dict[str, object]) -> None:
    paper = text(record, office, pdf)
    changes: dict[str, object] = {"kind": values["kind"]}
    if "checked" in values:
        changes |= {"checked_by": office.reviewer, "checked_at": AT}
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
    assert here.post(address, {"kind": "DECISION"}).status_code == 302
    assert RecordPaper.objects.count() == 1
