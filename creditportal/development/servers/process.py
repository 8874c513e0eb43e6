"""Child processes that never outlive their parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

WRAPPER = Path(__file__).with_name("child.py")
TAIL_LINES = 15


class ServerFailed(Exception):
    """A server could not be started; the text gives reason and remedy."""


def tail(path: Path, *, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


@dataclass(slots=True, kw_only=True)
class Child:
    """A running program in a process group of its own.

    The group shields it from the terminal's Ctrl-C, so that the parent decides the order of
    ending. Start it from the main thread: the kernel ties it to the thread that started it.
    """

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None
    end_signal: signal.Signals

    @property
    def is_running(self) -> bool:
        """Return whether it has not ended."""
        return self.process.poll() is None

    def failure(self) -> ServerFailed:
        """Describe an unexpected end."""
        logged = f"; {self.log} says:\n{tail(self.log)}" if self.log else ""
        return ServerFailed(f"{self.name} ended with status {self.process.poll()}{logged}")

    def stop(self, *, grace_s: float = 20.0) -> None:
        """End it and whatever it started: politely, after `grace_s` seconds by force."""
        if self.is_running:
            self.process.send_signal(self.end_signal)
        try:
            self.process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        kill_group(self.process.pid)


def kill_group(group: int) -> None:
    """Kill what is left of a process group."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def start(
    command: Sequence[str | Path],
    *,
    name: str,
    log: Path | None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user: str = "",
    end_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a program tied to the life of this process, its output appended to `log` or shown."""
    wrapper = [sys.executable, "-I", str(WRAPPER), str(os.getpid()), str(int(end_signal)), user]
    with log.open("ab") if log else nullcontext() as output:
        process = subprocess.Popen(
            [*wrapper, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if log else None,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
        )
    return Child(name=name, process=process, log=log, end_signal=end_signal)
