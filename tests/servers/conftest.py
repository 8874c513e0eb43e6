"""What the servers' tests share."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every user can reach; pytest's own keep all but one out."""
    with tempfile.TemporaryDirectory(prefix="creditportal-servers-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
