"""What all tests share."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.support import made_once
from tests.support.databases import end_other_sessions

pytest_plugins = [
    "tests.support.logs",
    "tests.support.needs",
    "tests.support.network",
    "tests.support.order",
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


def pytest_configure() -> None:
    """Make the folder of what the run makes once."""
    made_once.begin()


def pytest_collection_finish() -> None:
    """Keep what was imported and collected from the garbage collector, which finds nothing in it.

    It is called more seldom, too: nearly all that a test makes goes without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure() -> None:
    """Remove what the run wrote."""
    shutil.rmtree(Path(settings.DATA_DIR), ignore_errors=True)
    made_once.end()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Begin with a copy of the run's migrated database: to apply all migrations takes twenty seconds.

    On SQLite it goes with the folder of the process, on PostgreSQL Django drops it.
    """
    request.getfixturevalue("django_db_modify_db_settings")  # gives each process a file of its own
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        if os.environ.get(made_once.OWN_POSTGRESQL):
            database["TEST"]["TEMPLATE"] = made_once.template()
        return False
    made_once.copy_database(made_once.migrated() / made_once.DATABASE, Path(database["TEST"]["NAME"]))
    return True


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
def migrated_folder(tmp_path: Path) -> Path:
    """Give a data folder of the test's own with a migrated, empty SQLite database."""
    folder = tmp_path / "migrated"
    made_once.copy_data(made_once.migrated(), folder)
    return folder


@pytest.fixture
def data_dir() -> Path:
    """Give the folder in which the portal writes during this run."""
    return Path(settings.DATA_DIR)
