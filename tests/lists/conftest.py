"""What tests of lists ask for by name."""

import pytest

from enterprises.shared import clock
from tests.lists.make import TODAY, noon


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to noon of the day on which the stories of `tests.lists.make` end."""
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))
