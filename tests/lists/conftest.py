"""What tests of lists ask for by name."""

import pytest

from enterprises.shared import clock
from lists.editions.files import pdf
from tests.documents.letters import BLANK
from tests.lists.make import TODAY, noon


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to noon of the day on which the stories of `tests.lists.make` end."""
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))


@pytest.fixture
def blank_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print each edition as one empty page, signed: the layout is the matter of `test_pdf.py` and `test_claims.py`."""
    monkeypatch.setattr(pdf, "render", lambda *args, **given: BLANK)
