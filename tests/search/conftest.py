"""Engines to test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from search.engines.elasticsearch import ElasticsearchIndex
from search.engines.memory import MemoryIndex
from search.engines.sqlite import SqliteIndex
from search.port import Index

ENGINES = ["memory", "sqlite", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """Give an empty index on each engine."""
    if request.param == "elasticsearch":
        yield from elasticsearch_index(request.getfixturevalue("elasticsearch_url"))
    elif request.param == "sqlite":
        yield SqliteIndex(tmp_path / "search.sqlite3")
    else:
        yield MemoryIndex()


def elasticsearch_index(url: str) -> Iterator[ElasticsearchIndex]:
    """Give an index of its own on a server, and remove it."""
    prefix = f"{settings.SEARCH_INDEX_PREFIX}-{uuid4().hex[:8]}"
    index = ElasticsearchIndex([url], prefix=prefix)
    with index.rebuild():
        pass
    yield index
    for name in index.client.indices.get(index=f"{prefix}-*").body:
        index.client.indices.delete(index=name)
    index.client.close()
