"""The little world and its people, made once for each module that asks addresses."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from tests.access.visitors import Visitors, log_in
from tests.access.world import World, make_world
from tests.support.kept_rows import kept_rows
from tests.support.tripwires import MOMENT


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> Iterator[World]:
    """Make the world below the transaction of each test."""
    with kept_rows(request):
        yield make_world()


@pytest.fixture(scope="module")
def visitors(made: World) -> Visitors:
    """Log everybody in for all tests of the module."""
    with time_machine.travel(MOMENT, tick=False):
        visitors = log_in(made)
    Session.objects.update(expire_date=MOMENT + timedelta(days=36500))  # Django reads the machine's clock
    return visitors


@pytest.fixture
def world(made: World, visitors: Visitors, db: None) -> World:
    """Give the world, whose rows a test may change; everybody is logged in."""
    return made
