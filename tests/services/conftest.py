"""An office and an enterprise for every test of the services."""

import pytest

from enterprises.register.models import Enterprise
from tests import make
from tests.make import Office


@pytest.fixture
def office(db: None) -> Office:
    return make.office()


@pytest.fixture
def enterprise(db: None) -> Enterprise:
    return make.new_enterprise()
