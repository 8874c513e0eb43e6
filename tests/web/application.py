"""A WSGI application that shows what reaches a thread of the web server, and can hold threads."""

import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

HELD_S = 120


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `/held` once the file named by HOLD is gone, anything else with what has come."""
    if environ["PATH_INFO"] == "/held":
        _wait_while(Path(os.environ["HOLD"]))
    body = environ["wsgi.input"].read()
    seen = {
        "method": environ["REQUEST_METHOD"],
        "length": environ["CONTENT_LENGTH"],
        "received": len(body),
        "forwarded_for": environ.get("HTTP_X_FORWARDED_FOR", ""),
        "scheme": environ.get("HTTP_X_FORWARDED_PROTO", ""),
    }
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen).encode()]


def _wait_while(path: Path) -> None:
    deadline = time.monotonic() + HELD_S
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
