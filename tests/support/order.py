"""Long tests first: one that begins last would keep the other processes of a run waiting.

Before them come the tests that share a running portal, after them those of the browser. A run deals its tests out in
halves, so that one process has all of these. It starts one portal and one browser; the other has work meanwhile.
"""

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
    items.sort(key=turn_of)


def turn_of(item: pytest.Item) -> int:
    """Return how early a test comes: 0 first."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if "portal" in fixtures:
        return 0
    if item.nodeid.startswith(LONG):
        return 1
    return 2 if fixtures & {"browser", "browser_page"} else 3
