"""Ask over HTTP: a connection that is kept, as a program that asks often would have."""

import json
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import quote, urlsplit

from tests.bench.search.enterprises import enterprise_at, id_of
from tests.bench.search.peer.running import DATASET
from tests.bench.search.questions import Question
from tests.bench.search.scoring import Ask, Ids

HITS = 10
TIMEOUT_S = 30.0
OK = 200


class Connection:
    """A kept connection to one server."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(str(urlsplit(address).netloc), timeout=TIMEOUT_S)

    def ask(self, path: str, body: object = None) -> dict[str, Any]:
        """Return what is answered, as JSON; nothing for a refusal."""
        try:
            return self._ask(path, body)
        except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):  # it was idle for too long
            self._connection.close()
            return self._ask(path, body)

    def fetch(self, path: str) -> bytes:
        """Return a page as it comes; any status but 200 is an error."""
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError, ConnectionResetError):  # it was idle for too long
            self._connection.close()
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
        content = answer.read()
        assert answer.status == OK, f"{path}: {answer.status}"
        return content

    def _ask(self, path: str, body: object) -> dict[str, Any]:
        if body is None:
            self._connection.request("GET", path)
        else:
            self._connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read()
        found: dict[str, Any] = json.loads(text) if answer.status == OK else {}
        return found


def of_portal(address: str, size: int) -> Ask:
    """Return how our API is asked."""
    connection, ids = Connection(address), {enterprise_at(number).uscc: id_of(number) for number in range(size)}

    def ask(question: Question) -> Ids:
        found = connection.ask(f"/api/v1/search/?q={quote(question.text)}&page_size={HITS}")
        return [ids[result["uscc"]] for result in found.get("results", ())]

    return ask


def _enterprise_ids(results: list[dict[str, Any]]) -> Ids:
    return [id_of(int(result["id"].removeprefix("enterprise-"))) for result in results]


def of_yente(address: str) -> Ask:
    """Return how yente's /search is asked."""
    connection = Connection(address)

    def ask(question: Question) -> Ids:
        return _enterprise_ids(
            connection.ask(f"/search/{DATASET}?q={quote(question.text)}&limit={HITS}").get("results", [])
        )

    return ask


def of_matcher(address: str) -> Ask:
    """Return how yente's /match is asked: the text is a name, or the registration number of a code."""
    connection = Connection(address)

    def ask(question: Question) -> Ids:
        is_code = "code" in question.kind or "number" in question.kind
        properties = {"registrationNumber" if is_code else "name": [question.text]}
        example = {"schema": "Company", "properties": properties}
        found = connection.ask(f"/match/{DATASET}?limit={HITS}", {"queries": {"it": example}})
        return _enterprise_ids(found.get("responses", {}).get("it", {}).get("results", []))

    return ask
