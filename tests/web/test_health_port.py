"""The port on which a check of the process's life is answered whatever clients do at the portal's own."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from creditportal import probe
from creditportal.development.servers.ports import free_port
from creditportal.web.health_port import health_port
from tests.web.serving import PATIENCE_S, ROOT, get, serving

CONNECTIONS = 16


def test_it_answers_while_every_connection_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bind = f"127.0.0.1:{free_port()}"
    with serving(tmp_path, WEB_CONNECTIONS=str(CONNECTIONS), HEALTH_BIND=bind) as address, ExitStack() as idle:
        parts = urlsplit(address)
        for _ in range(2 * CONNECTIONS):
            idle.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S))
        assert get(f"http://{bind}", "/healthz").status == 200
        monkeypatch.setenv("HEALTH_BIND", bind)
        assert probe.main() == 0
    assert probe.main() == 1  # it ends with the server


def test_it_is_unwell_without_a_web_process_and_knows_one_address() -> None:
    processes = ["one"]
    with health_port(("127.0.0.1", 0), lives=lambda: bool(processes)) as port:
        address = f"http://127.0.0.1:{port}"
        assert get(address, "/healthz").status == 200
        assert get(address, "/").status == 404
        processes.clear()
        assert get(address, "/healthz").status == 503


def test_a_taken_port_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        variables = {
            "DATA_DIR": str(tmp_path),
            "BIND": f"127.0.0.1:{free_port()}",
            "HEALTH_BIND": bind,
            "DEBUG": "true",
        }
        done = subprocess.run(
            [sys.executable, "-m", "creditportal.web"],
            cwd=ROOT,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
    assert done.returncode == 1
    assert "HEALTH_BIND cannot be used" in done.stderr
