"""As root the servers run as somebody else, in a folder which that user can reach."""

import os
import stat
from pathlib import Path

import pytest

from creditportal.development.servers.process import ServerFailed
from creditportal.development.servers.unprivileged import closed_folder, make_room, service_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root's rights are what it is about")


def test_anybody_but_root_stays_who_he_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert service_user("postgres") == ""


def test_root_takes_the_first_user_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert service_user("no-such-user", "daemon") == "daemon"
    assert service_user("no-such-user") == "nobody"


@as_root
def test_a_folder_is_made_for_its_user_alone(open_folder: Path) -> None:
    folder = open_folder / "a/b"
    make_room(folder, "nobody")
    assert folder.owner() == "nobody"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
def test_a_closed_folder_above_is_named(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    assert closed_folder(closed / "a/b", "nobody") == closed
    with pytest.raises(ServerFailed, match=rf"nobody, who may not enter {closed}"):
        make_room(closed / "a/b", "nobody")


def test_nothing_is_closed_to_ourselves(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert closed_folder(closed / "a", "") is None
    make_room(closed / "a", "")
    assert (closed / "a").is_dir()
