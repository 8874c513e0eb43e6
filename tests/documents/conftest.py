"""What tests of documents ask for by name."""

import pytest

from enterprises.creditfile.report import services
from tests.documents.letters import BLANK


@pytest.fixture
def blank_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print each report as one empty page, signed: layout is the matter of `test_report.py` and `test_claims.py`."""
    monkeypatch.setattr(services, "report_pdf", lambda snapshot: BLANK)
