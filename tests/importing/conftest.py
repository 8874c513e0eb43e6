"""What the tests of imports share."""

import pytest

from enterprises.register.models import Enterprise
from tests.importing.field_rows import stored_enterprise


@pytest.fixture
def stored(db: None) -> Enterprise:
    """What the register has given before."""
    return stored_enterprise()
