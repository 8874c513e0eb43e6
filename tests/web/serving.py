"""The web server in a process of its own, with bounds of a test's choice, and clients that send by hand."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from creditportal.development.servers import process
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.process import Child

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120  # a bound on what hangs, no measure of speed
TARGET = "tests.web.application:application"


@contextmanager
def serving(folder: Path, **variables: str) -> Iterator[str]:
    """Give the address of a server of one process."""
    port = free_port()
    given = {
        "DATA_DIR": str(folder / "data"),
        "BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": "1",
        "HOLD": str(folder / "hold"),
        "SEARCH_URL": f"sqlite:///{folder}/search.sqlite3",
        "DATABASE_URL": "",
        "DEBUG": "true",
        **variables,
    }
    command = [sys.executable, "-m", "creditportal.web", TARGET]
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = {**inherited, **given}
    child = process.start(command, name="The web server", log=folder / "web.log", environment=environment, folder=ROOT)
    try:
        _wait(port, child)
        yield f"http://127.0.0.1:{port}"
    finally:
        child.stop()


def _wait(port: int, child: Child) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while child.is_running and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise child.failure()


def get(address: str, path: str) -> HTTPResponse:
    """Ask for a page over a connection of its own; the answer is read."""
    with closing(HTTPConnection(str(urlsplit(address).netloc), timeout=PATIENCE_S)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer


def post(address: str, **sent: Any) -> Any:
    """Send a body to `/` and return what `tests.web.application` has seen of it."""
    with closing(HTTPConnection(str(urlsplit(address).netloc), timeout=PATIENCE_S)) as connection:
        connection.request("POST", "/", **sent)
        return json.loads(connection.getresponse().read())


class SlowUpload:
    """A client that announces a body and sends a little of it."""

    def __init__(self, address: str, *, path: str = "/", length: int = 1_000_000) -> None:
        parts = urlsplit(address)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S)
        head = f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {length}\r\n\r\n"
        self._socket.sendall(head.encode() + b"begin")

    def send(self, content: bytes) -> None:
        """Send more of the body."""
        self._socket.sendall(content)

    def answer(self) -> bytes:
        """Return all that the server sends until it closes the connection."""
        parts: list[bytes] = []
        try:
            while part := self._socket.recv(65536):
                parts.append(part)
        except ConnectionResetError:
            pass
        self._socket.close()
        return b"".join(parts)

    def has_answer(self) -> bool:
        """Return whether something has come, without waiting."""
        self._socket.setblocking(False)
        try:
            return bool(self._socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        finally:
            self._socket.settimeout(PATIENCE_S)

    def close(self) -> None:
        """Leave."""
        self._socket.close()


def status_of(answer: bytes) -> int:
    """Return the status of a raw answer."""
    return int(answer.split(b" ", 2)[1])


def wait_until(condition: Callable[[], bool], *, what: str) -> None:
    """Wait for a condition that must come true at last."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)
