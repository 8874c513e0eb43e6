"""`make demo` from an empty folder, again with its data, and its end."""

import os
import re
import signal
import socket
from pathlib import Path

import pytest

from creditportal.development.servers.ports import free_port
from tests.support import made_once
from tests.support.demonstration import (
    ENTERPRISES,
    GENEROUS_S,
    city,
    demo,
    page,
    processes_of,
    read_until_it_runs,
    wait_until_none,
)


@pytest.fixture
def made_city(tmp_path: Path) -> Path:
    """Give a folder of the test's own with the data of a demonstration that has run and was stopped."""
    made_once.copy_data(city().data_dir, tmp_path / "data")
    return tmp_path / "data"


def enterprises_on(home: str) -> int:
    found = re.search(r"<strong>([\d,]+)</strong>家企业", home)
    assert found
    return int(found[1].replace(",", ""))


def made(said: str) -> int:
    """Return how many enterprises the command made by its own words: the city, and those with odd register facts."""
    more = re.search(r"(\d+) enterprises with register facts", said)
    assert more
    return ENTERPRISES + int(more[1])


def test_an_interrupted_city_is_begun_anew() -> None:
    assert f"Making a city of {ENTERPRISES} enterprises" in city().said
    assert enterprises_on(city().home) == made(city().said)


def test_it_says_what_it_made_and_who_may_log_in() -> None:
    said = city().said
    assert re.search(r"The portal runs at http://127\.0\.0\.1:\d+/", said)
    assert re.search(r"gsj-luru +市市场监管局录入员", said)
    assert re.search(r"admin +系统管理员", said)


def test_it_keeps_its_data_and_leaves_no_process(made_city: Path) -> None:
    port = free_port()
    with demo(made_city, port=port) as running:
        assert_as_it_was(read_until_it_runs(running), port=port)
        stylesheet = re.search(r'href="(/static/css/portal\.[0-9a-f]{12}\.css)"', page(port, "/"))
        assert stylesheet
        assert "--brand" in page(port, stylesheet[1])
        running.send_signal(signal.SIGKILL)
        running.wait(GENEROUS_S)
        wait_until_none(made_city)
    with demo(made_city, port=port) as running:
        assert_as_it_was(read_until_it_runs(running), port=port)
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(GENEROUS_S) == 0
        wait_until_none(made_city)


def assert_as_it_was(said: str, *, port: int) -> None:
    assert f"http://127.0.0.1:{port}/" in said
    assert "Making a city" not in said
    assert "Building the search index" not in said
    assert enterprises_on(page(port, "/")) == made(city().said)


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
