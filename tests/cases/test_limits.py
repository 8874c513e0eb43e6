"""What one address may send and hand in, and what about one thing."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from enterprises.cases.models import Case
from enterprises.records.models import Record
from tests.cases.forms import handed_in
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counters(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_mistakes_do_not_count_against_the_cases_of_an_hour(client: Client, record: Record, settings: Any) -> None:
    settings.RATE_LIMITS = {"case": "1/hour", "case-form": "9/hour"}
    mistakes = {handed_in(client, record, name="").status_code for _ in range(3)}
    assert mistakes == {HTTPStatus.UNPROCESSABLE_ENTITY}
    assert handed_in(client, record).status_code == HTTPStatus.OK
    assert Case.objects.count() == 1


@pytest.mark.parametrize("scope", ["case", "case-about"])
def test_beyond_a_limit_the_form_comes_back_as_it_was_filled_in(
    client: Client, record: Record, settings: Any, scope: str
) -> None:
    settings.RATE_LIMITS = {scope: "1/hour"}
    handed_in(client, record)
    answer = handed_in(client, record, statement="第二件异议")
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "提交过于频繁" in text_of(answer)
    assert "第二件异议" in text_of(answer)
    assert Case.objects.count() == 1


def test_forms_that_are_sent_have_a_limit_of_their_own(client: Client, record: Record, settings: Any) -> None:
    settings.RATE_LIMITS = {"case-form": "2/hour"}
    answers = [handed_in(client, record, name="").status_code for _ in range(3)]
    assert answers == [HTTPStatus.UNPROCESSABLE_ENTITY] * 2 + [HTTPStatus.TOO_MANY_REQUESTS]


def test_one_address_closes_no_record_to_others(client: Client, record: Record, settings: Any) -> None:
    settings.RATE_LIMITS = {"case": "2/hour", "case-about": "4/hour"}
    answers = [handed_in(client, record).status_code for _ in range(6)]
    assert answers == [HTTPStatus.OK] * 2 + [HTTPStatus.TOO_MANY_REQUESTS] * 4
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert handed_in(other, record).status_code == HTTPStatus.OK
