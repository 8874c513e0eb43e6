"""Worker processes end with the one they work for, also if it is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENEROUS_S = 120  # a machine may be busy: what is waited for comes, or never does
SCRIPT = """
import os, sys, time
import django

if __name__ == "__main__":
    django.setup()
    from enterprises.shared.processes import worker_pool

    with worker_pool(1) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 600)
        time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def started(tmp_path: Path) -> "tuple[subprocess.Popen[str], int]":
    script = tmp_path / "parent.py"
    script.write_text(SCRIPT)
    variables = {"DJANGO_SETTINGS_MODULE": "creditportal.settings", "DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def test_a_process_of_the_pool_is_gone_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent, pid = started(tmp_path)
    assert is_running(pid)
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    until = time.monotonic() + GENEROUS_S
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(pid)
