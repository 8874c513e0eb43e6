"""Rows that all tests of a module share: made once, kept below the transaction of each test, rolled back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep what a fixture of a module writes while its tests run; each of them rolls back to it.

    No test of the module may be `django_db(transaction=True)`: it would commit and empty the tables.
    """
    request.getfixturevalue("django_db_setup")
    blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
