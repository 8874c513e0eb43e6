"""All addresses of the portal as docs write them: `/enterprises/<uscc>/`."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> list[tuple[str, str]]:
    """Return address and name of every pattern but the admin's, sorted; a pattern without a name is an error."""
    return sorted(_below(get_resolver(), "/", ""))


def _below(resolver: URLResolver, start: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        address = start + _written(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield address, f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from _below(pattern, address, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def _written(route: str) -> str:
    """Return a route, or a regular expression of named groups, with `<name>` for what varies."""
    named = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", route).removeprefix("^").removesuffix("$").replace("\\", "")
    return re.sub(r"<\w+:(\w+)>", r"<\1>", named)
