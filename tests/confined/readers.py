"""Harmless readers that do what a file must not make a reader do; they run in a confined child."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from enterprises.shared.confined.errors import Unreadable


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Answer by the name of a function of this module."""

    def answer(name: str, *given: object) -> Iterator[object]:
        found: Callable[..., Iterator[object]] = globals()[name]
        return found(path, *given)

    return answer


def content(path: Path) -> Iterator[object]:
    yield path.read_text()


def numbers(path: Path, count: int) -> Iterator[object]:
    yield from range(count)


def memory(path: Path, mebibytes: int) -> Iterator[object]:
    yield len(bytearray(mebibytes * 1024**2))


def processor(path: Path) -> Iterator[object]:
    while True:
        pass
    yield None


def silence(path: Path) -> Iterator[object]:
    signal.pause()
    yield None


def output(path: Path) -> Iterator[object]:
    while True:
        yield "x" * 1000


def one_value(path: Path, length: int) -> Iterator[object]:
    yield "x" * length


def abort(path: Path) -> Iterator[object]:
    os.abort()
    yield None


def leave(path: Path) -> Iterator[object]:
    os._exit(0)
    yield None


def failing(path: Path) -> Iterator[object]:
    raise KeyError(path.read_text())
    yield None


def refusing(path: Path) -> Iterator[object]:
    yield 1
    raise Unreadable("这个文件不行。")


def printing(path: Path) -> Iterator[object]:
    sys.stdout.write("a library writes\n")
    sys.stdout.flush()
    os.write(1, b"and its C code, too\n")
    yield "answer"


def writing(path: Path) -> Iterator[object]:
    try:
        with path.with_suffix(".new").open("w") as stream:
            stream.write("x")
    except OSError as error:
        yield error.strerror


def forging(path: Path, line: str) -> Iterator[object]:
    """Write a line of its own into the answer, as a reader under somebody's control would."""
    for descriptor in Path("/proc/self/fd").iterdir():
        if str(descriptor.readlink()).startswith("pipe:") and descriptor.name != "0":
            os.write(int(descriptor.name), line.encode() + b"\n")
            break
    yield 1


def modules(path: Path) -> Iterator[object]:
    yield sorted(name for name in sys.modules if name.partition(".")[0] in ("django", "creditportal"))


def environment(path: Path) -> Iterator[object]:
    yield sorted(os.environ)


def own_pid(path: Path) -> Iterator[object]:
    yield os.getpid()


def own_number(path: Path) -> Iterator[object]:
    yield os.getpid()
