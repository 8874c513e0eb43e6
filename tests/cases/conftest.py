"""What the tests of cases share."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.services.bans import ask_undo_repair
from enterprises.cases.services.decisions import confirm_decision
from enterprises.cases.services.intake import Receipt
from enterprises.documents.letters import printing
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.attachments import store
from enterprises.shared.attachments.store import CheckedPaper
from enterprises.shared.attachments.types import PDF
from tests import make
from tests.cases import make as cases
from tests.cases.make import FALSE, REASON, noon
from tests.documents.letters import BLANK
from tests.make import Office


@pytest.fixture(autouse=True)
def _papers_are_what_they_seem(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a child process for each paper; a test with `real_papers` has them read."""
    if "real_papers" not in request.fixturenames:
        monkeypatch.setattr(store, "checked", lambda path: CheckedPaper(media_type=PDF, content=path.read_bytes()))


@pytest.fixture
def real_papers() -> None:
    """Have papers read in a child."""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Give a file to hand in."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7 made up")
    return path


@pytest.fixture
def office() -> Office:
    """Give an authority outside market regulation, with recorder and reviewer."""
    return make.office(7, name="武汉市生态环境局", domain="ENVIRONMENT")


@pytest.fixture
def enterprise() -> Enterprise:
    """Give a public enterprise."""
    return make.new_enterprise(1)


@pytest.fixture
def record(office: Office, enterprise: Enterprise) -> Record:
    """Give a serious penalty of 1 April 2026, published on 6 May 2026: repairable after a year, public for three."""
    return make.published(
        office, enterprise=enterprise, CF_CFLB="吊销许可证件", CF_NR_FK="", CF_NR_ZKDX="排污许可证 第1号"
    )


@pytest.fixture
def day(record: Record) -> date:
    """Give the first day on which the record can be repaired."""
    assert record.repairable_from is not None
    return record.repairable_from


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect what would be printed."""
    found: list[str] = []

    def keep(html: str, **_: object) -> bytes:
        found.append(html)
        return BLANK

    monkeypatch.setattr(printing, "render", keep)
    return found


@pytest.fixture
def receipt(record: Record, day: date, paper: Path, time_machine: Any) -> Receipt:
    time_machine.move_to(noon(day))
    return cases.repair(cases.ref(record), on=day, paper=paper)


@pytest.fixture
def proposed(receipt: Receipt, office: Office, day: date) -> Case:
    """Give a repair that its reviewer granted and nobody confirmed."""
    return cases.decided(receipt.cases[0], office, outcome="GRANTED", on=day, reason=REASON)


@pytest.fixture
def until(day: date) -> date:
    return day + timedelta(days=400)


@pytest.fixture
def granted(proposed: Case, office: Office, day: date, printed: list[str]) -> Case:
    case = confirm_decision(case=proposed, by=office.recorder, at=noon(day))
    issue_letters(at=noon(day))
    return case


@pytest.fixture
def asked(granted: Case, office: Office, day: date, until: date) -> Case:
    """Give a granted repair that its reviewer requested to undo."""
    return ask_undo_repair(case=granted, reason=FALSE, banned_until=until, by=office.reviewer, at=noon(day))
