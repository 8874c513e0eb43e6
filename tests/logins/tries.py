"""What people and programs send to the login pages."""

from typing import Any

from django.test import Client

from tests.make import PASSWORD

LOGIN = "/desk/login/"
HERE, ELSEWHERE, THIRD = "203.0.113.7", "198.51.100.9", "192.0.2.1"


def attempt(
    name: str,
    password: str = "wrong",
    *,
    address: str = HERE,
    path: str = LOGIN,
    client: Client | None = None,
    **more: Any,
) -> Any:
    """Send a login from an address; each comes from a browser of its own unless one is given."""
    given = {"username": name, "password": password}
    return (client or Client()).post(path, given, REMOTE_ADDR=address, **more)


def fail(name: str, times: int, *, address: str = HERE) -> Any:
    """Send wrong passwords and return the last answer."""
    answers = [attempt(name, address=address) for _ in range(times)]
    return answers[-1]


def enter(name: str, *, address: str = HERE, client: Client | None = None) -> Client:
    """Log in with the right password and return the browser."""
    browser = client or Client()
    assert attempt(name, PASSWORD, address=address, client=browser).status_code == 302
    return browser
