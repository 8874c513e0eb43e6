"""The busiest addresses of the API are the same for every reader: no session, no language, one form of answers."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATHS = ["/api/v1/search/", "/api/v1/suggest/"]
QUERY = {"q": "武汉"}


@pytest.mark.parametrize("path", PATHS)
def test_no_session_begins_and_no_language_is_read(client: Client, path: str) -> None:
    plain = client.get(path, QUERY)
    client.cookies["django_language"] = "en"
    english = client.get(path, QUERY)
    assert not english.cookies
    assert english.content == plain.content


@pytest.mark.parametrize("path", PATHS)
def test_json_whatever_is_accepted(client: Client, path: str) -> None:
    answer = client.get(path, QUERY, headers={"accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("path", PATHS)
def test_safety_headers(client: Client, path: str) -> None:
    answer = client.get(path, QUERY)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noarchive"
    assert client.get(path, QUERY, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_strange_host_is_refused(client: Client) -> None:
    assert client.get(PATHS[0], QUERY, headers={"host": "elsewhere.example"}).status_code == 400
