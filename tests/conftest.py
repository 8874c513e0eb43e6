"""What all tests share."""

import gc
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.support.databases import end_other_sessions

pytest_plugins = [
    "tests.support.logs",
    "tests.support.needs",
    "tests.support.network",
    "tests.support.reporting",
    "tests.support.real_servers",
    "tests.support.browser",
    "tests.support.console",
    "tests.support.libreoffice",
    "tests.support.portal",
    "tests.support.tripwires",
    "tests.support.verapdf",
]

# Machines differ in speed: no test fails for being slow once.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from the garbage collector, which finds nothing in it."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Remove what the run wrote."""
    shutil.rmtree(Path(settings.DATA_DIR), ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make the test databases, and end what other sessions are left on them before they are dropped."""
    yield
    with django_db_blocker.unblock():
        end_other_sessions()


@pytest.fixture(autouse=True)
def _fresh_names() -> None:
    """Forget what another test's tables called things."""
    module = sys.modules.get("search.labels")  # what was never imported holds nothing
    if module:
        module.forget()


@pytest.fixture
def data_dir() -> Path:
    """Give the folder in which the portal writes during this run."""
    return Path(settings.DATA_DIR)
