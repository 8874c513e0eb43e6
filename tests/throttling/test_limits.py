"""Limits by address: what is refused, for how long, and what is kept."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from rest_framework.exceptions import Throttled

from enterprises.shared.throttling.api import count_or_refuse
from enterprises.shared.throttling.limits import Scope, seconds_to_wait

INSTANT = datetime(2026, 11, 23, 2, 27, 5, tzinfo=UTC)
ADDRESS, ANOTHER = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def _counters(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with time_machine.travel(INSTANT, tick=False):
        yield


def test_a_limit_holds_for_its_scope_address_and_window(settings: Any) -> None:
    settings.RATE_LIMITS = {"report": "2/hour", "verify": "2/hour"}
    assert [seconds_to_wait(Scope.REPORT, address=ADDRESS) for _ in range(3)] == [0, 0, 3600]
    assert seconds_to_wait(Scope.REPORT, address=ANOTHER) == 0
    assert seconds_to_wait(Scope.VERIFY, address=ADDRESS) == 0
    with time_machine.travel(INSTANT + timedelta(minutes=40), tick=False):
        assert seconds_to_wait(Scope.REPORT, address=ADDRESS) == 1200
    with time_machine.travel(INSTANT + timedelta(hours=1), tick=False):
        assert seconds_to_wait(Scope.REPORT, address=ADDRESS) == 0


def test_the_api_refuses_a_caller_beyond_the_limit_with_the_seconds_to_wait(settings: Any) -> None:
    settings.RATE_LIMITS = {"api-key": "1/hour"}
    count_or_refuse(Scope.API_KEY, caller="key one")
    count_or_refuse(Scope.API_KEY, caller="key another")
    with pytest.raises(Throttled) as refused:
        count_or_refuse(Scope.API_KEY, caller="key one")
    assert vars(refused.value)["wait"] == 3600


def test_a_scope_without_a_limit_is_not_counted(settings: Any, tmp_path: Path) -> None:
    settings.RATE_LIMITS = {}
    assert {seconds_to_wait(Scope.SEARCH, address=ADDRESS) for _ in range(1000)} == {0}
    assert not (tmp_path / "rates.sqlite3").exists()


def test_no_address_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.RATE_LIMITS = {"report": "2/hour"}
    seconds_to_wait(Scope.REPORT, address=ADDRESS)
    connection = sqlite3.connect(tmp_path / "rates.sqlite3")
    keys = [key for (key,) in connection.execute("SELECT key FROM hits")]
    connection.close()
    assert len(keys) == 1
    assert ADDRESS not in keys[0]


def test_counters_that_cannot_be_written_close_nothing(settings: Any, tmp_path: Path) -> None:
    settings.RATE_LIMITS = {"report": "1/hour"}
    (tmp_path / "rates.sqlite3").mkdir()
    assert [seconds_to_wait(Scope.REPORT, address=ADDRESS) for _ in range(3)] == [0, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("search", "GET", "/search/?q=a"),
        ("search", "GET", "/api/v1/search/?q=a"),
        ("suggest", "GET", "/api/v1/suggest/?q=ab"),
        ("verify", "GET", "/verify/20261123102705ABCDEFGH/"),
        ("verify", "POST", "/verify/"),
        ("verify", "GET", "/api/v1/verify/20261123102705ABCDEFGH/"),
        ("files", "GET", "/reports/20261123102705ABCDEFGH.pdf"),
        ("files", "GET", "/lists/serious/1.pdf"),
        ("readiness", "GET", "/readyz"),
        ("login", "POST", "/desk/login/"),
        ("login", "POST", "/admin/login/"),
    ],
)
def test_what_costs_is_limited_by_address(client: Client, settings: Any, scope: str, method: str, path: str) -> None:
    settings.RATE_LIMITS = {scope: "2/minute"}
    answers = [client.generic(method, path, REMOTE_ADDR=ADDRESS) for _ in range(3)]
    assert 429 not in {answer.status_code for answer in answers[:2]}
    assert answers[2].status_code == 429
    assert answers[2]["Retry-After"] == "60"
    sentence = answers[2].json()["detail"] if path.startswith("/api/") else answers[2].content.decode()
    assert "稍后再试" in sentence
    assert client.generic(method, path, REMOTE_ADDR=ANOTHER).status_code != 429


@pytest.mark.django_db
def test_a_form_that_is_only_looked_at_counts_for_nothing(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {"login": "1/minute", "verify": "1/minute"}
    assert {client.get(path).status_code for path in ("/desk/login/", "/verify/") for _ in range(3)} == {200}
