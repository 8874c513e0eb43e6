"""The instant of the tests of readiness, a request to `/readyz`, and a function that fails."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from tests.support.operators import OPERATOR

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def failing(error: Exception) -> Any:
    """Return a function that takes anything and raises the error."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def ask(client: Client, **headers: str) -> tuple[int, dict[str, Any]]:
    """Return status and body of `/readyz`, asked by an operator unless other headers are given."""
    answer = client.get("/readyz", headers=headers or OPERATOR)
    return answer.status_code, answer.json()
