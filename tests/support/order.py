"""Long tests first: one that begins last would keep the other processes of a run waiting."""

import pytest

# Files with a test of half a minute or more.
LONG = (
    "tests/access/test_bad_requests.py",
    "tests/browser/test_journeys.py",
    "tests/browser/test_list_procedure.py",
    "tests/demo/test_city.py",
    "tests/infra/test_bench.py",
    "tests/infra/test_demo.py",
    "tests/outages/test_real.py",
    "tests/search/test_cluster.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring them to the front; the order is random otherwise."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
