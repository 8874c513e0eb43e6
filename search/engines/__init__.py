"""Engines behind the port; nothing outside this package names one."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.entry_port import Engine


def index() -> Engine:
    """Return the engine of the setting SEARCH_URL."""
    return _index(settings.SEARCH_URL, settings.SEARCH_INDEX_PREFIX)


@cache
def _index(url: str, prefix: str) -> Engine:
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        from search.engines.sqlite.index import SqliteIndex  # noqa: PLC0415 - only the engine in use is loaded

        return SqliteIndex(Path("/" + rest.lstrip("/")))
    if scheme in {"http", "https"}:
        from search.engines.elasticsearch.client import elasticsearch_options  # noqa: PLC0415
        from search.engines.elasticsearch.index import ElasticsearchIndex  # noqa: PLC0415

        return ElasticsearchIndex(url.split(","), prefix=prefix, options=elasticsearch_options())
    raise ImproperlyConfigured("SEARCH_URL must begin with sqlite:///, http:// or https://.")
