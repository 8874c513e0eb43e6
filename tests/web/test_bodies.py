"""Bodies are received whole, within size, time and rate."""

import asyncio
import errno
from collections.abc import Sequence
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from creditportal.web import bodies
from creditportal.web.bodies import BodyRefused, ClientGone, has_body, receive_body
from creditportal.web.limits import RequestLimits
from tests.web import loop

QUICK = RequestLimits(largest_body=1000, lowest_rate=1000, grace_seconds=0.05, longest_seconds=60)


def scope(**headers: str) -> dict[str, Any]:
    return {"headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]}


def parts(*given: bytes, then_silent: bool = False) -> Any:
    """Return a `receive` that gives these parts, and ends or stays silent."""
    left: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in given]
    if not then_silent:
        left.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return receive


def received(
    folder: Path, receive: Any, *, limits: RequestLimits = QUICK, headers: dict[str, str] | None = None
) -> bytes:
    async def run() -> bytes:
        with await receive_body(scope(**headers or {}), receive, limits=limits, folder=folder) as body:
            return body.read()

    return loop.run(run())


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"content_length": "0"}, False),
        ({"content_length": "1"}, True),
        ({"transfer_encoding": "chunked"}, True),
    ],
)
def test_a_body_is_announced_by_its_length_or_its_encoding(headers: dict[str, str], expected: bool) -> None:
    assert has_body(scope(**headers)) is expected


def test_a_body_comes_whole(tmp_path: Path) -> None:
    assert received(tmp_path, parts(b"ab", b"", b"c")) == b"abc"


def test_a_large_body_leaves_no_named_file(tmp_path: Path) -> None:
    limits = RequestLimits()
    content = b"x" * (bodies.IN_MEMORY + 1)
    assert received(tmp_path, parts(content), limits=limits) == content
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("sent", [(b"",), (b"a",), (b"a", b"b", b"c")])
def test_a_body_that_stops_is_refused(tmp_path: Path, sent: Sequence[bytes]) -> None:
    with pytest.raises(BodyRefused) as refusal:
        received(tmp_path, parts(*sent, then_silent=True))
    assert refusal.value.status == HTTPStatus.REQUEST_TIMEOUT


def test_a_drip_below_the_lowest_rate_is_refused(tmp_path: Path) -> None:
    async def drip() -> dict[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    with pytest.raises(BodyRefused) as refusal:
        received(tmp_path, drip)
    assert refusal.value.status == HTTPStatus.REQUEST_TIMEOUT


@pytest.mark.parametrize(("seconds", "received_bytes"), [(10, 0), (11, 16 * 1024), (300, 10**9)])
def test_the_time_of_a_body_grows_with_what_has_come(seconds: float, received_bytes: int) -> None:
    assert RequestLimits().seconds_for(received_bytes) == seconds


@pytest.mark.parametrize("headers", [{"content_length": "1001"}, {}])
def test_a_body_beyond_the_largest_is_refused(tmp_path: Path, headers: dict[str, str]) -> None:
    with pytest.raises(BodyRefused) as refusal:
        received(tmp_path, parts(b"x" * 600, b"x" * 600), headers=headers)
    assert refusal.value.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_client_that_leaves_is_no_refusal(tmp_path: Path) -> None:
    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    with pytest.raises(ClientGone):
        received(tmp_path, leave)


def test_a_full_disk_is_its_own_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def __init__(self, **given: object) -> None:
            super().__init__()

        def write(self, content: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bodies, "SpooledTemporaryFile", Full)
    with pytest.raises(BodyRefused) as refusal:
        received(tmp_path, parts(b"a"))
    assert refusal.value.status == HTTPStatus.INSUFFICIENT_STORAGE
