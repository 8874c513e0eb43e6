"""An office, a firm and two people at their desks, on a fixed morning."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from enterprises.register.models import Enterprise
from tests import make
from tests.make import Office


@pytest.fixture(autouse=True)
def morning(db: None) -> Iterator[None]:
    with time_machine.travel(make.AT, tick=False):
        yield


@pytest.fixture
def office(db: None) -> Office:
    return make.office()


@pytest.fixture
def firm(db: None) -> Enterprise:
    return make.firm(category=Enterprise.Category.LEGAL_PERSON)


@pytest.fixture
def recorder(office: Office) -> Client:
    return at_desk(office.recorder)


@pytest.fixture
def reviewer(office: Office) -> Client:
    return at_desk(office.reviewer)


def at_desk(user: User) -> Client:
    """Log a user in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
