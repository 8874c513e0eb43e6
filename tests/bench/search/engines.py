"""The engines that are measured: made from the generated enterprises, or taken as an earlier run left them."""

import hashlib
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test.utils import override_settings

from creditportal.development.servers.elasticsearch import Elasticsearch
from search import engines
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.names.queries import read_query
from search.port import Document, Index, Query, SearchUnavailable
from tests.bench.search.census import PIECE
from tests.bench.search.enterprises import ON, document_of, enterprise_at, id_of
from tests.bench.search.progress import counted, tell
from tests.bench.search.waiting import wait_until_joined

SQLITE, ELASTICSEARCH = "sqlite", "elasticsearch"
ENGINES = (SQLITE, ELASTICSEARCH)
ROOT = Path(__file__).parents[3]
# What an index depends on; ranking and questions may change without filling it again.
_SOURCES = (
    "search/names/**/*.py",
    "search/port.py",
    "search/industries.py",
    "search/matching/counting.py",
    "search/engines/elasticsearch/mapping.py",
    "search/engines/sqlite/store.py",
    "search/engines/texts.py",
    "enterprises/shared/rules/characters.py",
    "enterprises/shared/rules/names.py",
    "tests/bench/search/enterprises.py",
    "tests/bench/search/words.py",
)


def stamp() -> str:
    """Return a digest of all code that decides what an index holds."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _documents_of(numbers: range) -> list[Document]:
    return [document_of(enterprise_at(number)) for number in numbers]


def documents(size: int, *, processes: int) -> Iterator[Document]:
    """Yield the documents of all enterprises, made in parallel, by rising id."""
    pieces = [range(first, min(first + PIECE, size)) for first in range(0, size, PIECE)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for piece in counted(
            pool.imap(_documents_of, pieces), total=len(pieces), unit=PIECE, what="enterprises indexed"
        ):
            yield from piece


def fill(index: Index, size: int, *, processes: int) -> float:
    """Fill a new index with all enterprises; return the seconds it took."""
    began = time.perf_counter()
    with index.rebuild() as writer:
        writer.write(documents(size, processes=processes))
    index.refresh()
    return time.perf_counter() - began


def _is_filled(index: Index, size: int) -> bool:
    last = enterprise_at(size - 1)
    try:
        found = index.search(Query(text=read_query(last.uscc), on=ON))
    except SearchUnavailable:
        return False
    return any(hit.id == id_of(last.number) for hit in found.hits)


def _prefix(size: int) -> str:
    return f"bench-{size}"


@contextmanager
def filled(
    engine: str, size: int, *, folder: Path, url: str, processes: int, reuse: bool, keep: bool
) -> Iterator[Index]:
    """Give an engine that holds all enterprises of a size; filled again if code it depends on has changed.

    `reuse` takes it as it is, whatever has changed; without `keep` a server of others is left as it was.
    """
    mark = folder / f"{engine}-{size}.stamp"
    address = f"sqlite://{folder / f'search-{size}.sqlite3'}" if engine == SQLITE else url
    with override_settings(SEARCH_URL=address, SEARCH_INDEX_PREFIX=_prefix(size)):
        index = engines.index()
        is_fresh = mark.exists() and (reuse or mark.read_text() == stamp())
        if is_fresh and _is_filled(index, size):
            tell(f"{engine}, {size:,} enterprises: taken as an earlier run left it")
        else:
            mark.unlink(missing_ok=True)
            began = time.perf_counter()
            took = fill(index, size, processes=processes)
            if engine == ELASTICSEARCH:
                wait_until_joined(url)
            mark.write_text(stamp())
            tell(f"{engine}, {size:,} enterprises: filled, {size / took:,.0f} documents/s", since=began)
        try:
            yield index
        finally:
            if not keep:
                forget(index, size)


@contextmanager
def server(folder: Path, *, heap_mb: int) -> Iterator[str]:
    """Give the address of an Elasticsearch: that of ES_URL, else one of its own in the folder."""
    given = os.environ.get("ES_URL")
    if given:
        yield given
        return
    home = folder / "elasticsearch"
    with Elasticsearch(folder=home, heap_mb=heap_mb) as own:
        yield own.url


def forget(index: Index, size: int) -> None:
    """Remove the indices of a size from a server that outlives the run."""
    if isinstance(index, ElasticsearchIndex):
        held = index.client.indices.get(index=f"{_prefix(size)}-*", features="settings")
        for name in held.body:
            index.client.indices.delete(index=name)
