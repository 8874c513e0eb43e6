"""Read the environment strictly: a wrong value is one sentence that names its variable.

An empty variable counts as not given. A wrong value is shown, a wrong secret or an address with a
password in it is not.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
SEARCH_SCHEMES = ("sqlite", "http", "https", "memory")


def text(name: str, *, default: str = "") -> str:
    """Return a variable as it is, without spaces around it."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or no."""
    given = text(name).lower()
    if not given:
        return default
    if given not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {given!r}: it must be true or false.")
    return given in YES


def number(name: str, *, default: int, lowest: int, highest: int) -> int:
    """Return a whole number within bounds, both included."""
    given = text(name, default=str(default))
    if not (given.isascii() and given.isdigit() and lowest <= int(given) <= highest):
        raise ImproperlyConfigured(f"{name} is {given!r}: it must be a whole number from {lowest} to {highest}.")
    return int(given)


def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    """Return one of a closed set of words."""
    given = text(name, default=default)
    if given not in among:
        raise ImproperlyConfigured(f"{name} is {given!r}: it must be one of {', '.join(among)}.")
    return given


def words(name: str, *, default: list[str]) -> list[str]:
    """Return a list that is written with commas."""
    given = [word.strip() for word in text(name).split(",") if word.strip()]
    return given or default


def folder(name: str, *, default: Path) -> Path:
    """Return a folder that exists and can be written to; it is made if missing."""
    path = Path(text(name, default=str(default))).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, which cannot be made: {refused.strerror}.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, into which this user may not write.")
    return path


def readable_file(name: str) -> str:
    """Return the path of a file that can be read, or nothing if the variable is not given."""
    given = text(name)
    if given and not (Path(given).is_file() and os.access(given, os.R_OK)):
        raise ImproperlyConfigured(f"{name} is {given!r}: there is no such file that this user can read.")
    return given


def web_address(name: str, *, default: str) -> str:
    """Return an http or https address without a slash at the end."""
    given = text(name, default=default)
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {given!r}: it must be like https://credit.example.gov.cn")
    return given.rstrip("/")


def database(name: str, *, default: str) -> dict[str, Any]:
    """Return Django's description of a database from its address."""
    given = text(name, default=default)
    wanted = "it must be like postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////PATH"
    if not given.startswith(tuple(f"{scheme}://" for scheme in DATABASE_SCHEMES)):
        raise ImproperlyConfigured(f"{name} names no database that the portal knows: {wanted}.")
    try:
        found: dict[str, Any] = environ.Env.db_url_config(given)
    except ValueError:
        raise ImproperlyConfigured(f"{name} cannot be read: {wanted}.") from None
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database: {wanted}.")
    return found


def search_address(name: str, *, default: str) -> str:
    """Return the address of the search engine; several nodes are written with commas."""
    given = text(name, default=default)
    schemes = {node.strip().partition("://")[0] for node in given.split(",")}
    if (
        not schemes <= set(SEARCH_SCHEMES)
        or "://" not in given
        or (len(schemes) > 1 and not schemes <= {"http", "https"})
    ):
        raise ImproperlyConfigured(
            f"{name} names no search engine that the portal knows: "
            f"it must be like https://HOST:9200 (several with commas), sqlite:////PATH or memory://"
        )
    return given
