"""Keep what one test logs from another's log."""

import logging

import pytest

from creditportal.logs import OutageHandler


def outage_handlers() -> list[OutageHandler]:
    """Return the handlers by which the portal writes its log to the console."""
    return [handler for handler in logging.getLogger().handlers if type(handler) is OutageHandler]


@pytest.fixture(autouse=True)
def _no_counts_of_another_test() -> None:
    """Forget the groups that another test logged: their counts would be written into this test's log."""
    for handler in outage_handlers():
        handler.forget()
