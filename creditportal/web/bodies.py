"""Receive the body of a request whole, within its limits, before anybody works on it."""

import asyncio
import logging
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile

from creditportal.web.limits import RequestLimits
from creditportal.web.protocol import AsgiScope, Receive, header_of

# A body up to this size stays in memory; a larger one goes to a file without a name.
IN_MEMORY = 256 * 1024

logger = logging.getLogger(__name__)

Body = SpooledTemporaryFile[bytes]


class ClientGone(Exception):
    """The client has closed the connection."""


class BodyRefused(Exception):
    """The body is too large, comes too slowly or cannot be kept; `status` is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def has_body(scope: AsgiScope) -> bool:
    """Return whether a request announces a body."""
    return bool(header_of(scope, b"transfer-encoding")) or header_of(scope, b"content-length") not in {"", "0"}


async def receive_body(scope: AsgiScope, receive: Receive, *, limits: RequestLimits, folder: Path) -> Body:
    """Return the whole body, at its start.

    :raises BodyRefused: 413 it is too large, 408 it comes too slowly, 507 there is no room for it.
    :raises ClientGone: the client has left.
    """
    announced = header_of(scope, b"content-length")
    if announced.isdecimal() and int(announced) > limits.largest_body:
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body: Body = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115 - the caller closes it
    try:
        await _fill(body, receive, limits=limits)
    except OSError as problem:  # it cannot be written: the disk is full
        body.close()
        logger.error("No room for a body: %s", problem.strerror, extra={"group": "no room for bodies"})
        raise BodyRefused(HTTPStatus.INSUFFICIENT_STORAGE) from problem
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _fill(body: Body, receive: Receive, *, limits: RequestLimits) -> None:
    loop = asyncio.get_running_loop()
    began, received, is_complete = loop.time(), 0, False
    while not is_complete:
        try:
            async with asyncio.timeout_at(began + limits.seconds_for(received)):
                message = await receive()
        except TimeoutError:
            raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        received += len(part)
        if received > limits.largest_body:
            raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.write(part)
        is_complete = not message.get("more_body", False)
