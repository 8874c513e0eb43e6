"""`make demo` as a person runs it, and the city that it makes once for the whole run of tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from creditportal.development.servers.ports import free_port
from tests.support.made_once import FOREIGN, made_once, migrated

ROOT = Path(__file__).parents[2]
START_S = 300
ENTERPRISES = 300
GENEROUS_S = 120  # a machine may be busy: what is waited for comes, or never does


@contextmanager
def demo(data_dir: Path, *, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the demonstration in a process group of its own, as a terminal would."""
    dropped = {"DATABASE_URL", "SEARCH_URL", "DJANGO_SETTINGS_MODULE", "MAKELEVEL"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"DATA_DIR": str(data_dir), "PORT": str(port), "ENTERPRISES": str(ENTERPRISES), "ENGINE": "sqlite"}
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
    """Return what it prints up to the address."""
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
    """Wait until no process of a data folder is left."""
    deadline = time.monotonic() + GENEROUS_S
    while left := processes_of(data_dir):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def page(port: int, path: str) -> str:
    """Return the content of a page of the portal on a port of loopback."""
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=GENEROUS_S) as answer:
        return str(answer.read().decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A demonstration that was stopped while it served: its data, what it printed at its start, and its first page."""

    data_dir: Path
    said: str
    home: str


def city() -> City:
    """Return the city of the run of tests; whoever writes takes a copy of its data."""
    made = made_once("city", _make)
    return City(data_dir=made / "data", said=(made / "said").read_text(), home=(made / "home").read_text())


def _make(folder: Path) -> None:
    """Interrupt the first start in an empty folder while the city is made; let the second one make it anew."""
    data_dir, port = folder / "data", free_port()
    with demo(data_dir, port=port) as running:
        assert running.stdout is not None
        while "Making a city" not in running.stdout.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    with demo(data_dir, port=port) as running:
        (folder / "said").write_text(read_until_it_runs(running))
        (folder / "home").write_text(page(port, "/"))
        running.send_signal(signal.SIGTERM)
        running.wait(GENEROUS_S)
        wait_until_none(data_dir)
    _settle(data_dir, port=port)


def _settle(data_dir: Path, *, port: int) -> None:
    """Do what is due to the worker, else those of all copies would print the same dozens of letters first."""
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    variables = {
        "DATA_DIR": str(data_dir),
        "DEBUG": "false",
        "DEMO": "true",
        "SECRET_KEY": (data_dir / "secret-key").read_text(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "tests.support.settle"]
    subprocess.run(command, cwd=ROOT, env={**inherited, **variables}, check=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # else what it has started would go on
    migrated()
    city()
