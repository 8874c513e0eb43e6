"""Wait for servers that have been started."""

import json
import time
from urllib.error import URLError
from urllib.request import urlopen

from creditportal.development.servers.process import Child, ServerFailed

START_S, JOINED_S = 120.0, 1800.0


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


def wait_until_joined(server: str) -> None:
    """Wait until an Elasticsearch has joined the segments of what was rebuilt: searches of before are slower.

    :raises ServerFailed: if it takes too long.
    """
    deadline = time.monotonic() + JOINED_S
    while time.monotonic() < deadline:
        with urlopen(f"{server}/_tasks?actions=*forcemerge*", timeout=60) as answer:
            if not any(node["tasks"] for node in json.load(answer)["nodes"].values()):
                return
        time.sleep(0.2)
    raise ServerFailed(f"The server at {server} was still joining segments after {JOINED_S:.0f} s")
