"""What the tests of cases share."""

from datetime import date
from pathlib import Path

import pytest

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.attachments import store
from enterprises.shared.attachments.store import CheckedPaper
from enterprises.shared.attachments.types import PDF
from tests import make
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
def firm() -> Enterprise:
    """Give a public firm."""
    return make.firm(1)


@pytest.fixture
def record(office: Office, firm: Enterprise) -> Record:
    """Give a serious penalty of 1 April 2026, published on 6 May 2026: repairable after a year, public for three."""
    return make.published(office, enterprise=firm, CF_CFLB="吊销许可证件", CF_NR_FK="", CF_NR_ZKDX="排污许可证 第1号")


@pytest.fixture
def day(record: Record) -> date:
    """Give the first day on which the record can be repaired."""
    assert record.repairable_from is not None
    return record.repairable_from
