"""The log has a line when a problem begins and when it ends."""

import logging
from datetime import timedelta

import pytest
from pytest_django import Settings

from creditportal.readiness import periodic_jobs, watch
from creditportal.readiness.checks import Check
from creditportal.readiness.watch import ProblemLog
from tests.readiness.support import AT

database = pytest.mark.django_db


def messages_of(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == logger.name]


def test_a_problem_is_logged_when_it_begins_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    log = ProblemLog()
    with caplog.at_level(logging.INFO):
        for silence in (61, 62, 63):
            log.note({"worker": Check(ok=False, detail=f"silent for {silence} s")})
        log.note({"signing": Check(ok=True, warning=True, detail="12 days left")})
        log.note({"worker": Check(ok=True, detail="heard")})
        log.note({"worker": Check(ok=True, detail="heard")})
    said = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == watch.logger.name]
    assert said == [
        ("ERROR", "worker: silent for 61 s"),
        ("WARNING", "signing: 12 days left"),
        ("INFO", "worker: well again"),
    ]


@database
def test_the_worker_looks_once_a_minute_though_nobody_asks(
    well: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(periodic_jobs, "_last", [])
    monkeypatch.setattr(periodic_jobs, "LOG", ProblemLog())
    settings.SIGNING_PKCS12 = "/nowhere/authority.p12"
    for seconds in (0, 10, 59):
        periodic_jobs.watch_readiness(at=AT + timedelta(seconds=seconds))
    assert messages_of(watch.logger, caplog) == ["signing: the signing key cannot be loaded: ImproperlyConfigured"]
    settings.SIGNING_PKCS12 = ""
    with caplog.at_level(logging.INFO):
        periodic_jobs.watch_readiness(at=AT + timedelta(seconds=60))
    assert messages_of(watch.logger, caplog)[-1] == "signing: well again"
    assert "creditportal.readiness.periodic_jobs.watch_readiness" in settings.PERIODIC_JOBS
