"""What the tests of evaluations share."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from enterprises.evaluations.models import Institution
from enterprises.register.models import Enterprise
from enterprises.shared.attachments import store
from enterprises.shared.attachments.store import CheckedPaper
from enterprises.shared.attachments.types import PDF
from tests import make
from tests.attachments.papers import pdf
from tests.evaluations import make as making
from tests.make import Office


@pytest.fixture(autouse=True)
def _papers_are_what_they_seem(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a child process for each report; a test with `real_reports` has them read."""
    if "real_reports" not in request.fixturenames:
        monkeypatch.setattr(store, "checked", lambda path: CheckedPaper(media_type=PDF, content=path.read_bytes()))


@pytest.fixture
def real_reports() -> None:
    """Have reports read in a child."""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Give the report of an institution."""
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf())
    return path


@pytest.fixture
def office() -> Office:
    """Give the registering agency, with recorder and reviewer."""
    return make.office(1)


@pytest.fixture
def enterprise() -> Enterprise:
    """Give a public enterprise."""
    return make.new_enterprise(1)


@pytest.fixture
def institution(office: Office) -> Institution:
    """Give a registered institution."""
    return making.registered(office)


@pytest.fixture
def evaluator(institution: Institution) -> User:
    """Give the login of the institution."""
    return making.account(institution)
