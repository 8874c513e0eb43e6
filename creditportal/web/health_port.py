"""A port of its own for `/healthz`, in the process that starts the web processes (setting HEALTH_BIND).

Nothing that clients do at the portal's port reaches it: it answers while all connections, threads and places of the web
processes are taken. It belongs to a private network; nothing bounds how many connections it takes.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SECONDS_OF_A_CLIENT = 5


class _Handler(BaseHTTPRequestHandler):
    timeout = SECONDS_OF_A_CLIENT
    lives: Callable[[], bool]

    def do_GET(self) -> None:
        if self.path != "/healthz":
            self._answer(HTTPStatus.NOT_FOUND, "no such address")
        elif type(self).lives():
            self._answer(HTTPStatus.OK, "ok")
        else:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "no web process")

    def _answer(self, status: HTTPStatus, word: str) -> None:
        body = json.dumps({"status": word}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep quiet: a probe comes every few seconds."""


@contextmanager
def health_port(bind: tuple[str, int], *, lives: Callable[[], bool]) -> Iterator[int]:
    """Answer at that address while the block runs; give the port. `lives`: whether a web process runs.

    :raises OSError: the address is taken or not of this machine.
    """
    handler = type("Handler", (_Handler,), {"lives": staticmethod(lives)})
    with ThreadingHTTPServer(bind, handler) as server:
        Thread(target=server.serve_forever, name="health port", daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
