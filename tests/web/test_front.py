"""The buffering front of deploy/nginx before the real web server."""

import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.front import Front
from tests.support.reporting import not_run
from tests.web.serving import SlowUpload, get, post, serving, status_of, wait_until

BOUND, CONNECTIONS, BEYOND = 8, 100, 10


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Run both for several tests; the portal's own bounds are narrower than those that are tested here."""
    _require_nginx()
    with (
        serving(tmp_path_factory.mktemp("front"), WEB_THREADS="2", WEB_REQUESTS="2", BEHIND_PROXY="true") as address,
        Front(upstream=address) as running,
    ):
        yield running


def _require_nginx() -> None:
    if shutil.which("nginx") is None:
        not_run("no nginx, the buffering front: apt-get install nginx")


def test_slow_uploads_never_reach_the_portal_and_are_bounded_by_address(front: Front) -> None:
    uploads = [SlowUpload(front.address) for _ in range(BOUND + 12)]
    wait_until(lambda: sum(each.has_answer() for each in uploads) == 12, what="twelve of twenty are refused")
    refused = [each.answer() for each in uploads if each.has_answer()]
    assert {status_of(answer) for answer in refused} == {429}
    assert all(b"Retry-After: 5" in answer and "稍后再试" in answer.decode() for answer in refused)
    # The portal takes two requests at once: eight bodies on their way hold none of them.
    assert get(front.address, "/").status == 200
    for each in uploads:
        each.close()


def test_the_portal_learns_the_clients_address_and_not_what_the_client_wrote(front: Front) -> None:
    seen = post(front.address, body=b"five!", headers={"X-Forwarded-For": "192.0.2.66"})
    assert (seen["forwarded_for"], seen["scheme"], seen["received"]) == ("127.0.0.1", "http", 5)


def test_a_body_that_is_too_large_is_refused_with_a_sentence(front: Front) -> None:
    answer = SlowUpload(front.address, length=26 * 1024**2).answer()
    assert status_of(answer) == 413
    assert "过大" in answer.decode()


def test_a_portal_that_is_gone_is_said(tmp_path: Path) -> None:
    _require_nginx()
    with serving(tmp_path) as address:
        pass
    with Front(upstream=address) as front:
        answer = get(front.address, "/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


def test_connections_of_one_address_are_bounded_and_health_is_not(tmp_path: Path) -> None:
    _require_nginx()
    hold = tmp_path / "hold"
    hold.touch()
    with (
        serving(tmp_path, WEB_THREADS="128", WEB_REQUESTS="200") as address,
        Front(upstream=address) as front,
        ThreadPoolExecutor(CONNECTIONS + BEYOND) as pool,
    ):
        asked = [pool.submit(get, front.address, "/held") for _ in range(CONNECTIONS + BEYOND)]
        wait_until(lambda: sum(each.done() for each in asked) == BEYOND, what="those beyond the bound are refused")
        assert 'by zone "connections"' in front.log
        assert get(front.address, "/healthz").status == 200
        hold.unlink()
        assert Counter(each.result().status for each in asked) == {200: CONNECTIONS, 429: BEYOND}


def test_the_log_keeps_no_query(front: Front) -> None:
    assert get(front.address, "/search/?q=secret").status == 200
    wait_until(lambda: "/search/" in front.log, what="the request is logged")
    assert "secret" not in front.log
