"""Publication in processes of its own, which stop where a test wants it and are killed there."""

import os
import signal
import traceback
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import connections

from enterprises.shared.confined.kernel import end_with_parent
from lists.editions.files import pdf
from lists.editions.files.sealing import sealed_files
from lists.editions.services import editions
from lists.editions.services.publications import publish_requested
from tests.documents.letters import BLANK

REACHED = b"reached"
SHORT_S, GENEROUS_S = 0.02, 120


def killed_at(module: str, name: str, *, after: bool, at: datetime) -> int:
    """Publish what is requested in a new process, kill it before or after a step; return the signal that ended it.

    :raises AssertionError: it never came there.
    """
    connections.close_all()  # of what is open, a fork would share the socket
    said, saying = os.pipe()
    child = os.fork()
    if not child:
        _publish_until(module, name, after=after, at=at, saying=saying)
    os.close(saying)
    with os.fdopen(said, "rb", buffering=0) as stream:
        news = stream.read(len(REACHED))
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        assert news == REACHED, (news + stream.read()).decode()
    return os.WTERMSIG(status)


def _publish_until(module: str, name: str, *, after: bool, at: datetime, saying: int) -> None:
    """Publish; at the step, report that it is reached and wait for the end."""
    place = import_module(module)

    def halting(*args: Any, **kwargs: Any) -> None:
        if after:
            step(*args, **kwargs)
        os.write(saying, REACHED)
        signal.pause()

    patch = _printing_blank()
    try:
        end_with_parent(os.getppid())
        step: Callable[..., Any] = getattr(place, name)
        patch.setattr(place, name, halting)
        publish_requested(at=at)
        os.write(saying, b"It ended before that step.")
    except BaseException:
        os.write(saying, traceback.format_exc().encode())
    finally:
        os._exit(1)


def publish_when_both_are_ready(folder: Path, *, at: datetime) -> int:
    """Publish what is requested; before storing it, wait until a second process has its files too."""
    patch = _printing_blank()

    def made_by_both(*args: Any, **kwargs: Any) -> Any:
        sealed = sealed_files(*args, **kwargs)
        (folder / str(os.getpid())).touch()
        for _ in range(int(GENEROUS_S / SHORT_S)):
            if len(list(folder.iterdir())) > 1:
                return sealed
            sleep(SHORT_S)
        raise TimeoutError("the second process never had its files")

    patch.setattr(editions, "sealed_files", made_by_both)
    try:
        return publish_requested(at=at)
    finally:
        patch.undo()
        connections.close_all()


def _printing_blank() -> pytest.MonkeyPatch:
    """Print one empty page in this process: the layout is the matter of other tests."""
    patch = pytest.MonkeyPatch()
    patch.setattr(pdf, "render", lambda *args, **given: BLANK)
    return patch
