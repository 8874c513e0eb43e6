"""Entries stay as long as their owner lives, and not a sweep longer."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from enterprises.periodic_jobs import sweep_incoming
from enterprises.shared.clock import now
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import create_file, hold, holding, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "incoming"


def entries(root: Path) -> list[Path]:
    return sorted(root.glob("[!.]*"))


def test_an_entry_is_named_in_the_database_and_goes_with_its_block(root: Path) -> None:
    user = User.objects.create_user("luru")
    with holding(purpose="test", user=user, at=now()) as entry:
        row = IncomingFile.objects.get()
        assert (row.name, row.purpose, row.user) == (entry.folder.name, "test", user)
        assert entries(root) == [entry.folder]
        (entry.folder / "part").write_text("x")
    assert entries(root) == []
    assert not IncomingFile.objects.exists()


def test_nobody_else_can_look(root: Path) -> None:
    root.mkdir(mode=0o755)
    with holding(purpose="test", user=None, at=now()) as entry:
        file = entry.folder / "content"
        with os.fdopen(create_file(file), "w") as stream:
            stream.write("x")
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (root, entry.folder, file)]
    assert modes == [0o700, 0o700, 0o600]


def test_a_sweep_leaves_what_has_a_living_owner(root: Path) -> None:
    with holding(purpose="test", user=None, at=now()) as entry:
        assert sweep() == 0
        assert entries(root) == [entry.folder]
        assert IncomingFile.objects.count() == 1


def test_a_sweep_removes_files_without_row_and_rows_without_file(root: Path) -> None:
    (root / "left").mkdir(parents=True)
    (root / "left" / "content").write_text("x")
    (root / "loose").write_text("x")
    IncomingFile.objects.create(name="gone", purpose="test", at=now())
    sweep_incoming(at=now())
    assert entries(root) == []
    assert not IncomingFile.objects.exists()


def test_a_living_entry_whose_row_is_missing_stays(root: Path) -> None:
    entry = hold(purpose="test", user=None, at=now())
    IncomingFile.objects.all().delete()
    assert sweep() == 0
    assert entries(root) == [entry.folder]
    entry.release()
    assert entries(root) == []


def test_a_sweep_removes_no_more_than_a_link(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("x")
    root.mkdir()
    (root / "link").symlink_to(elsewhere)
    assert sweep() == 1
    assert (elsewhere / "kept").exists()


def test_an_entry_of_a_process_that_has_ended_goes(root: Path) -> None:
    script = """
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
import os
folder = Path(sys.argv[1]) / "entry"
folder.mkdir(parents=True)
flock(os.open(folder, os.O_RDONLY), LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
    owner = subprocess.Popen(
        [sys.executable, "-c", script, root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdin is not None
    assert owner.stdout is not None
    with owner.stdin, owner.stdout:
        owner.stdout.readline()
        assert sweep() == 0
        owner.kill()
        owner.wait()
    assert sweep() == 1
    assert entries(root) == []
