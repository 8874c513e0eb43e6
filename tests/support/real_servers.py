"""Fixtures and markers of the real servers; `python -m tests.run` starts them."""

import json
import os
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

from tests.support.databases import is_proved_once
from tests.support.reporting import not_run


def delete_indices(url: str, prefix: str) -> None:
    """Delete the indices of this run and no others."""
    with urlopen(f"{url}/{prefix}*/_alias", timeout=120) as answer:
        names = sorted(json.load(answer))
    for name in names:
        urlopen(Request(f"{url}/{name}", method="DELETE"), timeout=120).close()


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """Give the address of a real Elasticsearch; indices begin with `SEARCH_INDEX_PREFIX`."""
    url = os.environ.get("ES_URL", "").rstrip("/")
    if not url:
        not_run("no Elasticsearch: set ES_URL or use `make test`")
    yield url
    delete_indices(url, os.environ["SEARCH_INDEX_PREFIX"])


def _is_on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "db" in names or "transactional_db" in names


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of what a second database has to prove."""
    parser.addoption(
        "--database-only", action="store_true", help="only tests that touch the database, without the browser's"
    )
    parser.addoption(
        "--not-again", action="store_true", help="without those of --database-only that one database proves"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by the servers they ask for; keep what the run has to prove."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "elasticsearch_url" in names:
            item.add_marker(pytest.mark.elasticsearch)
        if "browser" in names:  # `browser_page` asks for it
            item.add_marker(pytest.mark.browser)
    if config.getoption("--database-only"):
        _keep(config, items, [item for item in items if _is_of_a_database(item)])
    if config.getoption("--not-again"):
        _keep(config, items, [item for item in items if not (_is_of_a_database(item) and is_proved_once(item.nodeid))])


def _is_of_a_database(item: pytest.Item) -> bool:
    return _uses_database(item) and not item.get_closest_marker("browser")


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave what only PostgreSQL can prove to the run on PostgreSQL."""
    if item.get_closest_marker("postgresql") and not _is_on_postgresql():
        pytest.skip("belongs to the run on PostgreSQL")
