"""Run a WSGI application in threads behind an ASGI server.

A thread holds a request only while the application works on it: the body has come whole before, and the answer is sent
after. The bridges of asgiref and a2wsgi do the same for three to five times the processor time of a request (decision
0012).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from creditportal.web.protocol import AsgiScope, Send

Environ = dict[str, Any]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# An answer up to this size stays in memory until it is sent; a larger one waits in a file without a name.
IN_MEMORY = 256 * 1024
PIECE = 64 * 1024
# A client that takes no piece for so long is left.
SEND_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class WsgiAnswer:
    """A whole answer; `body` stands at its start."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: IO[bytes]


class ThreadedApplication:
    """A WSGI application and its threads."""

    def __init__(self, application: WSGIApplication, *, threads: int, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def answer(self, scope: AsgiScope, body: IO[bytes] | None) -> WsgiAnswer:
        """Have a thread answer one request; `body` stands at its start. The caller closes the answer's body."""
        environ = environ_of(scope, body)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, environ)

    def _answer(self, environ: Environ) -> WsgiAnswer:
        """Call the application in this thread."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
            started[:] = [(status, headers)]
            return _no_write

        parts = self._application(environ, start_response)
        try:
            body = BytesIO(b"".join(parts))
        finally:
            getattr(parts, "close", _nothing)()
        status, headers = started[0]
        return WsgiAnswer(
            status=int(status[:3]), headers=[_encoded(*header) for header in headers], body=self._spooled(body)
        )

    def _spooled(self, body: BytesIO) -> IO[bytes]:
        """Return a large body as a file without a name, at its start; a full disk leaves it in memory."""
        if body.getbuffer().nbytes <= IN_MEMORY:
            return body
        file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed when it is sent
        try:
            file.write(body.getbuffer())
            file.flush()
        except OSError:
            file.close()
            return body
        file.seek(0)
        return file


async def send_answer(answer: WsgiAnswer, send: Send) -> None:
    """Send an answer piece by piece and close it.

    :raises TimeoutError: the client takes no piece for SEND_SECONDS.
    """
    with closing(answer.body):
        await _within(send({"type": "http.response.start", "status": answer.status, "headers": answer.headers}))
        piece = answer.body.read(PIECE)
        while len(piece) == PIECE:
            await _within(send({"type": "http.response.body", "body": piece, "more_body": True}))
            piece = answer.body.read(PIECE)
        await _within(send({"type": "http.response.body", "body": piece, "more_body": False}))


async def _within(sending: Awaitable[None]) -> None:
    async with asyncio.timeout(SEND_SECONDS):
        await sending


def environ_of(scope: AsgiScope, body: IO[bytes] | None) -> Environ:
    """Return the WSGI environment of a request (PEP 3333).

    Names with an underscore are left out: `x_forwarded_for` would pass for `x-forwarded-for`.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body or BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add_header(environ, name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(_length_of(body)) if body else "0"
    return environ


def _add_header(environ: Environ, name: str, value: str) -> None:
    key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
    separator = "; " if name == "COOKIE" else ","
    environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def _length_of(body: IO[bytes]) -> int:
    """Return the true length: a chunked request announces none."""
    length = body.seek(0, 2)
    body.seek(0)
    return length


def _encoded(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode("latin-1"), value.encode("latin-1")


def _no_write(_data: bytes) -> None:
    raise RuntimeError("the application must return its answer")


def _nothing() -> None: ...
