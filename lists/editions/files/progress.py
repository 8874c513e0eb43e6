"""How far the making of an edition's files is, for whoever waits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def progress_to(listener: Listener) -> Iterator[None]:
    """Call `listener` with the parts done and all parts, as often as one is done inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def report(done: int, of: int) -> None:
    """Report that so many parts are done."""
    listener = _listener.get()
    if listener is not None:
        listener(done, of)
