"""The parts of ASGI that the server's modules share."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

AsgiScope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def header_of(scope: AsgiScope, name: bytes) -> str:
    """Return the last value of a header, "" if there is none; `name` in small letters."""
    return next((value.decode("latin-1") for key, value in reversed(scope["headers"]) if key == name), "")
