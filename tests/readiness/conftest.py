"""A morning on which every part of the portal is well."""

from collections.abc import Iterator

import pytest
import time_machine

from enterprises.shared.heartbeats.services import WORKER, beat
from search.engines import index
from search.indexing.builds import rebuild
from tests.readiness.support import AT
from tests.search.make import forget_index


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def well(db: None) -> Iterator[None]:
    """Let every part be well, and leave no index behind."""
    beat(name=WORKER, at=AT)
    rebuild(index=index(), now=lambda: AT, holder="test")
    yield
    forget_index()
