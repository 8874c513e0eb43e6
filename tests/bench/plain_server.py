"""The portal's application in granian's WSGI threads, without admission control: the reference of bench_guards."""

import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops

from creditportal.web.server import ACCESS_LOG, APPLICATION, _check


def main() -> None:
    """Serve on BIND with the threads and processes of the portal's own server."""
    _check(APPLICATION)
    host, _, port = os.environ["BIND"].rpartition(":")
    Granian(
        APPLICATION,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(os.environ["WEB_PROCESSES"]),
        blocking_threads=int(os.environ["WEB_THREADS"]),
        blocking_threads_idle_timeout=600,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        log_access=True,
        log_access_format=ACCESS_LOG,
    ).serve()


if __name__ == "__main__":
    main()
