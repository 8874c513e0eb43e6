"""The busiest addresses answer the same with little middleware as with all of it."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import RequestFactory

from creditportal.wsgi import _pages, _reads, application
from tests.search.make import stored_enterprise

pytestmark = pytest.mark.django_db
SAFE = ("X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "X-Robots-Tag", "ETag", "Content-Type")


def ask(handler: Any, address: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    started: list[Any] = []
    environ = RequestFactory(headers=headers).get(address).environ
    body = b"".join(handler(environ, lambda status, headers: started.append((status, dict(headers)))))
    return started[0][0], started[0][1], body


@pytest.mark.parametrize("path", sorted(settings.READ_PATHS))
@pytest.mark.parametrize("query", ["q=%E6%AD%A6%E6%B1%89", "q=110101199003074258", "nonsense=1"])
def test_both_ways_say_the_same(path: str, query: str) -> None:
    few, all_of_it = ask(_reads, f"{path}?{query}"), ask(_pages, f"{path}?{query}")
    assert few[0] == all_of_it[0]
    assert json.loads(few[2]) == json.loads(all_of_it[2])
    for name in SAFE:
        assert few[1].get(name) == all_of_it[1].get(name), name
    assert few[1]["Content-Length"] == str(len(few[2]))


def test_a_read_starts_no_session_and_speaks_no_other_language() -> None:
    stored_enterprise(1, "武汉示例有限公司", public_from=None)
    _, headers, _ = ask(application, "/api/v1/suggest/?q=%E6%AD%A6%E6%B1%89", cookie="django_language=en")
    assert "Set-Cookie" not in headers
    assert "Content-Language" not in headers


def test_a_strange_host_is_refused() -> None:
    status, *_ = ask(application, "/api/v1/search/?q=a", host="elsewhere.example")
    assert status.startswith("400")


def test_everything_else_passes_through_all_middleware(client: Client) -> None:
    _, headers, _ = ask(application, "/help/")
    assert headers["Content-Language"] == "zh-hans"
    environ = RequestFactory().post("/api/v1/search/").environ
    started: list[str] = []
    b"".join(application(environ, lambda status, _: started.append(status)))
    assert started[0].startswith("405")
