"""The parent's side: start a child for one file, query it, enforce what the child cannot be trusted with."""

import json
import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from fcntl import fcntl
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import IO, TypeVar

from enterprises.shared.confined.errors import Breach, Busy, OutOfLimits, Unreadable
from enterprises.shared.confined.kernel import OUT_OF_MEMORY
from enterprises.shared.confined.limits import Limits

CHILD = Path(__file__).with_name("child.py")
PIPE_BYTES = 1024**2  # the child reads ahead that far
_F_SETPIPE_SZ = 1031
_BLOCK = 256 * 1024
_MILLISECONDS = 1000
_ENDING_SECONDS = 10
_BREACHES = {
    OUT_OF_MEMORY: Breach.MEMORY,
    -signal.SIGABRT: Breach.MEMORY,
    -signal.SIGXCPU: Breach.PROCESSOR,
    -signal.SIGKILL: Breach.PROCESSOR,
}

# Isolated and without `site`, whose folders are passed on instead: the child starts a fifth sooner.
_PYTHON = (sys.executable, "-I", "-S", "-W", "ignore")
_SITE = os.pathsep.join(filter(None, sys.path))

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Slots:
    """How many children of one purpose run at once in this process, and how long one more waits."""

    def __init__(self, count: int, *, wait_seconds: float) -> None:
        self._free = BoundedSemaphore(count)
        self._wait_seconds = wait_seconds

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot.

        :raises Busy: none came free in time.
        """
        if not self._free.acquire(timeout=self._wait_seconds):
            raise Busy
        try:
            yield
        finally:
            self._free.release()


class Reader:
    """A file that a child has open. Answers are read one after the other, by one thread."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._questions: IO[bytes] = process.stdin
        self._lines = _Lines(process.stdout.fileno(), limits=limits)
        self._is_answering = False

    def ask(self, *question: object, read: Callable[[object], T]) -> Iterator[T]:
        """Yield the values of the answer, each as `read` returns it.

        `read` validates a value: TypeError or ValueError means that it has the wrong shape. What is left of an
        earlier answer is skipped.

        :raises Unreadable: the reader refuses the file.
        :raises OutOfLimits: the child exceeded a limit, died, or returned something else than it must.
        """
        for _ in self._answer():
            pass
        with suppress(BrokenPipeError):  # a dead child is found when its answer is read
            self._questions.write(json.dumps(question).encode() + b"\n")
            self._questions.flush()
        self._is_answering = True
        self._lines.begin()
        for value in self._answer():
            try:
                yield read(value)
            except (TypeError, ValueError) as error:
                raise self._breach(Breach.SHAPE) from error

    def _answer(self) -> Iterator[object]:
        while self._is_answering:
            value = self._value()
            if isinstance(value, dict):
                self._finish(value)
            else:
                yield value

    def _value(self) -> object:
        try:
            return json.loads(self._lines.next())
        except OutOfLimits as problem:
            raise self._breach(problem.breach) from problem
        except (ValueError, RecursionError) as error:
            raise self._breach(Breach.SHAPE) from error

    def _finish(self, last: dict[str, object]) -> None:
        self._is_answering = False
        match last:
            case {"end": True}:
                return
            case {"refused": str(sentence)}:
                raise Unreadable(sentence)
            case {"failed": str(place)}:
                logger.error("A confined reader failed: %s", place[:300])
                raise OutOfLimits(Breach.FAILED)
        raise self._breach(Breach.SHAPE)

    def _breach(self, breach: Breach) -> OutOfLimits:
        """End the child; where it has ended itself, its status is the reason."""
        self._is_answering = False
        if breach is Breach.DIED:
            with suppress(subprocess.TimeoutExpired):
                breach = _BREACHES.get(self._process.wait(_ENDING_SECONDS), breach)
        self._process.kill()
        logger.warning("A confined reader was ended: %s", breach.value)
        return OutOfLimits(breach)


class _Lines:
    """Lines of a pipe, within the limits of one answer."""

    def __init__(self, descriptor: int, *, limits: Limits) -> None:
        self._descriptor = descriptor
        self._limits = limits
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)
        self._lines: Iterator[str] = iter(())
        self._rest = bytearray()
        self._taken = 0

    def begin(self) -> None:
        """Count the output of the next answer from zero."""
        self._taken = 0

    def next(self) -> str:
        """Return the next line.

        :raises OutOfLimits: too much output, silence, or the end of the pipe.
        """
        while (line := next(self._lines, None)) is None:
            self._read()
        return line

    def _read(self) -> None:
        if not self._poll.poll(self._limits.silence_seconds * _MILLISECONDS):
            raise OutOfLimits(Breach.SILENCE)
        block = os.read(self._descriptor, _BLOCK)
        if not block:
            raise OutOfLimits(Breach.DIED)
        self._taken += len(block)
        head, newline, tail = block.rpartition(b"\n")
        if newline:
            self._lines = iter((bytes(self._rest) + head).decode("utf-8", "replace").split("\n"))
            self._rest = bytearray(tail)
        else:
            self._rest += block
        if self._taken > self._limits.output_bytes or len(self._rest) > self._limits.value_bytes:
            raise OutOfLimits(Breach.OUTPUT)


@contextmanager
def confined(reader: str, path: Path, *, limits: Limits, slots: Slots) -> Iterator[Reader]:
    """Open a file in a child of its own, which surely ends with the block.

    `reader` is `package.module:function`; `enterprises.shared.confined.child` has the contract.

    :raises Busy: too many children are running.
    """
    with slots.one(), _child(reader, path, limits) as process:
        yield Reader(process, limits)


@contextmanager
def _child(reader: str, path: Path, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    process = _SPARE.take() or _started()
    try:
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # a dead child is found when its answer is read
            process.stdin.write(json.dumps([asdict(limits), reader, str(path.absolute())]).encode() + b"\n")
        yield process
    finally:
        _end(process)
        _SPARE.renew()


def keep_spare(*modules: str) -> None:
    """Have one child of this process started ahead of its file, with these modules imported.

    For a process that lives long, in threads that live as long: a child ends with the thread that started it.
    """
    _SPARE.modules = modules
    _SPARE.renew()


class _Spare:
    """A child that waits for its file."""

    def __init__(self) -> None:
        self.modules: tuple[str, ...] = ()
        self._waiting: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def take(self) -> subprocess.Popen[bytes] | None:
        """Return the child that waits, if one lives."""
        with self._lock:
            process, self._waiting = self._waiting, None
        if process is not None and process.poll() is not None:
            _end(process)
            return None
        return process

    def renew(self) -> None:
        """Start one if none waits and this process keeps one."""
        with self._lock:
            if self.modules and self._waiting is None:
                self._waiting = _started(*self.modules)


_SPARE = _Spare()


def _started(*modules: str) -> subprocess.Popen[bytes]:
    # No environment: secrets of this process are none of the child's business.
    process = subprocess.Popen(
        [*_PYTHON, CHILD, str(os.getpid()), _SITE, *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    )
    assert process.stdout is not None
    with suppress(OSError):  # beyond what the system grants: the pipe is only shorter
        fcntl(process.stdout.fileno(), _F_SETPIPE_SZ, PIPE_BYTES)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
