"""Pool of worker processes: they share nothing with this one but what is handed to them and handed back.

For work that keeps a processor busy while this process waits for a database or an engine.
"""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import django
from django.db import connections

from enterprises.shared.confined.kernel import end_with_parent


@contextmanager
def worker_pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes in which Django is set up, on this process's databases; each opens its own connection.

    They are deaf to Ctrl-C, which this process handles. They are gone at the end, also after an exception and (on
    Linux) if this process is killed. A worker that dies raises `BrokenProcessPool` from the result waited for.
    """
    databases = {alias: dict(found) for alias, found in connections.settings.items()}
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(), databases)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(parent: int, databases: dict[str, dict[str, Any]]) -> None:
    """Set a worker up before its first work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    django.setup()
    for alias, found in databases.items():
        connections.settings[alias].update(found)
