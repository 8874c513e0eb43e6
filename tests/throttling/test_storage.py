"""Counters that all processes of a machine share."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from limits.errors import StorageError

from enterprises.shared.throttling.storage import SharedStorage

ROOT = Path(__file__).parents[2]
COUNTING = """
import sys
from pathlib import Path
from enterprises.shared.throttling.storage import SharedStorage
storage = SharedStorage(Path(sys.argv[1]))
for _ in range(200):
    storage.incr("key", 3600)
"""


def test_processes_count_together(tmp_path: Path) -> None:
    path = tmp_path / "rates.sqlite3"
    command = [sys.executable, "-c", COUNTING, str(path)]
    counting = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [each.wait() for each in counting] == [0, 0, 0]
    assert SharedStorage(path).get("key") == 600


def test_a_counter_ends_and_begins_anew(tmp_path: Path) -> None:
    storage = SharedStorage(tmp_path / "rates.sqlite3")
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as clock:
        assert [storage.incr("key", 60) for _ in range(2)] == [1, 2]
        assert storage.get_expiry("key") == datetime(2026, 1, 1, 0, 1, tzinfo=UTC).timestamp()
        clock.shift(59)
        assert storage.incr("key", 60) == 3
        clock.shift(1)
        assert storage.get("key") == 0
        assert storage.incr("key", 60) == 1


def test_ended_counters_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.shared.throttling.storage._SWEEP_EVERY", 3)
    storage = SharedStorage(tmp_path / "rates.sqlite3")
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as clock:
        storage.incr("old", 60)
        clock.shift(61)
        storage.incr("new", 60)
        storage.incr("new", 60)
    assert storage.reset() == 1  # "new" alone was left


def test_a_file_that_cannot_be_used_is_the_librarys_error(tmp_path: Path) -> None:
    storage = SharedStorage(tmp_path)  # a folder
    assert not storage.check()
    with pytest.raises(StorageError):
        storage.incr("key", 60)
