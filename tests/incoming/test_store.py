"""Entries stay as long as their owner lives, and not a sweep longer."""

import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from enterprises.periodic_jobs import sweep_incoming
from enterprises.shared.clock import now
from enterprises.shared.incoming.models import IncomingFile
from enterprises.shared.incoming.store import create_file, hold, holding, resume, sweep

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
        assert sweep(at=now()) == 0
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
    assert sweep(at=now()) == 0
    assert entries(root) == [entry.folder]
    entry.release()
    assert entries(root) == []


def test_a_sweep_removes_no_more_than_a_link(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("x")
    root.mkdir()
    (root / "link").symlink_to(elsewhere)
    assert sweep(at=now()) == 1
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
        assert sweep(at=now()) == 0
        owner.kill()
        owner.wait()
    assert sweep(at=now()) == 1
    assert entries(root) == []


def test_what_is_kept_outlives_its_request_and_no_more(root: Path) -> None:
    user, until = User.objects.create_user("luru"), now() + timedelta(minutes=1)
    entry = hold(purpose="test", user=user, at=now())
    name = entry.folder.name
    assert resume(name, user=user, at=now()) is None  # held, and kept for nobody
    entry.keep(until=until)
    assert sweep(at=now()) == 0
    held = resume(name, user=user, at=now())
    assert held is not None
    assert resume(name, user=user, at=now()) is None  # another request has it
    held.keep(until=until)
    assert resume(name, user=User.objects.create_user("other"), at=now()) is None
    assert resume(name, user=user, at=until) is None
    assert sweep(at=until) == 1
    assert entries(root) == []
    assert not IncomingFile.objects.exists()


def test_what_was_kept_before_goes(root: Path) -> None:
    user, until = User.objects.create_user("luru"), now() + timedelta(minutes=1)
    for _ in range(2):
        hold(purpose="test", user=user, at=now()).keep(until=until)
    hold(purpose="test", user=User.objects.create_user("other"), at=now()).keep(until=until)
    assert sweep(at=now()) == 1
    assert len(entries(root)) == IncomingFile.objects.count() == 2


def test_a_kept_file_whose_folder_is_gone_leaves_no_row(root: Path) -> None:
    user = User.objects.create_user("luru")
    entry = hold(purpose="test", user=user, at=now())
    entry.keep(until=now() + timedelta(minutes=1))
    entry.folder.rmdir()
    assert resume(entry.folder.name, user=user, at=now()) is None
    sweep(at=now())
    assert not IncomingFile.objects.exists()
