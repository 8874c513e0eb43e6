"""The real web server under slow and many clients."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.web.serving import PATIENCE_S, SlowUpload, get, post, serving, status_of, wait_until

SLOW, MANY = 40, 800
HELD = 2  # threads


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the server that several tests share."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Run one server for the tests that ask for no bounds of their own."""
    with serving(folder) as address:
        yield address


def test_slow_uploads_hold_no_thread_and_those_beyond_the_bound_are_refused(tmp_path: Path) -> None:
    with serving(tmp_path, WEB_THREADS="2", WEB_UPLOADS_OF_ADDRESS="8", WEB_BODY_GRACE_SECONDS="60") as address:
        uploads = [SlowUpload(address) for _ in range(SLOW)]
        wait_until(lambda: sum(each.has_answer() for each in uploads) == SLOW - 8, what="32 of 40 are refused")
        assert get(address, "/").status == 200
        assert get(address, "/healthz").status == 200
        answers = [each.answer() for each in uploads if each.has_answer()]
        assert {status_of(answer) for answer in answers} == {429}
        assert all(b"retry-after: 5" in answer for answer in answers)
        for each in uploads:
            each.close()


def test_an_upload_that_stops_ends(tmp_path: Path) -> None:
    with serving(tmp_path, WEB_BODY_GRACE_SECONDS="1") as address:
        answer = SlowUpload(address).answer()
    assert status_of(answer) == 408
    assert "上传过慢" in answer.decode()


def test_hundreds_of_connections_leave_room_for_a_page(tmp_path: Path) -> None:
    with serving(tmp_path, WEB_THREADS="2", WEB_BODY_GRACE_SECONDS="60") as address, ExitStack() as stack:
        uploads = [SlowUpload(address) for _ in range(MANY)]
        for each in uploads:
            stack.callback(each.close)
        wait_until(lambda: sum(each.has_answer() for each in uploads) == MANY - 8, what="all but eight are refused")
        assert get(address, "/").status == 200


def test_requests_beyond_the_bound_are_refused_and_health_answers_while_all_threads_are_held(tmp_path: Path) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    with serving(tmp_path, WEB_THREADS=str(HELD), WEB_REQUESTS=str(HELD)) as address:
        statuses: list[int] = []

        def hold_a_thread() -> None:
            # The look below takes a place for a moment too: a request that comes just then is refused, and sent again.
            while (status := get(address, "/held").status) == 503 and hold.exists():
                time.sleep(0.02)
            statuses.append(status)

        askers = [Thread(target=hold_a_thread) for _ in range(HELD)]
        for asker in askers:
            asker.start()
        wait_until(lambda: get(address, "/").status == 503, what="the process is full")
        refused = get(address, "/api/v1/search/")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert get(address, "/healthz").status == 200
        hold.unlink()
        for asker in askers:
            asker.join(PATIENCE_S)
        assert statuses == [200] * HELD
        assert get(address, "/").status == 200


def test_a_body_without_a_length_arrives(address: str) -> None:
    assert post(address, body=iter([b"one", b"two"]), encode_chunked=True)["received"] == 6


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(address: str) -> None:
    answer = SlowUpload(address, length=26 * 1024**2).answer()
    assert status_of(answer) == 413


def test_a_large_body_arrives_and_leaves_no_file(address: str, folder: Path) -> None:
    assert post(address, body=b"x" * 20 * 1024**2)["received"] == 20 * 1024**2
    incoming = folder / "data" / "incoming"
    assert incoming.stat().st_mode & 0o777 == 0o700
    assert not list(incoming.iterdir())


def test_a_connection_that_asks_nothing_is_closed(address: str) -> None:
    parts = urlsplit(address)
    with ExitStack() as stack:
        waiting = []
        for begin in (b"", b"GET / HTTP/1.1\r\nHost:"):
            idle = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S)
            waiting.append(stack.enter_context(idle))
            idle.sendall(begin)
        assert [idle.recv(1) for idle in waiting] == [b"", b""]
