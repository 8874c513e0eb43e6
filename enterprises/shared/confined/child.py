"""The child: `child.py PARENT_PID SITE [MODULE...]`, run by path with `python -I -S`.

SITE holds the folders of modules; each MODULE is imported ahead. The first line on standard input is the JSON list
`[limits, reader, path]`. The reader is `package.module:function`, called with the path after the limits are in
force. It returns a function that answers questions: `answer(*question)` yields values that
JSON can hold, no object at the top. Questions follow on standard input, one JSON list a line. Each answer is its values
on standard output, one a line, and a last line that is an object: `{"end": true}`, `{"refused": sentence}` or
`{"failed": where}`. Nothing of Django is imported.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT))

from enterprises.shared.confined.errors import Unreadable  # noqa: E402
from enterprises.shared.confined.kernel import OUT_OF_MEMORY, end_with_parent, take_limits  # noqa: E402

BUFFER = 256 * 1024

Replies = Callable[..., Iterator[object]]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def main(arguments: list[str]) -> None:
    """Answer questions until there are no more."""
    parent, site, *modules = arguments
    sys.path.extend(site.split(os.pathsep))
    end_with_parent(int(parent))
    for module in modules:
        import_module(module)
    task = sys.stdin.buffer.readline()
    if not task:
        return
    limits, reader, path = json.loads(task)
    opening = _imported(reader)  # our own code; afterwards nothing can be written, compiled modules neither
    take_limits(memory_bytes=limits["memory_bytes"], processor_seconds=limits["processor_seconds"])
    output = _private_output()
    try:
        _serve(output, opening, Path(path))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _private_output() -> BinaryIO:
    """Keep standard output for the answers: what a library prints goes nowhere."""
    private = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return os.fdopen(private, "wb", buffering=BUFFER)


def _serve(output: BinaryIO, opening: Callable[[Path], Replies], path: Path) -> None:
    answer: Replies | None = None
    for line in sys.stdin.buffer:
        try:
            answer = answer or opening(path)
            for value in answer(*json.loads(line)):
                output.write(_encode(value).encode("utf-8", "replace") + b"\n")
            last: dict[str, Any] = {"end": True}
        except Unreadable as refusal:
            last = {"refused": refusal.sentence}
        except MemoryError:
            raise
        except Exception as error:
            last = {"failed": _place(error)}
        output.write(_encode(last).encode("utf-8", "replace") + b"\n")
        output.flush()


def _imported(reader: str) -> Callable[[Path], Replies]:
    module, _, function = reader.partition(":")
    found: Callable[[Path], Replies] = getattr(import_module(module), function)
    return found


def _place(error: Exception) -> str:
    """Name type and place of an exception; its message may hold what the file holds."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    place = f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}" if traceback else "?"
    return f"{type(error).__name__} at {place}"


if __name__ == "__main__":
    main(sys.argv[1:])
