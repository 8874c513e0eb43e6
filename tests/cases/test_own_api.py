"""One's own case by program, with number and secret code: papers, withdrawal, letters; and whether one may apply."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.services.intake import Receipt
from enterprises.cases.services.steps import accept, want_papers
from enterprises.records.models import Record
from enterprises.shared import clock
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.make import Office

pytestmark = pytest.mark.django_db
WRONG = "2222-2222-2222-2222"


@pytest.fixture
def objection(record: Record) -> Receipt:
    return cases.objection(cases.ref(record), on=clock.today())


def url(name: str, *args: object) -> str:
    return reverse(f"api:{name}", args=args)


def added(client: Client, receipt: Receipt, content: bytes, *, code: str = "", field: str = "papers") -> Any:
    given = {field: SimpleUploadedFile("x.pdf", content)} if content else {}
    headers = {"Case-Code": code or receipt.code}
    return client.post(url("case-papers", receipt.number), given, headers=headers)


def test_papers_are_added_given_back_and_end_the_pause(
    client: Client, objection: Receipt, office: Office, paper: Path
) -> None:
    want_papers(case=objection.cases[0], papers="付款凭证", by=office.recorder, at=clock.now())
    assert added(client, objection, paper.read_bytes(), code=WRONG).status_code == HTTPStatus.NOT_FOUND
    answer = added(client, objection, paper.read_bytes())
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.OK, "RECEIVED")
    pk = answer.json()["papers"][0]["id"]
    address = url("case-paper", objection.number, pk)
    back = client.get(address, headers={"Case-Code": objection.code})
    assert back.content == paper.read_bytes()
    assert "no-store" in back["Cache-Control"]
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    missing = client.get(url("case-paper", objection.number, 0), headers={"Case-Code": objection.code})
    assert (missing.status_code, missing.json()["code"]) == (HTTPStatus.NOT_FOUND, "paper_unknown")


@pytest.mark.usefixtures("real_papers")
def test_no_paper_and_a_broken_one_are_refused_and_nothing_is_kept(client: Client, objection: Receipt) -> None:
    none, broken = added(client, objection, b""), added(client, objection, b"no paper at all")
    assert (none.status_code, broken.status_code) == (HTTPStatus.BAD_REQUEST, HTTPStatus.BAD_REQUEST)
    assert "第1个文件" in broken.json()["detail"]
    assert set(none.json()["fields"]) == set(broken.json()["fields"]) == {"papers"}
    assert not objection.cases[0].papers.exists()


def test_a_case_is_taken_back_once(client: Client, objection: Receipt, record: Record) -> None:
    def withdrawn(body: str, code: str) -> Any:
        address, headers = url("case-withdrawal", objection.number), {"Case-Code": code}
        return client.post(address, body, content_type="application/json", headers=headers)

    assert withdrawn("{}", WRONG).status_code == HTTPStatus.NOT_FOUND
    assert withdrawn('{"reason": 1}', objection.code).status_code == HTTPStatus.BAD_REQUEST
    assert withdrawn('{"reason": "' + "长" * 501 + '"}', objection.code).status_code == HTTPStatus.BAD_REQUEST
    answer = withdrawn('{"reason": "已经更正"}', objection.code)
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.OK, "WITHDRAWN")
    record.refresh_from_db()
    assert record.disputed_at is None
    again = withdrawn("{}", objection.code)
    assert again.status_code == HTTPStatus.CONFLICT
    assert again.json()["detail"]
    assert added(client, objection, b"%PDF-1.7 made up").status_code == HTTPStatus.CONFLICT


def test_a_letter_is_fetched_by_its_number(
    client: Client, objection: Receipt, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_nothing(monkeypatch)
    accept(case=objection.cases[0], by=office.recorder, at=clock.now())
    issue_letters(at=clock.now())
    headers = {"Case-Code": objection.code}
    number = client.get(url("case", objection.number), headers=headers).json()["letters"][0]["number"]
    address = url("case-letter", objection.number, number)
    letter = client.get(address, headers=headers)
    assert (letter["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    other = client.get(url("case-letter", objection.number, "X"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (HTTPStatus.NOT_FOUND, "letter_unknown")


def test_whether_one_may_apply_is_answered_before_anything_is_handed_in(
    client: Client, record: Record, day: Any, time_machine: Any
) -> None:
    time_machine.move_to(noon(day - timedelta(days=17)))
    about = f"record:{record.pk}"
    answer = client.get(url("case-admission"), {"about": about})
    kinds = {each["kind"]: each for each in answer.json()["kinds"]}
    assert kinds["objection"]["is_open"]
    repair = kinds["repair"]
    assert (repair["is_open"], repair["from_on"], repair["days"]) == (False, str(day), 17)
    assert str(day) in repair["sentence"]
    assert client.get(url("case-admission"), {"about": about, "on": "2030-01-01"}).status_code == HTTPStatus.BAD_REQUEST
    assert client.get(url("case-admission"), {"about": "record:999999999"}).status_code == HTTPStatus.NOT_FOUND
    assert not Case.objects.exists()
