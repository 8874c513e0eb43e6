"""Rows that all tests of a module share: made once, kept below the transaction of each test, rolled back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

COMMITTING = frozenset(
    {"transactional_db", "live_server", "django_db_serialized_rollback", "django_db_reset_sequences"}
)


@contextmanager
def kept_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep what a fixture of a module writes while its tests run; each of them rolls back to it.

    A test of the module that commits would empty the tables: it is refused.
    """
    committing = [item.nodeid for item in request.session.items if item.path == request.path and commits(item)]
    assert not committing, f"They commit, and so cannot share rows: {committing}"
    request.getfixturevalue("django_db_setup")
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def commits(item: pytest.Item) -> bool:
    """Return whether a test is one whose transactions are real."""
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or not COMMITTING.isdisjoint(getattr(item, "fixturenames", ()))
