"""Admission control: what a web process takes on, and what it refuses at once.

`/healthz` is answered here, without a thread. A request beyond the bounds is refused with 503 (the process is full) or
429 (this address uploads too much at once). The answer has Retry-After, and the connection is closed.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import IO

from creditportal.web.bodies import BodyRefused, ClientGone, has_body, receive_body
from creditportal.web.bridge import ThreadedApplication, send_answer
from creditportal.web.limits import RequestLimits
from creditportal.web.protocol import AsgiScope, Receive, Send, header_of
from enterprises.shared.http import caller_address

HEALTH_PATH = "/healthz"
RETRY_AFTER_SECONDS = 5

SENTENCES = {
    HTTPStatus.REQUEST_TIMEOUT: "上传过慢或中断，请检查网络后重新提交。 The upload was too slow.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "提交的内容过大，未予接收。 The upload is too large.",
    HTTPStatus.TOO_MANY_REQUESTS: "同一地址同时上传过多，请稍后再试。 Too many uploads at once from this address.",
    HTTPStatus.INSUFFICIENT_STORAGE: "服务器存储空间不足，未能接收上传的内容。 The server has no room for the upload.",
    HTTPStatus.SERVICE_UNAVAILABLE: "访问人数过多，请稍后再试。 The portal is busy, please try again soon.",
}
CODES = {
    HTTPStatus.REQUEST_TIMEOUT: "request_timeout",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.TOO_MANY_REQUESTS: "throttled",
    HTTPStatus.INSUFFICIENT_STORAGE: "disk_full",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


class RefusedRequest(Exception):
    """The request is not taken on; `status` is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Admission:
    """An ASGI application that guards a `ThreadedApplication`."""

    def __init__(
        self, application: ThreadedApplication, *, limits: RequestLimits, folder: Path, is_behind_proxy: bool
    ) -> None:
        self._application, self._limits, self._folder = application, limits, folder
        self._is_behind_proxy = is_behind_proxy
        self._requests = 0
        self._uploads: Counter[str] = Counter()

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Answer one request or refuse it."""
        if scope["path"] == HEALTH_PATH:
            await _answer_health(scope, send)
            return
        try:
            async with self._place(), self._body(scope, receive) as body:
                answer = await self._application.answer(scope, body)
            await send_answer(answer, send)  # a client that reads slowly holds no place
        except (RefusedRequest, BodyRefused) as refusal:
            await refuse(scope, send, refusal.status)
        except (ClientGone, TimeoutError):
            return

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """Count a request under way.

        :raises RefusedRequest: the process is full.
        """
        if self._requests >= self._limits.requests:
            raise RefusedRequest(HTTPStatus.SERVICE_UNAVAILABLE)
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1

    @asynccontextmanager
    async def _body(self, scope: AsgiScope, receive: Receive) -> AsyncIterator[IO[bytes] | None]:
        """Receive the body, if there is one.

        :raises RefusedRequest: too many bodies are on their way.
        :raises BodyRefused: this one is too large or too slow.
        :raises ClientGone: the client has left.
        """
        if not has_body(scope):
            yield None
            return
        async with self._upload(self._address_of(scope)):
            body = await receive_body(scope, receive, limits=self._limits, folder=self._folder)
        with body:
            yield body

    @asynccontextmanager
    async def _upload(self, address: str) -> AsyncIterator[None]:
        if self._uploads[address] >= self._limits.uploads_of_address:
            raise RefusedRequest(HTTPStatus.TOO_MANY_REQUESTS)
        if self._uploads.total() >= self._limits.uploads:
            raise RefusedRequest(HTTPStatus.SERVICE_UNAVAILABLE)
        self._uploads[address] += 1
        try:
            yield
        finally:
            self._uploads[address] -= 1
            self._uploads += Counter()  # forget addresses that upload nothing

    def _address_of(self, scope: AsgiScope) -> str:
        forwarded = header_of(scope, b"x-forwarded-for") if self._is_behind_proxy else ""
        return caller_address((scope.get("client") or ("",))[0], forwarded_for=forwarded)


async def _answer_health(scope: AsgiScope, send: Send) -> None:
    """Answer that the process lives."""
    is_read = scope["method"] in {"GET", "HEAD"}
    status = HTTPStatus.OK if is_read else HTTPStatus.METHOD_NOT_ALLOWED
    await _send_json(send, status, {"status": "ok"} if is_read else {"detail": status.phrase}, retry_after=None)


async def refuse(scope: AsgiScope, send: Send, status: HTTPStatus) -> None:
    """Refuse with a sentence, in JSON below `/api/` and as text elsewhere, and close the connection."""
    passes = status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    retry_after = RETRY_AFTER_SECONDS if passes else None
    if scope["path"].startswith("/api/"):
        content = {"detail": SENTENCES[status], "code": CODES[status]}
        await _send_json(send, status, content, retry_after=retry_after)
    else:
        await _send(send, status, SENTENCES[status].encode(), b"text/plain; charset=utf-8", retry_after=retry_after)


async def _send_json(send: Send, status: HTTPStatus, content: dict[str, str], *, retry_after: int | None) -> None:
    body = json.dumps(content, ensure_ascii=False).encode()
    await _send(send, status, body, b"application/json", retry_after=retry_after)


async def _send(send: Send, status: HTTPStatus, body: bytes, kind: bytes, *, retry_after: int | None) -> None:
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"cache-control", b"no-store")]
    if status != HTTPStatus.OK:
        headers.append((b"connection", b"close"))
    if retry_after is not None:
        headers.append((b"retry-after", b"%d" % retry_after))
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
