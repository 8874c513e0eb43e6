"""What the tests of imports share."""

from collections.abc import Iterator

import pytest

from enterprises.register.models import Enterprise
from enterprises.register.services.classifications import load_reference
from tests.importing.field_rows import stored_enterprise
from tests.support.kept_rows import kept_rows


@pytest.fixture(scope="module")
def reference(request: pytest.FixtureRequest) -> Iterator[None]:
    """Load divisions and industries once for the tests of a module: seven thousand rows."""
    with kept_rows(request):
        load_reference()
        yield


@pytest.fixture
def stored(reference: None, db: None) -> Enterprise:
    """What the register has given before."""
    return stored_enterprise()
