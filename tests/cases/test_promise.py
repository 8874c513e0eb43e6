"""The promise of a repair: filled in online, printed, stored nowhere."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.cases.pages import promise
from enterprises.documents.letters.promise import Promise
from enterprises.records.models import Record
from tests.cases.forms import new_url
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Promise]:
    """Print nothing and keep what would be printed: the layout is the matter of `test_letter_print.py`."""
    given: list[Promise] = []

    def print_it(one: Promise, *, at: object) -> bytes:
        given.append(one)
        return b"%PDF-"

    monkeypatch.setattr(promise, "promise_pdf", print_it)
    return given


def url(record: Record) -> str:
    return f"{reverse('cases:promise')}?about=record:{record.pk}&kind=repair"


def filled(client: Client, record: Record, **changes: str) -> Any:
    form = {"agency": record.agency.name, "matter": "鄂环罚〔2026〕1号", "put_right": "罚款已缴清，设备已改造"}
    return client.post(url(record), {**form, **changes})


def test_the_form_is_filled_from_the_file_and_printed(client: Client, record: Record, printed: list[Promise]) -> None:
    page = text_of(client.get(url(record)))
    for part in (record.enterprise.name, record.enterprise.uscc, record.agency.name, "提交的全部材料真实"):
        assert part in page
    answer = filled(client, record)
    assert (answer.status_code, answer["Content-Type"]) == (HTTPStatus.OK, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert [(one.uscc, one.put_right) for one in printed] == [(record.enterprise.uscc, "罚款已缴清，设备已改造")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"put_right": ""}, "整改情况"), ({"put_right": "长" * 501}, "整改情况"), ({"agency": " "}, "机关")],
)
def test_what_is_missing_or_too_long_is_named(
    client: Client, record: Record, printed: list[Promise], changes: dict[str, str], words: str
) -> None:
    answer = filled(client, record, **changes)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in text_of(answer)
    assert not printed


@pytest.mark.parametrize("put_right", ["已缴清", "\x0b\x1b\ufffe\u202e☃𠀀\U0001f600<b>&amp;\r\n" * 9, "长" * 500])
def test_it_is_printed_as_a_pdf(client: Client, record: Record, put_right: str) -> None:
    assert filled(client, record, put_right=put_right).content.startswith(b"%PDF-")


def test_nothing_else_has_a_promise(client: Client, record: Record) -> None:
    for about in ("", "record:999999999", f"file:{record.enterprise.uscc}"):
        answer = client.get(reverse("cases:promise"), {"about": about})
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert ("不适用信用修复" in text_of(answer)) == about.startswith("file:"), about


def test_the_form_of_a_repair_leads_there(client: Client, record: Record, day: Any, time_machine: Any) -> None:
    time_machine.move_to(f"{day}T12:00:00+08:00")
    assert reverse("cases:promise") in text_of(client.get(new_url(record, kind="repair")))
    assert reverse("cases:promise") not in text_of(client.get(new_url(record, kind="objection")))
