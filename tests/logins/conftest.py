"""An office on a fixed morning, with a clock that a test moves."""

from collections.abc import Iterator

import pytest
import time_machine

from tests import make
from tests.make import Office


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(make.AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def office(db: None) -> Office:
    return make.office()
