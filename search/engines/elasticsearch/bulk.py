"""Writing to Elasticsearch: bulk requests with back-off, several at once while an index is built."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

import orjson
from elastic_transport import ConnectionError as NodeAway
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.engines.elasticsearch.client import LINES, guarded, refusals
from search.engines.elasticsearch.entry_mapping import entry_body
from search.engines.elasticsearch.mapping import body_of
from search.entry_port import SearchEntry
from search.port import Document, SearchUnavailable

# The action line, and the document as JSON; a deletion has none.
Ready: TypeAlias = tuple[dict[str, Any], bytes | None]

BULK_TIMEOUT_SECONDS = 60.0
CHUNK = 500  # documents of one request, about a megabyte
# Too busy, or a shard is on its way to another node: worth another attempt.
_PASSING = (429, 502, 503, 504)
_HARMLESS = {"index": {409}, "delete": {404, 409}}  # a newer version is held; it is not held
FIRST_PAUSE_SECONDS = 0.5  # doubled with every attempt


class Request(NamedTuple):
    """Documents as a bulk request holds them: each an action line and the document."""

    documents: int
    lines: bytes

    def actions(self) -> Iterator[Ready]:
        """Yield the documents one by one."""
        lines = iter(self.lines.splitlines())
        for action, body in zip(lines, lines, strict=True):
            yield orjson.loads(action), body


def push(client: Elasticsearch, alias: str, documents: Iterable[Document | SearchEntry], *, attempts: int = 2) -> None:
    """Write documents behind an alias; one of an older version is ignored.

    :raises SearchUnavailable: some were refused after all attempts; names kinds and fields.
    """
    _send(client, alias, map(_ready, documents), attempts=attempts)


def push_request(client: Elasticsearch, alias: str, request: Request, *, attempts: int) -> None:
    """Write the documents of a request, like `push`: at once, and one by one only if any was refused."""
    if not _is_taken(client, alias, request):
        _send(client, alias, request.actions(), attempts=attempts)


def _is_taken(client: Elasticsearch, alias: str, request: Request) -> bool:
    """Send a request and return whether the server took every document; the answer holds no more."""
    path = f"/{quote(alias)}/_bulk"
    action = {"require_alias": True, "filter_path": "errors"}
    with guarded():
        try:
            timed = client.options(request_timeout=BULK_TIMEOUT_SECONDS)
            answer = timed.perform_request("POST", path, params=action, headers=LINES, body=request.lines)
        except ApiError as refusal:
            if refusal.status_code in _PASSING:
                return False
            raise
    return answer.body.get("errors") is False


def forget(client: Elasticsearch, alias: str, ids: Sequence[int]) -> None:
    """Delete documents behind an alias.

    :raises SearchUnavailable: some were refused.
    """
    _send(client, alias, (({"delete": {"_id": str(number)}}, None) for number in ids), attempts=2)


def requests_of(documents: Sequence[Document | SearchEntry]) -> list[Request]:
    """Return documents as bulk requests hold them; needs no client, so another process may do it."""
    chunks = (documents[start : start + CHUNK] for start in range(0, len(documents), CHUNK))
    return [Request(documents=len(chunk), lines=b"".join(map(_lines, chunk))) for chunk in chunks]


def _lines(document: Document | SearchEntry) -> bytes:
    action, body = _ready(document)
    return orjson.dumps(action) + b"\n" + body + b"\n"


def _ready(document: Document | SearchEntry) -> tuple[dict[str, Any], bytes]:
    action = {"_id": str(document.id), "version": document.version, "version_type": "external_gte"}
    body = entry_body(document) if isinstance(document, SearchEntry) else body_of(document)
    return {"index": action}, orjson.dumps(body)


def _as_it_is(action: Any) -> Any:
    return action


def _send(client: Elasticsearch, alias: str, actions: Iterable[Any], *, attempts: int) -> None:
    items = streaming_bulk(
        client.options(request_timeout=BULK_TIMEOUT_SECONDS),
        actions,
        index=alias,
        require_alias=True,  # else a bulk request makes an index of its own, with a guessed mapping
        chunk_size=CHUNK,
        raise_on_error=False,
        expand_action_callback=_as_it_is,
        max_retries=attempts - 1,
        initial_backoff=FIRST_PAUSE_SECONDS,
        retry_on_status=_PASSING,
    )
    with guarded():
        refused = [error for ok, item in items if not ok and (error := _refused(item))]
    if refused:
        raise SearchUnavailable(refusals(refused))


def _refused(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the error of an item, unless it does no harm."""
    verb, answer = next(iter(item.items()))
    error = answer.get("error", {})
    is_away = isinstance(error, Mapping) and error.get("type") == "index_not_found_exception"
    if answer.get("status") in _HARMLESS.get(verb, ()) and not is_away:
        return None
    return error if isinstance(error, Mapping) and error else {"type": str(answer.get("result", "error"))}


class Loader:
    """Fills an index with several requests at once; holds at most twice as many in memory.

    A request to a server that is busy or away is retried for about half a minute.
    """

    ATTEMPTS = 7

    def __init__(self, client: Elasticsearch, alias: str, *, threads: int) -> None:
        self._client = client
        self._alias = alias
        self._most = threads * 2
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="bulk")
        self._under_way: set[Future[None]] = set()
        self.written = 0

    def write(self, request: Request) -> None:
        """Take one request; waits while too many are under way.

        :raises SearchUnavailable: some taken before were refused.
        """
        if len(self._under_way) >= self._most:
            self._settle(wait(self._under_way, return_when=FIRST_COMPLETED).done)
        self._under_way.add(self._pool.submit(self._push, request))
        self.written += request.documents

    def flush(self) -> None:
        """Wait until everything taken has been written.

        :raises SearchUnavailable: some were refused.
        """
        self._settle(wait(self._under_way).done)

    def close(self) -> None:
        """Drop what is not yet under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _settle(self, done: Collection[Future[None]]) -> None:
        self._under_way -= set(done)
        for future in done:
            future.result()

    def _push(self, request: Request) -> None:
        for attempt in range(1, self.ATTEMPTS + 1):
            try:
                return push_request(self._client, self._alias, request, attempts=self.ATTEMPTS)
            except SearchUnavailable as problem:
                if attempt == self.ATTEMPTS or not isinstance(problem.__cause__, NodeAway | ConnectionTimeout):
                    raise
            time.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
