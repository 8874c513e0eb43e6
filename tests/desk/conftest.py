"""An office, an enterprise and two people at their desks, on a fixed morning."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from enterprises.register.models import Enterprise
from tests import make
from tests.make import Office
from tests.support.clients import client_of


@pytest.fixture(autouse=True)
def morning(db: None) -> Iterator[None]:
    with time_machine.travel(make.AT, tick=False):
        yield


@pytest.fixture
def office(db: None) -> Office:
    return make.office()


@pytest.fixture
def enterprise(db: None) -> Enterprise:
    return make.new_enterprise(category=Enterprise.Category.LEGAL_PERSON)


@pytest.fixture
def recorder(office: Office) -> Client:
    return client_of(office.recorder)


@pytest.fixture
def reviewer(office: Office) -> Client:
    return client_of(office.reviewer)
