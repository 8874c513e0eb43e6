"""A child answers plainly, or ends in one exception with one sentence; it never takes this process with it."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from enterprises.documents import naming
from enterprises.shared.confined.errors import OUT_OF_LIMITS, Breach, Busy, OutOfLimits, Unreadable
from enterprises.shared.confined.limits import DOCUMENT, MEBIBYTE, Limits
from enterprises.shared.confined.parent import Slots
from enterprises.shared.sheets import confined_source
from tests.confined.reading import plain, reading

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_text("内容")
    return file


def asked(path: Path, *question: object, **limits: int) -> list[Any]:
    with reading(path, slots=None, **limits) as reader:
        return list(reader.ask(*question, read=plain))


def test_one_open_file_answers_several_questions(path: Path) -> None:
    with reading(path) as reader:
        assert list(reader.ask("content", read=plain)) == ["内容"]
        assert list(reader.ask("numbers", 100_000, read=plain)) == list(range(100_000))


def test_what_is_left_of_an_answer_is_skipped(path: Path) -> None:
    with reading(path) as reader:
        assert next(reader.ask("numbers", 100_000, read=plain)) == 0
        assert list(reader.ask("content", read=plain)) == ["内容"]


def test_a_refusal_is_told_and_the_file_can_be_asked_again(path: Path) -> None:
    with reading(path) as reader:
        with pytest.raises(Unreadable, match="这个文件不行"):
            list(reader.ask("refusing", read=plain))
        assert list(reader.ask("content", read=plain)) == ["内容"]


@pytest.mark.parametrize(
    ("question", "limits", "breach"),
    [
        (("memory", 600), {}, Breach.MEMORY),
        (("processor",), {"processor_seconds": 1}, Breach.PROCESSOR),
        (("silence",), {"silence_seconds": 1}, Breach.SILENCE),
        (("output",), {}, Breach.OUTPUT),
        (("one_value", 2 * MEBIBYTE), {}, Breach.OUTPUT),
        (("abort",), {}, Breach.MEMORY),
        (("leave",), {}, Breach.DIED),
        (("failing",), {}, Breach.FAILED),
        (("forging", "not JSON"), {}, Breach.SHAPE),
        (("forging", "[" * 100_000), {}, Breach.SHAPE),
        (("forging", '{"end": 3}'), {}, Breach.SHAPE),
        (("forging", "1" * 10_000), {}, Breach.SHAPE),
    ],
    ids=lambda value: " ".join(map(str, value))[:30] if isinstance(value, tuple) else "",
)
def test_every_breach_is_one_sentence(
    path: Path, question: tuple[object, ...], limits: dict[str, int], breach: Breach
) -> None:
    with pytest.raises(OutOfLimits) as caught:
        asked(path, *question, **limits)
    assert caught.value.breach is breach
    assert caught.value.sentence == OUT_OF_LIMITS


def test_memory_below_the_limit_is_granted(path: Path) -> None:
    assert asked(path, "memory", 300) == [300 * MEBIBYTE]


def test_values_of_another_shape_are_refused(path: Path) -> None:
    def text(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError
        return value

    with reading(path) as reader, pytest.raises(OutOfLimits) as caught:
        list(reader.ask("numbers", 1, read=text))
    assert caught.value.breach is Breach.SHAPE


def test_a_failure_is_logged_without_the_content(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(OutOfLimits):
        asked(path, "failing")
    assert "KeyError at" in caplog.text
    assert "内容" not in caplog.text


def test_what_libraries_print_is_no_answer(path: Path) -> None:
    assert asked(path, "printing") == ["answer"]


def test_the_child_writes_no_file(path: Path) -> None:
    assert asked(path, "writing") == ["File too large"]


def test_the_child_knows_neither_django_nor_the_environment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s")
    assert asked(path, "modules") == [[]]
    assert "SECRET_KEY" not in asked(path, "environment")[0]


@pytest.mark.parametrize("reader", [confined_source.TEXT_READER, confined_source.WORKBOOK_READER, naming.READER])
def test_the_portals_readers_import_nothing_of_django(reader: str) -> None:
    module = reader.partition(":")[0]
    script = f"import sys; sys.path.append({str(ROOT)!r}); import {module}; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True, text=True)
    assert answer.stdout == "False\n"


def test_the_child_ends_with_the_block(path: Path) -> None:
    with reading(path) as reader:
        (pid,) = reader.ask("own_pid", read=plain)
        assert Path(f"/proc/{pid}").exists()
    assert not Path(f"/proc/{pid}").exists()


def test_the_child_ends_with_its_parent(path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
sys.path.append({str(ROOT)!r})
from tests.confined.reading import plain, reading
with reading(Path({str(path)!r})) as reader:
    print(*reader.ask("own_pid", read=plain), flush=True)
    list(reader.ask("silence", read=plain))
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    waited = threading.Event()
    assert any(not _is_running(child) or waited.wait(0.05) for _ in range(1000))


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_no_more_children_run_than_there_are_slots(path: Path) -> None:
    slots = Slots(1, wait_seconds=0.01)
    with reading(path, slots=slots), pytest.raises(Busy), reading(path, slots=slots):
        pass
    with reading(path, slots=slots) as reader:
        assert list(reader.ask("content", read=plain)) == ["内容"]


def test_processor_time_grows_with_the_size_of_a_sheet() -> None:
    small, large = Limits.of_sheet(10_000), Limits.of_sheet(2 * 1024**3)
    assert small.memory_bytes == large.memory_bytes == DOCUMENT.memory_bytes == 512 * MEBIBYTE
    assert small.processor_seconds < 60
    assert large.processor_seconds > 6_000
