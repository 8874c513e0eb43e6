"""How the web server runs: `gunicorn -c python:creditportal.gunicorn creditportal.wsgi`.

Threads, because requests wait for the database and the engine; processes, because printing does
not. The access log leaves out query strings: they hold what people searched for.
"""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from creditportal import variables


def number(name: str, *, default: int) -> int:
    """Read a count of processes or threads."""
    try:
        return variables.number(name, default=default, lowest=1, highest=256)
    except ImproperlyConfigured as wrong:
        sys.exit(f"The settings are wrong: {wrong}")


bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = number("WEB_PROCESSES", default=2)
threads = number("WEB_THREADS", default=8)
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
if Path("/dev/shm").is_dir():  # noqa: S108 - the workers' heartbeat must not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server: Any) -> None:
    """Check settings and machine once, before any worker starts: a wrong value is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creditportal.settings")
    import django
    from django.core.checks import run_checks

    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        sys.exit(f"The settings are wrong: {wrong}")
    for message in run_checks(tags=["creditportal"]):
        server.log.warning(str(message))
