"""Fixtures and markers of the real servers; `python -m tests.run` starts them."""

import json
import os
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by the servers they ask for; keep the database's if told to."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "elasticsearch_url" in names:
            item.add_marker(pytest.mark.elasticsearch)
        if "browser_page" in names:
            item.add_marker(pytest.mark.browser)
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _uses_database(item) and not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave what only PostgreSQL can prove to the run on PostgreSQL."""
    if item.get_closest_marker("postgresql") and not _is_on_postgresql():
        pytest.skip("belongs to the run on PostgreSQL")
