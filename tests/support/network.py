"""Keep the tests of this process from reaching anything beyond this machine."""

import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

import pytest

_guarding = False


class NetworkRefused(AssertionError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Return whether a host of an address is this machine."""
    text = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if text == "localhost":
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _guarding:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not is_local(arguments[1][0]):
        raise NetworkRefused(f"A test may not connect to {arguments[1]!r}.")
    if event == "socket.getaddrinfo" and not is_local(arguments[0]):
        raise NetworkRefused(f"A test may not look up {arguments[0]!r}.")


# An audit hook cannot be removed and sees every socket of Python, whatever library opens it.
sys.addaudithook(_hook)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse connections and look-ups beyond loopback while tests run."""
    global _guarding  # noqa: PLW0603 - one switch for a hook that stays for good
    _guarding = True
    yield
    _guarding = False
