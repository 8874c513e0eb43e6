"""What all tests share."""

import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

pytest_plugins = [
    "tests.support.network",
    "tests.support.reporting",
    "tests.support.real_servers",
    "tests.support.browser",
    "tests.support.portal",
    "tests.support.verapdf",
]

# Machines differ in speed: no test fails for being slow once.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_unconfigure() -> None:
    """Remove what the run wrote."""
    shutil.rmtree(Path(settings.DATA_DIR), ignore_errors=True)


@pytest.fixture
def data_dir() -> Path:
    """Give the folder in which the portal writes during this run."""
    return Path(settings.DATA_DIR)
