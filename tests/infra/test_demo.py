"""`make demo` from an empty folder, again with its data, and its end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from creditportal.development.servers.ports import free_port

ROOT = Path(__file__).parents[2]
START_S = 300
GENEROUS_S = 120  # a machine may be busy: what is waited for comes, or never does


@contextmanager
def demo(data_dir: Path, *, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the demonstration in a process group of its own, as a terminal would."""
    dropped = {"DATABASE_URL", "SEARCH_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "ENTERPRISES": "40", "ENGINE": "sqlite"}
    running = subprocess.Popen(
        [sys.executable, "-m", "creditportal.development.setup.demo"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()
        if running.stdout:
            running.stdout.close()


def read_until_it_runs(running: subprocess.Popen[str]) -> str:
    """Return what it says up to the address."""
    assert running.stdout is not None
    said = ""
    deadline = time.monotonic() + START_S
    for line in running.stdout:
        said += line
        if "The portal runs at" in line:
            return said
        assert time.monotonic() < deadline, said
    raise AssertionError(said)


def processes_of(data_dir: Path) -> dict[int, str]:
    """Return the processes whose command or environment names the folder."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if str(data_dir).encode() in told:
            found[int(folder.name)] = told.decode(errors="replace").replace("\0", " ")[:200]
    return found


def wait_until_none(data_dir: Path) -> None:
    deadline = time.monotonic() + GENEROUS_S
    while left := processes_of(data_dir):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def page(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=GENEROUS_S) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def made_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a demonstration that has run and was stopped."""
    data_dir = tmp_path_factory.mktemp("city") / "data"
    with demo(data_dir, port=free_port()) as running:
        read_until_it_runs(running)
        running.send_signal(signal.SIGTERM)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    return data_dir


def test_it_runs_keeps_its_data_and_leaves_no_process(tmp_path: Path) -> None:
    port = free_port()
    data_dir = tmp_path / "data"
    with demo(data_dir, port=port) as running:
        said = read_until_it_runs(running)
        assert f"http://127.0.0.1:{port}/" in said
        assert "40 enterprises" in said
        assert re.search(r"gsj-luru +市市场监管局录入员", said)
        assert re.search(r"admin +系统管理员", said)
        first = enterprises_on(port)
        assert first == made(said)
        stylesheet = re.search(r'href="(/static/css/portal\.[0-9a-f]{12}\.css)"', page(port, "/"))
        assert stylesheet
        assert "--brand" in page(port, stylesheet[1])
        running.send_signal(signal.SIGKILL)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    with demo(data_dir, port=port) as running:
        assert_as_it_was(read_until_it_runs(running), port=port, count=first)
        running.send_signal(signal.SIGTERM)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    with demo(data_dir, port=port) as running:
        assert_as_it_was(read_until_it_runs(running), port=port, count=first)
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(GENEROUS_S) == 0
        wait_until_none(data_dir)


def assert_as_it_was(said: str, *, port: int, count: int) -> None:
    assert "Making a city" not in said
    assert "Building the search index" not in said
    assert enterprises_on(port) == count


def enterprises_on(port: int) -> int:
    found = re.search(r"<strong>([\d,]+)</strong>家企业", page(port, "/"))
    assert found
    return int(found[1].replace(",", ""))


def made(said: str) -> int:
    """Return how many enterprises the command made by its own words: the city, and those with odd register facts."""
    more = re.search(r"(\d+) enterprises with register facts", said)
    assert more
    return 40 + int(more[1])


def test_a_closed_terminal_leaves_no_process(made_city: Path) -> None:
    with demo(made_city, port=free_port()) as running:
        read_until_it_runs(running)
        assert running.stdout is not None
        running.stdout.close()
        running.send_signal(signal.SIGHUP)
        assert running.wait(GENEROUS_S) == 0
        wait_until_none(made_city)


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with demo(tmp_path / "data", port=port) as running:
            said, _ = running.communicate(timeout=GENEROUS_S)
    assert running.returncode == 1
    assert re.fullmatch(rf"!! Port {port} is in use .*: choose another, for instance make demo PORT=8001\.\n", said)
    assert not (tmp_path / "data").exists()


def test_an_interrupted_city_is_begun_anew(tmp_path: Path) -> None:
    port = free_port()
    data_dir = tmp_path / "data"
    with demo(data_dir, port=port) as running:
        assert running.stdout is not None
        while "Making a city" not in running.stdout.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    with demo(data_dir, port=port) as running:
        said = read_until_it_runs(running)
        assert enterprises_on(port) == made(said)


def test_a_child_that_fails_ends_the_demonstration(made_city: Path) -> None:
    port = free_port()
    with demo(made_city, port=port) as running:
        read_until_it_runs(running)
        (worker,) = (pid for pid, told in processes_of(made_city).items() if "manage.py worker" in told)
        os.kill(worker, signal.SIGKILL)
        said, _ = running.communicate(timeout=GENEROUS_S)
        assert running.returncode == 1
        assert "!! The worker ended with status -9" in said
        wait_until_none(made_city)
