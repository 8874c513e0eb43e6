"""What a web process takes on and what it refuses, without a server."""

import asyncio
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pytest

from creditportal.web import bridge
from creditportal.web.admission import Admission
from creditportal.web.bridge import WsgiAnswer
from creditportal.web.limits import RequestLimits
from tests.web import loop

LIMITS = RequestLimits(requests=4, uploads=3, uploads_of_address=2, grace_seconds=60)


class Held:
    """Stands in for the threads: answers when the test lets it."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.bodies: list[bytes] = []

    async def answer(self, scope: Any, body: IO[bytes] | None) -> WsgiAnswer:
        self.bodies.append(body.read() if body else b"")
        await self.release.wait()
        return WsgiAnswer(status=200, headers=[], body=BytesIO(b"done"))


class Asked:
    """One request: what it sent and what came back."""

    def __init__(
        self, admission: Admission, *, path: str = "/", body: bool = False, address: str = "192.0.2.1", **more: str
    ) -> None:
        headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in more.items()]
        headers += [(b"content-length", b"5")] if body else []
        self.scope = {
            "type": "http",
            "method": "POST" if body else "GET",
            "path": path,
            "headers": headers,
            "client": (address, 1),
        }
        self.parts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.task = asyncio.ensure_future(admission(self.scope, self.parts.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        self.sent.append(message)

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def guarded(folder: Path, run: Callable[[Admission, Held], Any], *, is_behind_proxy: bool = False) -> None:
    async def main() -> None:
        held = Held()
        admission = Admission(held, limits=LIMITS, folder=folder, is_behind_proxy=is_behind_proxy)  # type: ignore[arg-type]
        await asyncio.wait_for(run(admission, held), 60)

    loop.run(main())


async def settle() -> None:
    """Let every task go on as far as it can."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_requests_beyond_the_bound_are_refused_and_places_come_back(tmp_path: Path) -> None:
    async def run(admission: Admission, held: Held) -> None:
        taken = [Asked(admission) for _ in range(4)]
        await settle()
        refused = Asked(admission)
        await settle()
        assert refused.status == 503
        assert refused.headers[b"retry-after"] == b"5"
        assert refused.headers[b"connection"] == b"close"
        held.release.set()
        await asyncio.gather(*(each.task for each in taken))
        again = Asked(admission)
        await again.task
        assert [each.status for each in (*taken, again)] == [200] * 5

    guarded(tmp_path, run)


def test_health_answers_while_the_process_is_full(tmp_path: Path) -> None:
    async def run(admission: Admission, held: Held) -> None:
        for _ in range(4):
            Asked(admission)
        await settle()
        health = Asked(admission, path="/healthz")
        await health.task
        assert (health.status, json.loads(health.body)) == (200, {"status": "ok"})

    guarded(tmp_path, run)


def test_uploads_of_one_address_are_bounded_and_leave_room_for_others(tmp_path: Path) -> None:
    async def run(admission: Admission, held: Held) -> None:
        held.release.set()
        slow = [Asked(admission, body=True) for _ in range(2)]
        await settle()
        third, other = Asked(admission, body=True), Asked(admission, body=True, address="192.0.2.2")
        await settle()
        assert third.status == 429
        assert third.headers[b"retry-after"] == b"5"
        fourth = Asked(admission, body=True, address="192.0.2.3")
        await settle()
        assert fourth.status == 503  # three are on their way
        for each in (*slow, other):
            each.parts.put_nowait({"type": "http.request", "body": b"12345", "more_body": False})
        await asyncio.gather(*(each.task for each in (*slow, other)))
        again = Asked(admission, body=True)
        again.parts.put_nowait({"type": "http.request", "body": b"12345", "more_body": False})
        await again.task
        assert again.status == 200
        assert held.bodies == [b"12345"] * 4

    guarded(tmp_path, run)


@pytest.mark.parametrize(("is_behind_proxy", "expected"), [(True, [None, None, None]), (False, [None, None, 429])])
def test_behind_a_proxy_the_address_it_names_counts(
    tmp_path: Path, is_behind_proxy: bool, expected: list[int | None]
) -> None:
    async def run(admission: Admission, held: Held) -> None:
        asked = [Asked(admission, body=True, x_forwarded_for=f"198.51.100.9, 192.0.2.{number}") for number in range(3)]
        await settle()
        assert [each.status for each in asked] == expected
        for each in asked:
            each.task.cancel()

    guarded(tmp_path, run, is_behind_proxy=is_behind_proxy)


def test_a_client_that_leaves_gives_its_place_back(tmp_path: Path) -> None:
    async def run(admission: Admission, held: Held) -> None:
        for _ in range(10):
            asked = Asked(admission, body=True)
            asked.parts.put_nowait({"type": "http.disconnect"})
            await asked.task
            assert asked.sent == []
        assert held.bodies == []

    guarded(tmp_path, run)


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/v1/search/", b"application/json"), ("/", b"text/plain; charset=utf-8")]
)
def test_a_refusal_is_json_below_the_api_and_text_elsewhere(tmp_path: Path, path: str, kind: bytes) -> None:
    async def run(admission: Admission, held: Held) -> None:
        for _ in range(4):
            Asked(admission)
        await settle()
        refused = Asked(admission, path=path)
        await refused.task
        assert refused.headers[b"content-type"] == kind
        assert "请稍后再试" in refused.body.decode()

    guarded(tmp_path, run)


def test_a_client_that_reads_nothing_holds_no_place_and_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "SEND_SECONDS", 0.05)

    async def run(admission: Admission, held: Held) -> None:
        silent = [Asked(admission) for _ in range(4)]
        for each in silent:
            each.reads.clear()
        held.release.set()
        await settle()
        reading = Asked(admission)
        await reading.task
        assert reading.status == 200
        await asyncio.gather(*(each.task for each in silent))
        assert [each.sent for each in silent] == [[]] * 4

    guarded(tmp_path, run)
