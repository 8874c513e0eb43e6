"""Start the web server: granian, admission control, the portal in threads.

Threads, because requests wait for the database and the engine; processes, because printing does
not. The access log leaves out query strings: they hold what people searched for.
"""

import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from multiprocessing import active_children
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from creditportal import variables
from creditportal.web.admission import Admission
from creditportal.web.bridge import ThreadedApplication
from creditportal.web.health_port import health_port
from creditportal.web.limits import RequestLimits, read_limits
from enterprises.shared.confined.kernel import end_with_parent

APPLICATION = "creditportal.wsgi:application"
ACCESS_LOG = '[%(time)s] %(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).0fms'
GRACE_SECONDS = 10
# A connection that sends no whole head for so long is closed, an idle one too.
HEAD_MILLISECONDS = 10_000
# Files of a process beside its connections: databases, the engine, spooled bodies.
FILES_BESIDE = 1024


def main(arguments: Sequence[str]) -> int:
    """Serve until stopped; a wrong setting is one sentence, before any process starts."""
    target = arguments[0] if arguments else APPLICATION
    try:
        address, port = _bind("BIND", default="127.0.0.1:8000")
        health = _bind("HEALTH_BIND") if os.environ.get("HEALTH_BIND") else None
        processes = variables.number("WEB_PROCESSES", default=2, lowest=1, highest=256)
        limits = read_limits()
        _check(target)
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"The settings are wrong: {wrong}\n")
        return 1
    _allow_files(limits.connections + FILES_BESIDE)
    server = Granian(
        target,
        address=address,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        backpressure=limits.connections,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        websockets=False,
        log_access=True,
        log_access_format=ACCESS_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
    )
    with ExitStack() as beside:
        if health is not None:
            try:
                beside.enter_context(health_port(health, lives=lambda: bool(active_children())))
            except OSError as wrong:
                sys.stderr.write(f"HEALTH_BIND cannot be used: {wrong}\n")
                return 1
        server.serve(target_loader=partial(_load, target, os.getpid(), limits), wrap_loader=False)
    return 0


def _load(target: str, server: int, limits: RequestLimits) -> Admission:
    """Return the guarded application, in a process that ends when the server does, however it ends."""
    end_with_parent(server, signal.SIGTERM)
    module, _, name = target.partition(":")
    application = getattr(import_module(module), name)
    _load_ahead(target)  # where processes are copies of the server, the application alone is new
    import_module("enterprises.shared.sheets.confined_source").keep_spare_child()
    folder = incoming_folder()
    return Admission(
        ThreadedApplication(application, threads=limits.threads, folder=folder),
        limits=limits,
        folder=folder,
        is_behind_proxy=settings.BEHIND_PROXY,
    )


def incoming_folder() -> Path:
    """Return the folder in which bodies and large answers wait; nobody else may look into it."""
    folder = Path(settings.DATA_DIR) / "incoming"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _allow_files(count: int) -> None:
    """Raise the limit of open files of this process and its children, as far as it may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _load_ahead(target: str) -> None:
    """Load the views, and what searches, documents and signatures need, so that nobody waits for it.

    Another application than the portal loads what it needs itself.
    """
    if target != APPLICATION:
        return
    from search.loading import load_search

    for module in (settings.ROOT_URLCONF, "enterprises.documents.layout", "enterprises.documents.pades"):
        import_module(module)
    load_search()


def _bind(name: str, *, default: str = "") -> tuple[str, int]:
    text = os.environ.get(name, default)
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) >= 2**16:
        raise ImproperlyConfigured(f"{name} is {text!r}: it must be HOST:PORT, as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _check(target: str) -> None:
    """Check settings and machine once, and load what all processes share.

    :raises ImproperlyConfigured: a setting is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    import django
    from django.core.checks import run_checks

    django.setup()
    import_module("enterprises.shared.incoming.start").sweep_before_start()
    for message in run_checks(tags=["creditportal"]):
        sys.stderr.write(f"{message}\n")
    _load_ahead(target)
