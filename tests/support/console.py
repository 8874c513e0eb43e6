"""The second person at a console."""

import pytest

from enterprises.logins import console


@pytest.fixture
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have whoever a command names type the right password; tests/logins tries wrong ones and none."""
    monkeypatch.setattr(console, "typed_password", lambda user, **_: "")
    monkeypatch.setattr(console, "check_password", lambda password, *, user, at: None)
