"""The web server: `python -m creditportal.web [MODULE:APPLICATION]`.

Threads, because requests wait for the database and the engine; processes, because printing does
not. The access log leaves out query strings: they hold what people searched for.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops

from creditportal import variables
from creditportal.servers.child import end_with_parent

APPLICATION = "creditportal.wsgi:application"
ACCESS_LOG = '[%(time)s] %(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).0fms'
GRACE_SECONDS = 10
IDLE_SECONDS = 600  # a thread holds its connections as long


def main(arguments: Sequence[str]) -> int:
    """Serve until told to end; a wrong setting is one sentence, before any process starts."""
    try:
        address, port = _bind(os.environ.get("BIND", "127.0.0.1:8000"))
        processes, threads = (_number(name, default) for name, default in (("WEB_PROCESSES", 2), ("WEB_THREADS", 8)))
        _check()
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"The settings are wrong: {wrong}\n")
        return 1
    target = arguments[0] if arguments else APPLICATION
    Granian(
        target,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        blocking_threads_idle_timeout=IDLE_SECONDS,
        loop=Loops.asyncio,
        http=HTTPModes.http1,
        websockets=False,
        log_access=True,
        log_access_format=ACCESS_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
    ).serve(target_loader=partial(_load, target, os.getpid()), wrap_loader=False)
    return 0


def _load(target: str, server: int) -> Callable[..., Any]:
    """Return the application, in a process that ends when the server does, however it ends."""
    end_with_parent(server, signal.SIGTERM)
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    _load_ahead()  # where processes are copies of the server, the application alone is new
    return found


def _load_ahead() -> None:
    """Load the views and what searches need, so that nobody waits for it.

    It stays: no collection of garbage need go through it again, which took a tenth of a second each time.
    """
    from search.loading import load_search

    import_module(settings.ROOT_URLCONF)
    load_search()
    gc.collect()
    gc.freeze()


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) >= 2**16:
        raise ImproperlyConfigured(f"BIND is {text!r}: it must be HOST:PORT, as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _number(name: str, default: int) -> int:
    """Read a count of processes or threads."""
    return variables.number(name, default=default, lowest=1, highest=256)


def _check() -> None:
    """Check settings and machine once, and load what all processes share.

    :raises ImproperlyConfigured: a setting is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    import django
    from django.core.checks import run_checks

    django.setup()
    for message in run_checks(tags=["creditportal"]):
        sys.stderr.write(f"{message}\n")
    _load_ahead()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
