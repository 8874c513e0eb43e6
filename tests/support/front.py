"""The buffering front of deploy/nginx on a port of loopback, before a portal that runs."""

import shutil
import socket
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from creditportal.development.servers import process
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.process import Child, ServerFailed

CONFIGURATION = Path(__file__).parents[2] / "deploy/nginx/nginx.conf"
START_S = 120
RATE = "rate=50r/s"


class Front:
    """nginx with the configuration that production uses; ports, upstream and a higher `rate` alone are its own."""

    def __init__(self, *, upstream: str, rate: str = RATE) -> None:
        self._rate = rate
        self._upstream = str(urlsplit(upstream).netloc)
        self._child: Child | None = None
        self._folder = Path()
        self._port = 0

    @property
    def address(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        """Return what it has logged."""
        return (self._folder / "front.log").read_text()

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="creditportal-front-"))
        self._port = free_port()
        configuration = CONFIGURATION.read_text()
        assert RATE in configuration
        (self._folder / "nginx.conf").write_text(configuration.replace(RATE, self._rate))
        (self._folder / "listen.conf").write_text(f"listen 127.0.0.1:{self._port};\n")
        (self._folder / "upstream.conf").write_text(f"server {self._upstream};\n")
        folder = str(self._folder)
        command = ["nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]
        self._child = process.start(command, name="nginx", log=self._folder / "front.log", folder=self._folder)
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            self._child.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while self._child is not None and self._child.is_running and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise self._child.failure() if self._child else ServerFailed("nginx was not started.")
