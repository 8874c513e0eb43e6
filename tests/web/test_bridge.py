"""The bridge from ASGI to the portal's WSGI application."""

import errno
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import pytest

from creditportal.web import bridge
from creditportal.web.bridge import IN_MEMORY, ThreadedApplication, environ_of, send_answer
from tests.web import loop

LARGE = [bytes([number]) * (IN_MEMORY // 2) for number in range(3)]
SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/企业/",
    "query_string": b"q=%E4%B8%AD",
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 8000),
    "client": ("192.0.2.1", 40000),
    "headers": [(b"host", b"credit.example"), (b"accept", b"text/html")],
}


def answer_of(application: Any, folder: Path, *, body: bytes | None = None, **scope: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def respond() -> None:
        threaded = ThreadedApplication(application, threads=1, folder=folder)
        await send_answer(await threaded.answer({**SCOPE, **scope}, None if body is None else BytesIO(body)), send)

    loop.run(respond())
    return sent


def large(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return iter(LARGE)


def test_the_environment_is_the_one_that_the_standard_wants(tmp_path: Path) -> None:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read(5)]

    sent = answer_of(validator(application), tmp_path, body=b"whole", method="POST")
    assert sent[0] == {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
    assert sent[1] == {"type": "http.response.body", "body": b"whole", "more_body": False}


def test_paths_and_queries_are_those_of_the_request() -> None:
    environ = environ_of(SCOPE, None)
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/企业/"
    assert environ["QUERY_STRING"] == "q=%E4%B8%AD"
    assert environ["REMOTE_ADDR"] == "192.0.2.1"


def test_the_length_of_a_chunked_body_is_what_has_come() -> None:
    environ = environ_of({**SCOPE, "headers": [(b"transfer-encoding", b"chunked")]}, BytesIO(b"12345"))
    assert environ["CONTENT_LENGTH"] == "5"
    assert environ["wsgi.input"].read() == b"12345"


def test_a_name_with_an_underscore_passes_for_no_other() -> None:
    headers = [(b"x_forwarded_for", b"192.0.2.66"), (b"x-forwarded-for", b"192.0.2.1")]
    assert environ_of({**SCOPE, "headers": headers}, None)["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_headers_that_come_twice_are_joined() -> None:
    headers = [(b"accept", b"a"), (b"accept", b"b"), (b"cookie", b"x=1"), (b"cookie", b"y=2")]
    environ = environ_of({**SCOPE, "headers": headers}, None)
    assert (environ["HTTP_ACCEPT"], environ["HTTP_COOKIE"]) == ("a,b", "x=1; y=2")


def test_a_large_answer_is_sent_whole_and_leaves_no_file(tmp_path: Path) -> None:
    sent = answer_of(large, tmp_path)
    assert b"".join(message["body"] for message in sent[1:]) == b"".join(LARGE)
    assert {message["more_body"] for message in sent[1:-1]} == {True}
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_a_large_answer_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def __init__(self, **given: object) -> None:
            super().__init__()

        def write(self, content: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bridge, "TemporaryFile", Full)
    sent = answer_of(large, tmp_path)
    assert b"".join(message["body"] for message in sent[1:]) == b"".join(LARGE)


@pytest.mark.parametrize("fails", [True, False])
def test_the_answer_is_closed_as_the_standard_wants(tmp_path: Path, fails: bool) -> None:
    class Parts:
        closed = False

        def __iter__(self) -> Iterator[bytes]:
            yield b"a"
            if fails:
                raise RuntimeError("no more")

        def close(self) -> None:
            Parts.closed = True

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Parts()

    if fails:
        with pytest.raises(RuntimeError):
            answer_of(application, tmp_path)
    else:
        answer_of(application, tmp_path)
    assert Parts.closed
