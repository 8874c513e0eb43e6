"""Read the environment strictly: a wrong value is one sentence that names its variable.

An empty variable counts as not given. A wrong value is shown, a wrong secret or an address with a
password in it is not.
"""

import os
import ssl
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
SHORTEST_TOKEN = 32
SEARCH_SCHEMES = ("sqlite", "http", "https")


def text(name: str, *, default: str = "") -> str:
    """Return a variable as it is, without spaces around it."""
    return os.environ.get(name, "").strip() or default


def line(name: str, *, default: str, longest: int) -> str:
    """Return words that are shown on one line, at most `longest` characters."""
    given = text(name, default=default)
    if not given.isprintable():
        raise ImproperlyConfigured(f"{name} has a line break or a control character: it must be one line of text.")
    if len(given) > longest:
        raise ImproperlyConfigured(f"{name} has {len(given)} characters: it must have {longest} or fewer.")
    return given


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


def rate(name: str, *, default: int, per: str) -> str:
    """Return a limit as the library `limits` writes it: `30/hour`."""
    return f"{number(name, default=default, lowest=1, highest=1_000_000)}/{per}"


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


def secret(name: str) -> str:
    """Return a secret that can be sent in a header, or nothing; it is never shown."""
    given = text(name)
    if not (given.isascii() and given.isprintable()) or any(map(str.isspace, given)):
        raise ImproperlyConfigured(
            f"{name} cannot be sent: it must be letters, digits and signs of ASCII, without blanks."
        )
    return given


def token(name: str) -> str:
    """Return a secret that opens something by itself, or nothing; a short one can be guessed."""
    given = secret(name)
    if given and len(given) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"{name} is too short: set it to {SHORTEST_TOKEN} or more random characters.")
    return given


def certificates(name: str, *, of: str) -> str:
    """Return the path of a file of certificates in PEM for an address, or nothing if the variable is not given."""
    given = readable_file(name)
    if given and not all(node.startswith("https://") for node in of.split(",")):
        raise ImproperlyConfigured(f"{name} is for nodes of SEARCH_URL that begin with https:// alone.")
    try:
        if given:
            ssl.create_default_context(cafile=given)
    except (ssl.SSLError, OSError):
        raise ImproperlyConfigured(f"{name} is {given!r}, which holds no certificate in PEM.") from None
    return given


def web_address(name: str, *, default: str) -> str:
    """Return an http or https address without a slash at the end.

    A path is refused: the portal's own addresses begin at the root, so links printed below one would lead nowhere.
    """
    given = text(name, default=default)
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {given!r}: it must be like https://credit.example.gov.cn")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username or given.endswith(("?", "#")):
        whole = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        raise ImproperlyConfigured(
            f"{name} must be the address of the portal's root, without path, query, fragment or account: as {whole}"
        )
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
            f"it must be like https://HOST:9200 (several with commas), or sqlite:////PATH"
        )
    if schemes <= {"http", "https"}:
        return ",".join(_node(name, node.strip()) for node in given.split(","))
    return given


def _node(name: str, node: str) -> str:
    """Return the address of one node with its port, which the client wants to see."""
    parts = urlsplit(node)
    try:
        is_whole = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ImproperlyConfigured(f"{name} has a node without a host or with a wrong port: write https://HOST:9200.")
    default = 443 if parts.scheme == "https" else 80
    return node if parts.port else f"{parts.scheme}://{parts.netloc.rstrip(':')}:{default}{parts.path}"


def require_one_account(address: str, *, api_key: str, user: str, password: str) -> None:
    """Refuse half an account, and two of them."""
    if bool(user) != bool(password):
        raise ImproperlyConfigured("SEARCH_USER and SEARCH_PASSWORD belong together: set both or none.")
    in_address = any("@" in node for node in address.split(",")) and address.startswith("http")
    if sum(map(bool, (api_key, user, in_address))) > 1:
        raise ImproperlyConfigured(
            "SEARCH_API_KEY, SEARCH_USER and an account in SEARCH_URL exclude each other: choose one."
        )


def development_apps() -> list[str]:
    """Return the app with the commands of the demo city, where it is installed; the production image lacks it."""
    return ["creditportal.development"] if find_spec("creditportal.development") else []
