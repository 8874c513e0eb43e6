"""What the engine alone needs: the requests of a search, noted once and sent again by a bare connection."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from search.engines.elasticsearch.index import ElasticsearchIndex

Asked = tuple[str, str, dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class RawRequests:
    """The requests behind one question, in their order."""

    requests: tuple[Asked, ...]

    def seconds(self, connection: HTTPConnection) -> float:
        """Send them one after the other and return how long they took, answers read."""
        began = time.perf_counter()
        for method, path, headers, body in self.requests:
            connection.request(method, path, body, headers)
            connection.getresponse().read()
        return time.perf_counter() - began


class Recorder:
    """Notes the requests of our engine to Elasticsearch, by standing in for a method of its client."""

    def __init__(self, index: ElasticsearchIndex) -> None:
        self._noted: list[Asked] = []
        client: Any = index.client
        self._send: Callable[..., Any] = client.perform_request
        client.perform_request = self._note

    def _note(self, method: str, path: str, *, headers: dict[str, str], body: bytes) -> Any:
        self._noted.append((method, path, headers, body))
        return self._send(method, path, headers=headers, body=body)

    def requests_of(self, ask: Callable[[], object]) -> RawRequests:
        """Return the requests that a search makes."""
        self._noted.clear()
        ask()
        return RawRequests(tuple(self._noted))


def bare(url: str) -> HTTPConnection:
    """Return a connection that is kept."""
    return HTTPConnection(str(urlsplit(url).netloc), timeout=30)
