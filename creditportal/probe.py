"""Check that the web server of this container lives: `python -m creditportal.probe`.

HEALTH_BIND or else BIND names its port. It answers `/healthz` under any host name, without HTTPS.
Standard library only.
"""

import os
import sys
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException


def main() -> int:
    """Return 0 if the server answers 200."""
    bind = os.environ.get("HEALTH_BIND") or os.environ.get("BIND", "127.0.0.1:8000")
    port = int(bind.rpartition(":")[2])
    with closing(HTTPConnection("127.0.0.1", port, timeout=4)) as connection:
        try:
            connection.request("GET", "/healthz")
            return 0 if connection.getresponse().status == HTTPStatus.OK else 1
        except (OSError, HTTPException):
            return 1


if __name__ == "__main__":
    sys.exit(main())
