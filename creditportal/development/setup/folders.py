"""Folders that the set-up writes to, each named by a variable."""

import secrets
from pathlib import Path

from creditportal.development.setup.say import SetupFailed


def require_writable(variable: str, path: Path) -> Path:
    """Return a folder into which this user can write; it is made if missing.

    :raises SetupFailed: with one sentence that names the variable and the reason.
    """
    probe = path / f".writable-{secrets.token_hex(8)}"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as refused:
        raise SetupFailed(
            f"{variable} is {str(path)!r}, where this user cannot write ({refused.strerror}): "
            f"set {variable} to a folder of yours."
        ) from None
    return path
