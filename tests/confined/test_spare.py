"""One child waits for the next file of a process that keeps one."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from enterprises.shared.confined import parent
from enterprises.shared.confined.errors import Breach, OutOfLimits
from tests.confined.reading import reading


def plain(value: object) -> object:
    return value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_text("内容")
    return file


@pytest.fixture(autouse=True)
def _spare() -> Iterator[None]:
    parent.keep_spare("tests.confined.readers")
    yield
    parent.keep_spare()
    waiting = parent._SPARE.take()
    if waiting is not None:
        parent._end(waiting)


def waiting() -> int:
    process = parent._SPARE._waiting
    assert process is not None
    return process.pid


def child_of(path: Path) -> int:
    with reading(path) as reader:
        assert list(reader.ask("content", read=plain)) == ["内容"]
        (pid,) = reader.ask("own_number", read=plain)
    assert isinstance(pid, int)
    return pid


def test_the_next_file_gets_the_child_that_waits_and_another_waits_then(path: Path) -> None:
    first = waiting()
    assert child_of(path) == first
    second = waiting()
    assert second != first
    assert child_of(path) == second


def test_a_child_that_has_ended_while_it_waited_is_replaced(path: Path) -> None:
    first = waiting()
    os.kill(first, signal.SIGKILL)
    parent._SPARE._waiting.wait()  # type: ignore[union-attr]
    assert child_of(path) not in {first}


def test_its_limits_are_those_of_its_file(path: Path) -> None:
    with pytest.raises(OutOfLimits) as breach, reading(path, memory_bytes=64 * 1024**2) as reader:
        list(reader.ask("memory", 200, read=plain))
    assert breach.value.breach is Breach.MEMORY
    with reading(path, memory_bytes=512 * 1024**2) as reader:
        assert list(reader.ask("memory", 200, read=plain)) == [200 * 1024**2]
