"""Children end with their parent, however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from creditportal.development.servers import process

GENEROUS_S = 120  # a machine may be busy: what is waited for comes, or never does
SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
# A parent that starts a child, prints its number and waits.
PARENT = """
import pathlib, sys, time
from creditportal.development.servers import process
child = process.start([sys.executable, "-c", "import time; time.sleep(600)"], name="x", log=pathlib.Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + GENEROUS_S
    while is_alive(pid):
        assert time.monotonic() < deadline, f"{pid} is still there"
        time.sleep(0.02)


def wait_for(log: Path, text: str) -> None:
    deadline = time.monotonic() + GENEROUS_S
    while not (log.exists() and text in log.read_text()):
        assert time.monotonic() < deadline, f"{log} does not say {text}"
        time.sleep(0.02)


def test_a_child_runs_until_it_is_stopped(tmp_path: Path) -> None:
    child = process.start(SLEEPER, name="sleeper", log=tmp_path / "log")
    wait_for(tmp_path / "log", "up")
    assert child.is_running
    child.stop()
    assert not child.is_running
    assert not is_alive(child.process.pid)


def test_a_child_that_ends_by_itself_is_described_with_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = process.start([sys.executable, "-c", "import sys; sys.exit('no luck')"], name="Sleeper", log=log)
    child.process.wait(GENEROUS_S)
    assert str(child.failure()) == f"Sleeper ended with status 1; {log} says:\nno luck"


def test_a_child_that_ignores_its_signal_is_killed_with_its_own_children(tmp_path: Path) -> None:
    stubborn = (
        "import os, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True)\n"
        "print('up', flush=True)\n"
        "time.sleep(600)\n"
    )
    log = tmp_path / "log"
    child = process.start([sys.executable, "-c", stubborn], name="stubborn", log=log)
    wait_for(log, "up")
    child.stop(grace_s=0.2)
    assert child.process.returncode == -signal.SIGKILL
    wait_until_gone(int(log.read_text().split()[0]))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_child_does_not_outlive_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.send_signal(number)
    wait_until_gone(child)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_child_gives_up_the_rights_of_root(tmp_path: Path) -> None:
    command = ["sh", "-c", "id -u; id -G"]
    child = process.start(command, name="id", log=tmp_path / "log", user="nobody", folder=Path("/"))
    child.process.wait(GENEROUS_S)
    assert (tmp_path / "log").read_text().split() == ["65534", "65534"]
