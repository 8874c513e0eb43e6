"""Writing to Elasticsearch: bulk requests with back-off, several at once while an index is built."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, TypeAlias

import orjson
from elastic_transport import ConnectionError as NodeAway
from elastic_transport import ConnectionTimeout
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.engines.elasticsearch_client import guarded, refusals
from search.engines.elasticsearch_documents import body_of
from search.port import Document, SearchUnavailable

# The line that says what to do, and the document as JSON; a deletion has none.
Ready: TypeAlias = tuple[dict[str, Any], bytes | None]

BULK_TIMEOUT_SECONDS = 60.0
CHUNK = 500  # documents of one request, about a megabyte
# Too busy, or a shard is on its way to another node: worth another attempt.
_PASSING = (429, 502, 503, 504)
_HARMLESS = {"index": {409}, "delete": {404, 409}}  # a newer version is held; it is not held
FIRST_PAUSE_SECONDS = 0.5  # doubled with every attempt


def push(client: Elasticsearch, alias: str, documents: Iterable[Document], *, attempts: int = 2) -> None:
    """Write documents behind an alias; one of an older version is ignored.

    :raises SearchUnavailable: some were refused after all attempts; names kinds and fields.
    """
    push_ready(client, alias, map(_ready, documents), attempts=attempts)


def push_ready(client: Elasticsearch, alias: str, documents: Iterable[Ready], *, attempts: int = 2) -> None:
    """Write documents that are ready to be sent, like `push`."""
    _send(client, alias, documents, attempts=attempts)


def forget(client: Elasticsearch, alias: str, ids: Sequence[int]) -> None:
    """Delete documents behind an alias.

    :raises SearchUnavailable: some were refused.
    """
    _send(client, alias, (({"delete": {"_id": str(number)}}, None) for number in ids), attempts=2)


def ready(documents: Iterable[Document]) -> list[Ready]:
    """Return documents as a bulk request holds them; needs no client, so another process may do it."""
    return list(map(_ready, documents))


def _ready(document: Document) -> Ready:
    told = {"_id": str(document.id), "version": document.version, "version_type": "external_gte"}
    return {"index": told}, orjson.dumps(body_of(document))


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
    """Fills an index with several requests at once; holds at most twice as many chunks in memory.

    A server that is busy or away is asked again for about half a minute.
    """

    ATTEMPTS = 7

    def __init__(self, client: Elasticsearch, alias: str, *, threads: int) -> None:
        self._client = client
        self._alias = alias
        self._most = threads * 2
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="bulk")
        self._under_way: set[Future[None]] = set()
        self.written = 0

    def write(self, chunk: Sequence[Ready]) -> None:
        """Take the documents of one request; waits while too many are under way.

        :raises SearchUnavailable: some taken before were refused.
        """
        if len(self._under_way) >= self._most:
            self._settle(wait(self._under_way, return_when=FIRST_COMPLETED).done)
        self._under_way.add(self._pool.submit(self._push, chunk))
        self.written += len(chunk)

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

    def _push(self, documents: Sequence[Ready]) -> None:
        for attempt in range(1, self.ATTEMPTS + 1):
            try:
                return push_ready(self._client, self._alias, documents, attempts=self.ATTEMPTS)
            except SearchUnavailable as problem:
                if attempt == self.ATTEMPTS or not isinstance(problem.__cause__, NodeAway | ConnectionTimeout):
                    raise
            time.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
