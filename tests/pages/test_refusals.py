"""Own pages for what is refused, JSON below /api/."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory

from creditportal import home as views
from enterprises.shared.http import too_many_requests, unavailable


def request(path: str = "/") -> HttpRequest:
    return RequestFactory().get(path)


@pytest.mark.django_db
def test_an_unknown_address_offers_the_search(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert 'action="/search/"' in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_answers_json(client: Client) -> None:
    answer = client.get("/api/v1/no-such-thing/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_forbidden_has_a_page() -> None:
    answer = views.forbidden(request(), PermissionDenied())
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()


def test_a_stale_form_is_explained() -> None:
    answer = views.csrf_failure(request())
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()


def test_not_found_of_another_view_has_the_page() -> None:
    assert views.not_found(request(), Http404()).status_code == 404


def test_bad_request_has_a_page() -> None:
    assert views.bad_request(request(), ValueError()).status_code == 400


def test_a_failure_is_answered_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database mark: a query would fail this test."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "figures", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出现故障" in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()


def test_a_failure_of_the_api_answers_json() -> None:
    answer = views.server_error(request("/api/v1/search/"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (500, "error")


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 秒"), (61, "2 分钟"), (3600, "1 小时"), (3601, "2 小时")])
def test_too_many_requests_says_when_to_come_back(seconds: int, words: str) -> None:
    answer = too_many_requests(request(), seconds)
    assert (answer.status_code, answer["Retry-After"]) == (429, str(seconds))
    assert words in answer.content.decode()


def test_too_many_requests_to_the_api_answers_json() -> None:
    answer = too_many_requests(request("/api/v1/search/"), 5)
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    assert json.loads(answer.content)["code"] == "throttled"


def test_unavailable_says_what_and_until_when() -> None:
    answer = unavailable(request(), 30, message="搜索暂时不可用。")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "搜索暂时不可用。" in answer.content.decode()
