"""Wait for servers that have been started."""

import time
from urllib.error import URLError
from urllib.request import urlopen

from creditportal.servers.process import Child, ServerFailed

START_S = 120.0


def wait_for(url: str, child: Child) -> None:
    """Wait until a started server answers there with success.

    :raises ServerFailed: if it ends, or takes too long.
    """
    deadline = time.monotonic() + START_S
    while child.is_running and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    if child.is_running:
        raise ServerFailed(f"{child.name} did not answer within {START_S:.0f} s; see {child.log}")
    raise child.failure()
