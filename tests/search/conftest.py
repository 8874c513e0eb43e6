"""Engines to test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from enterprises.register.models import Enterprise, Region
from enterprises.shared import clock
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.engines.sqlite.index import SqliteIndex
from search.entry_port import Engine
from tests.search.asking import CITY, fill
from tests.search.make import AT, forget_index, penalise, settle, stored_enterprise

ENGINES = ["sqlite", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty index on each engine."""
    with empty_engine(request, tmp_path) as made:
        yield made


@contextmanager
def empty_engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """Give an empty index on the engine that a fixture of `ENGINES` asks for."""
    if request.param == "elasticsearch":
        yield from elasticsearch_index(request.getfixturevalue("elasticsearch_url"))
    else:
        yield SqliteIndex(folder / "search.sqlite3")


@pytest.fixture(params=ENGINES, scope="module")
def city_index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give the city of `tests.search.asking` on each engine, made once for the tests of a module that only read it."""
    with empty_engine(request, tmp_path_factory.mktemp("city")) as made:
        fill(made, *CITY)
        yield made
        assert {(stamp.id, stamp.version) for stamp in made.stamps()} == {(one.id, one.version) for one in CITY}


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


@pytest.fixture(params=[True, False], ids=["fast", "stock"])
def both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let a test run with the fast lanes and without; give whether they are on."""
    monkeypatch.setattr(settings, "FAST_LANES", request.param)
    is_fast: bool = request.param
    return is_fast


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand still at the day of the tests, and leave no index behind."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    yield
    forget_index()


@pytest.fixture
def city() -> dict[str, Enterprise]:
    """Store and index a few enterprises."""
    Region.objects.create(code="420106", name="武昌区")
    Region.objects.create(code="310101", name="黄浦区")
    enterprises = {
        "huayi": stored_enterprise(
            1, "上海华谊化工有限公司", "上海旭日精细化工厂", region_id="310101", established_on=date(2016, 2, 29)
        ),
        "wuhan": stored_enterprise(2, "武汉华谊物流有限公司", region_id="420106"),
        "gone": stored_enterprise(3, "武汉新华谊商贸有限公司", region_id="420106", status="CANCELLED"),
    }
    penalise(enterprises["wuhan"])
    settle()
    return enterprises
